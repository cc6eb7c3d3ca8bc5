//! Log entries: what happened to an incident, and who or what did it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    address::ById,
    channel::Channel,
    incident::Incident,
    reference::{Reference, TypedReference},
    resource::Resource,
    resource_kind::ResourceKind,
    sent::Link,
    team::Team,
    untrusted::Untrusted,
};
use crate::{Field, Id, Timestamp};

/// A log entry.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct LogEntry {
    pub id: Field<String>,
    pub created_at: Field<String>,
    /// What happened, such as `acknowledge`, without the `_log_entry` that PagerDuty has behind it.
    pub r#type: Field<String>,
    /// What happened, in PagerDuty's words.
    pub summary: Field<String>,
    /// Who or what did it.
    pub agent: Field<TypedReference>,
    /// The way by which it came, such as `website`.
    pub channel: Field<Channel>,
    /// What a person wrote: the text of a note, or with which words an incident was resolved.
    pub note: Field<String>,
    /// What stakeholders or responders were told.
    pub message: Field<String>,
    /// What became of a notification, such as `success`.
    pub delivery: Field<String>,
    /// Who was notified.
    pub user: Field<Reference>,
    pub incident: Field<Reference>,
    pub service: Field<Reference>,
    /// What monitoring, a mail or a form sent; where PagerDuty was asked for `channels`.
    pub details: Field<Value>,
    /// The links and images that monitoring sent; likewise.
    pub links: Field<Vec<Link>>,
    /// Where monitoring shows the problem; likewise.
    pub client_url: Field<Value>,
}

impl Resource for LogEntry {
    const KIND: ResourceKind = ResourceKind::LogEntry;
    const ON_REQUEST: &'static [&'static str] = &[
        "details",
        "links",
        "client_url",
        "html_url",
        "teams",
        "contexts",
        "event_details",
        "user",
        "assignees",
        "changeset",
        "acknowledgement_timeout",
    ];
    const OPAQUE: &'static [&'static str] = &["details", "links", "client_url", "contexts", "event_details"];
    const UNTRUSTED: Untrusted = Untrusted {
        titles: &["summary", "incident.summary"],
        details: &[
            "note",
            "message",
            "subject",
            "details",
            "links",
            "client_url",
            "contexts",
            "event_details",
            // The values of custom fields are in it.
            "changeset",
        ],
        channels: &["channel"],
    };

    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    fn complete(&mut self) {
        if let Field::Known(kind) = &mut self.r#type
            && let Some(short) = kind.strip_suffix("_log_entry")
        {
            *kind = short.to_owned();
        }
        let kind = self.r#type.as_deref().unwrap_or_default();
        let Some(channel) = self.channel.get_mut() else { return };
        let is_empty = |field: &Field<String>| field.as_deref().is_none_or(|text| text.trim().is_empty());
        let words = || channel.words().map(str::to_owned);
        if is_empty(&self.note) && (channel.is_note() || kind == ANNOTATE) {
            self.note = words().into();
        } else if is_empty(&self.message) && (kind.contains("status_update") || kind.contains("responder")) {
            self.message = words().into();
        }
        self.delivery = channel.delivery().map(str::to_owned).into();
        let sent = channel.take_sent();
        if self.note.get().is_none() && self.message.get().is_none() {
            self.details = sent.details;
            self.links = sent.links;
            self.client_url = sent.client_url;
        }
    }
}

/// The type of a log entry that is a note and nothing else.
const ANNOTATE: &str = "annotate";

/// Part of a log entry that PagerDuty sends only when asked: all that its channel holds.
pub const CHANNELS: &str = "channels";

/// The filters of `GET /log_entries` and `GET /incidents/{id}/log_entries`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct LogEntriesQuery {
    /// Entries about this incident only: a part of the path.
    #[serde(skip)]
    pub incident_id: Option<Id<Incident>>,
    /// Entries about incidents of any of these teams; of the account only.
    pub team_ids: Vec<Id<Team>>,
    /// Start of the range.
    pub since: Option<Timestamp>,
    /// End of the range.
    pub until: Option<Timestamp>,
    /// Only the most important changes.
    pub is_overview: Option<bool>,
    /// What PagerDuty sends whole instead of in short, such as [`CHANNELS`].
    pub include: Vec<&'static str>,
}

impl LogEntriesQuery {
    /// Every entry about this incident.
    #[must_use]
    pub fn of(incident_id: Id<Incident>) -> Self {
        Self { incident_id: Some(incident_id), ..Self::default() }
    }
}

/// `GET /log_entries/{id}`; with `channels` also what was sent.
impl ById for LogEntry {}
