//! Notes on incidents.

use serde::{Deserialize, Serialize};

use super::{resource::Resource, resource_kind::ResourceKind, untrusted::Untrusted};
use crate::Field;

/// A note on an incident.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct Note {
    pub id: Field<String>,
    pub content: Field<String>,
    pub created_at: Field<String>,
    /// A person, or an integration that writes notes.
    pub user: Field<NoteUser>,
    pub channel: Field<NoteChannel>,
}

/// Who wrote a note.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct NoteUser {
    pub id: Field<String>,
    #[serde(rename(deserialize = "summary"))]
    pub name: Field<String>,
    /// Of somebody who left.
    pub deleted_at: Field<String>,
}

/// Where a note came from.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct NoteChannel {
    pub summary: Field<String>,
}

impl Resource for Note {
    const KIND: ResourceKind = ResourceKind::Note;
    const UNTRUSTED: Untrusted = Untrusted { details: &["content", "channel"], ..Untrusted::NONE };

    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
}
