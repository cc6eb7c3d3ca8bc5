//! Overrides: times in which somebody else is on call in a schedule.

use serde::{Deserialize, Serialize};

use super::{Reference, Resource, ResourceKind};
use crate::{Field, Timestamp};

/// An override.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct Override {
    pub id: Field<String>,
    pub start: Field<String>,
    pub end: Field<String>,
    pub user: Field<Reference>,
}

impl Resource for Override {
    const KIND: ResourceKind = ResourceKind::Override;

    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
}

/// The filters of `GET /schedules/{id}/overrides`, both needed.
#[derive(Clone, Debug, Serialize)]
pub struct OverridesQuery {
    /// Start of the range.
    pub since: Timestamp,
    /// End of the range.
    pub until: Timestamp,
}
