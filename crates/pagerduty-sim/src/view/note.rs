//! Notes.

use serde_json::{Value, json};

use super::{Object, View, api_url, web_url};
use crate::id::{Key, Kind};
use crate::model::{Agent, Incident};

/// More notes than an incident may have.
const PLACES: u64 = 1 << 12;

impl View<'_> {
    /// A note of an incident, by its place.
    pub(crate) fn note(&self, incident: Key<Incident>, place: usize) -> Value {
        let facts = &self.account[incident];
        let note = &facts.notes[place];
        let index = incident.index() as u64 * PLACES + place as u64;
        let (user, channel) = match note.author {
            Agent::User(user) => (self.reference(user), json!({"summary": "The PagerDuty website or APIs"})),
            Agent::Service => self.bot(incident),
        };
        Object::new()
            .with("id", self.account.ids.encode(Kind::Note, index))
            .with("user", user)
            .with("channel", channel)
            .with("content", &*note.content)
            .with("created_at", self.time(note.at))
            .with("updated_at", self.time(note.at))
            .into()
    }

    /// The place of the note of an incident that an ID names.
    pub(crate) fn find_note(&self, incident: Key<Incident>, id: &str) -> Option<usize> {
        let index = self.account.ids.decode(Kind::Note, id)?;
        let place = (index % PLACES) as usize;
        let is_here = index / PLACES == incident.index() as u64 && place < self.account[incident].notes.len();
        is_here.then_some(place)
    }

    /// The author of a note that no person wrote, named after the service, and its channel.
    fn bot(&self, incident: Key<Incident>) -> (Value, Value) {
        let service = self.account[incident].service;
        let id = self.account.id(service);
        let name = &self.account[service].name;
        let api = api_url(&format!("services/{id}"));
        let web = web_url(&format!("service-directory/{id}"));
        let part =
            |part_type: &str| json!({"id": id, "type": part_type, "summary": name, "self": api, "html_url": web});
        (part("bot_user_reference"), part("service_reference"))
    }
}
