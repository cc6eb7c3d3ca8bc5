//! What a handoff is asked for with.

use pagerduty::{
    Id, Timestamp,
    model::{Schedule, Team, User},
};
use schemars::JsonSchema;
use serde::Deserialize;

/// Rows of the other parts.
pub(super) const MAX_ROWS: usize = 10;

pub(super) const HOUR: i64 = 60 * 60;

/// Gather what a handoff in PagerDuty needs: open incidents with owner, age, last note and next step, what happened in
/// the shift, noisy services, changes with what broke after them, coverage gaps of the next 7 days, and who is on call now
/// and next. Without a team, schedule or user: for your own teams.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OncallHandoff {
    /// For this team, by ID or name.
    pub(super) team_id: Option<Id<Team>>,
    /// For the services that page whoever is on call in this schedule, by ID or name.
    pub(super) schedule_id: Option<Id<Schedule>>,
    /// For the teams of this user, by ID, name or e-mail.
    pub(super) user_id: Option<Id<User>>,
    /// Start of the shift; default when yours began.
    pub(super) since: Option<Timestamp>,
    /// End of the shift; default now.
    pub(super) until: Option<Timestamp>,
}
