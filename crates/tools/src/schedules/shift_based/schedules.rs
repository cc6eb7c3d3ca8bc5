//! Creating, changing and deleting shift-based schedules.

use pagerduty::model::{
    Reference, Schedule, Team,
    request::{NewSchedule, ScheduleUpdate},
    schedule::SchedulesQuery,
};
use toolkit::{error::Candidate, prelude::*, times::zone};

use super::{called, schedule, target};

/// Schedules that are shown after one was deleted.
const SHOWN: Window = Window::new(0, 100);

/// Create a PagerDuty shift-based schedule, in which nobody is on call before it has a rotation.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct CreateSchedule {
    /// What it is called.
    name: String,
    /// IANA name of its zone, such as Europe/Berlin.
    #[schemars(extend("format" = "time_zone"))]
    time_zone: String,
    /// What it is for.
    description: Option<String>,
    /// Whose it is, by ID or name.
    #[serde(default)]
    team_ids: Vec<Id<Team>>,
}

impl Edit for CreateSchedule {
    const INFO: Info = Info::write("create_schedule", "Create schedule", Toolset::Schedules, Effect::Everyday).adds();

    type Shown = Schedule;

    async fn plan(&self, _: &Context) -> Result<Plan> {
        let new = NewSchedule {
            name: self.name.clone(),
            time_zone: zone_name(&self.time_zone)?,
            description: self.description.clone(),
            teams: self.team_ids.iter().cloned().map(Into::into).collect(),
        };
        let what = format!("Create the schedule {} in the time zone {}", write::name(&self.name), new.time_zone);
        Ok(Plan::new(Effect::Everyday, what).change(Change::create_schedule(&new)))
    }
}

/// Change the name, time zone or description of a PagerDuty shift-based schedule.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct UpdateSchedule {
    /// The schedule, by ID or name.
    schedule_id: Id<Schedule>,
    /// The new name.
    name: Option<String>,
    /// The new zone, by IANA name.
    #[schemars(extend("format" = "time_zone"))]
    time_zone: Option<String>,
    /// The new description.
    description: Option<String>,
}

impl Edit for UpdateSchedule {
    const INFO: Info = Info::write("update_schedule", "Update schedule", Toolset::Schedules, Effect::OnCall);
    const RULES: &'static [Rule] = &[Rule::OneOrMore(&["name", "time_zone", "description"])];

    type Shown = Schedule;

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        let update = ScheduleUpdate {
            name: self.name.clone(),
            time_zone: self.time_zone.as_deref().map(zone_name).transpose()?,
            description: self.description.clone(),
        };
        let schedule = schedule(&self.schedule_id, cx).await?;
        let zone = update.time_zone.as_deref();
        let zone = zone.map(|zone| format!(" to the time zone {zone}, which moves its shifts")).unwrap_or_default();
        let what = format!("Change {}{zone}", called(&schedule, &self.schedule_id));
        let effect = if self.time_zone.is_some() { Effect::OnCall } else { Effect::Everyday };
        let plan = Plan::new(effect, what).change(Change::update_schedule(&self.schedule_id, &update));
        let plan = plan.target(target(&schedule, &self.schedule_id));
        Ok(plan.quote("New name", self.name.as_deref()).quote("New description", self.description.as_deref()))
    }
}

/// Delete a PagerDuty shift-based schedule with its rotations, if no escalation policy uses it; answers with those that are
/// left.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct DeleteSchedule {
    /// The schedule, by ID or name.
    schedule_id: Id<Schedule>,
}

impl Edit for DeleteSchedule {
    const INFO: Info = Info::write("delete_schedule", "Delete schedule", Toolset::Schedules, Effect::Deletes);

    type Shown = Schedule;

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        let schedule = schedule(&self.schedule_id, cx).await?;
        let called = called(&schedule, &self.schedule_id);
        let policies = schedule.escalation_policies.get().into_iter().flatten().filter_map(|policy| policy.get());
        let named = |policy: &Reference| {
            let id = policy.id.as_deref();
            Some(Candidate::new(id, policy.summary.as_deref().or(id)?, None))
        };
        let policies: Vec<Candidate> = policies.filter_map(named).collect();
        if !policies.is_empty() {
            return Err(Error::new(Code::Conflict, format!("{called} is used by escalation policies"))
                .candidates(policies)
                .hint("take it out of those in `candidates` first, in PagerDuty"));
        }
        let what = format!("Delete {called} with its rotations, overrides and custom shifts");
        let plan = Plan::new(Effect::Deletes, what).change(Change::delete_schedule(&self.schedule_id));
        Ok(plan.target(target(&schedule, &self.schedule_id)))
    }

    async fn answer(&self, _: Reply, cx: &Context) -> Result<Answer> {
        let all = SchedulesQuery { shift_based: true, ..SchedulesQuery::default() };
        Ok(Answer::list(&cx.pagerduty()?.list(&all, SHOWN).await?, &Include::default()))
    }
}

/// The name of a zone as the IANA database writes it.
fn zone_name(name: &str) -> Result<String> {
    Ok(zone(name)?.iana_name().unwrap_or(name).to_owned())
}
