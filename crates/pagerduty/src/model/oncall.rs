//! On-calls: who is on call for which escalation policy, at which level, from when to when.

use serde::{Deserialize, Serialize};

use super::{
    address::ListQuery, escalation_policy::EscalationPolicy, reference::Reference, resource::Resource,
    resource_kind::ResourceKind, schedule::Schedule, user::User,
};
use crate::{Field, Id, Timestamp};

/// An on-call. It has no ID.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct Oncall {
    pub user: Field<Reference>,
    /// Absent where the policy names the user directly.
    pub schedule: Field<Reference>,
    pub escalation_policy: Field<Reference>,
    /// 1 is notified first.
    pub escalation_level: Field<u64>,
    /// Absent for a user who is always on call.
    pub start: Field<String>,
    /// Absent for a user who is always on call.
    pub end: Field<String>,
}

impl Resource for Oncall {
    const KIND: ResourceKind = ResourceKind::Oncall;
}

/// The filters of `GET /oncalls`. Without times it answers for now.
#[derive(Debug, Default, Serialize)]
pub struct OncallsQuery {
    /// On-calls of any of these schedules.
    pub schedule_ids: Vec<Id<Schedule>>,
    /// On-calls of any of these users.
    pub user_ids: Vec<Id<User>>,
    /// On-calls of any of these policies.
    pub escalation_policy_ids: Vec<Id<EscalationPolicy>>,
    /// Start of the range.
    pub since: Option<Timestamp>,
    /// End of the range, at most 90 days ahead.
    pub until: Option<Timestamp>,
    /// Only the first on-call of each policy, level and user.
    pub earliest: Option<bool>,
    /// The IANA name of the zone that the times of the answer are in; without it that of the token's user.
    pub time_zone: Option<String>,
    /// What PagerDuty sends whole instead of as a reference, such as `users`.
    pub include: Vec<&'static str>,
}

/// `GET /oncalls`
impl ListQuery for OncallsQuery {
    type Row = Oncall;
}
