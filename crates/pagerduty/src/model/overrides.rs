//! Overrides: times in which somebody else is on call in a schedule.

use serde::{Deserialize, Serialize};

use super::{reference::Reference, resource::Resource, resource_kind::ResourceKind};
use crate::{Field, Timestamp};

/// An override, of a schedule of either kind.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct Override {
    pub id: Field<String>,
    pub start: Field<String>,
    pub end: Field<String>,
    pub user: Field<Reference>,
    /// The words of shift-based schedules for the same.
    #[serde(skip_serializing)]
    start_time: Field<String>,
    #[serde(skip_serializing)]
    end_time: Field<String>,
    #[serde(skip_serializing)]
    overriding_member: Field<Member>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Member {
    user_id: Field<String>,
}

impl Resource for Override {
    const KIND: ResourceKind = ResourceKind::Override;
    const ON_REQUEST: &'static [&'static str] = &["start_time", "end_time", "overriding_member"];

    fn complete(&mut self) {
        if let Some(member) = self.overriding_member.take() {
            self.user = Some(Reference { id: member.user_id, ..Reference::default() }).into();
            (self.start, self.end) = (std::mem::take(&mut self.start_time), std::mem::take(&mut self.end_time));
        }
    }

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
