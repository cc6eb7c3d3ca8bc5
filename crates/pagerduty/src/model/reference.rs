//! References: how PagerDuty names one object inside another.

use serde::{Deserialize, Serialize};

use crate::Field;

/// Another object, by its ID and name.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, from = "Wire")]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct Reference {
    pub id: Field<String>,
    pub summary: Field<String>,
    /// Of one that is no longer there, such as a user who left.
    pub deleted_at: Field<String>,
}

impl Reference {
    /// What people call it: its name, or its ID where PagerDuty has no name for it any more.
    #[must_use]
    pub fn called(&self) -> Option<&str> {
        self.summary.as_deref().or(self.id.as_deref())
    }
}

/// Another object of a kind that varies, by its ID, type and name.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, from = "Wire")]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct TypedReference {
    pub id: Field<String>,
    /// Such as `user_reference` or `schedule_reference`; new ones may appear.
    pub r#type: Field<String>,
    pub summary: Field<String>,
    /// Of one that is no longer there, such as a user who left.
    pub deleted_at: Field<String>,
}

/// How PagerDuty sends it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Wire {
    id: Field<String>,
    r#type: Field<String>,
    summary: Field<String>,
    /// Instead of a summary, if the whole object is sent.
    name: Field<String>,
    /// Not documented; seen on users who left.
    deleted_at: Field<String>,
}

impl Wire {
    fn summary(summary: Field<String>, name: Field<String>) -> Field<String> {
        if matches!(summary, Field::Absent) { name } else { summary }
    }
}

impl From<Wire> for Reference {
    fn from(Wire { id, summary, name, deleted_at, .. }: Wire) -> Self {
        Self { id, summary: Wire::summary(summary, name), deleted_at }
    }
}

impl From<Wire> for TypedReference {
    fn from(Wire { id, r#type, summary, name, deleted_at }: Wire) -> Self {
        Self { id, r#type, summary: Wire::summary(summary, name), deleted_at }
    }
}
