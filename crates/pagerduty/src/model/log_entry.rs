//! Log entries: what happened to an incident, and who or what did it.

use serde::{Deserialize, Serialize, Serializer};

use super::{
    reference::{Reference, TypedReference},
    resource::Resource,
    resource_kind::ResourceKind,
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
    pub channel: Field<ChannelType>,
    /// The text of a note.
    pub note: Field<String>,
    /// Who was notified.
    pub user: Field<Reference>,
    pub incident: Field<Reference>,
    pub service: Field<Reference>,
}

/// The type of a channel, out of the object that PagerDuty sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Channel")]
pub struct ChannelType {
    r#type: Field<String>,
    notification: Field<String>,
}

impl ChannelType {
    /// By what somebody was notified, such as `push_notification`.
    #[must_use]
    pub fn notification(&self) -> Option<&str> {
        self.notification.as_deref()
    }
}

impl Serialize for ChannelType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.r#type.serialize(serializer)
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Channel {
    r#type: Field<String>,
    notification: Field<Notification>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Notification {
    r#type: Field<String>,
}

impl From<Channel> for ChannelType {
    fn from(mut channel: Channel) -> Self {
        let notification = channel.notification.take().map(|one| one.r#type);
        Self { r#type: channel.r#type, notification: notification.unwrap_or_default() }
    }
}

impl Resource for LogEntry {
    const KIND: ResourceKind = ResourceKind::LogEntry;
    const ON_REQUEST: &'static [&'static str] = &[
        "html_url",
        "teams",
        "contexts",
        "event_details",
        "user",
        "assignees",
        "changeset",
        "acknowledgement_timeout",
    ];
    const OPAQUE: &'static [&'static str] = &["contexts", "event_details"];
    const UNTRUSTED: Untrusted = Untrusted {
        titles: &["summary", "incident.summary"],
        details: &["note", "contexts", "event_details"],
        channels: &["channel"],
    };

    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    fn settle(&mut self) {
        if let Field::Known(kind) = &mut self.r#type
            && let Some(short) = kind.strip_suffix("_log_entry")
        {
            *kind = short.to_owned();
        }
    }
}

/// The filters of `GET /log_entries` and `GET /incidents/{id}/log_entries`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct LogEntriesQuery {
    /// Entries about incidents of any of these teams; of the account only.
    pub team_ids: Vec<Id<Team>>,
    /// Start of the range.
    pub since: Option<Timestamp>,
    /// End of the range.
    pub until: Option<Timestamp>,
    /// Only the most important changes.
    pub is_overview: Option<bool>,
}
