//! Snoozing an incident.

use std::time::Duration;

use pagerduty::model::{Incident, IncidentStatus};
use toolkit::prelude::*;

use super::target::IncidentTarget;

/// The longest time that an incident can be snoozed for: a week (OpenAPI, snooze).
const MAX_MINUTES: u32 = 7 * 24 * 60;

/// Snooze an acknowledged PagerDuty incident: it stays quiet for a number of minutes and is then triggered again.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct SnoozeIncident {
    /// The incident, by ID or number; one that is triggered has to be acknowledged first.
    incident_id: Id<Incident>,
    /// For how long, at most 10080 (a week).
    #[schemars(range(min = 1, max = 10080))]
    minutes: u32,
}

impl Edit for SnoozeIncident {
    const INFO: Info = Info::write("snooze_incident", "Snooze incident", Toolset::Response, Effect::Everyday);

    type Shown = Incident;
    const ALSO: &'static [&'static str] = &["pending_actions"];

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        if self.minutes > MAX_MINUTES {
            let message =
                format!("`minutes` is {}: an incident can be snoozed for at most {MAX_MINUTES}", self.minutes);
            return Err(Error::new(Code::InvalidParameter, message).hint("snooze it again when it comes back"));
        }
        let target = IncidentTarget::read_where_allowed(&self.incident_id, cx);
        let (target, from) = tokio::try_join!(target, cx.author())?;
        target.check_open()?;
        if target.is(IncidentStatus::Triggered) {
            let message =
                format!("incident {} is triggered, and only an acknowledged one can be snoozed", target.short());
            let hint = Hint::from("acknowledge it first").with(", with ", tool("acknowledge_incident"), "");
            return Err(Error::new(Code::Conflict, message).hint(hint));
        }
        let change = Change::snooze(&target.id, Duration::from_secs(u64::from(self.minutes) * 60), &from);
        let what = format!("Snooze incident {} for {} minutes", target.called(), self.minutes);
        Ok(target.named_in(Plan::new(Effect::Everyday, what).change(change)))
    }
}
