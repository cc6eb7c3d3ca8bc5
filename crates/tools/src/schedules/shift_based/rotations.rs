//! Creating and deleting rotations of shift-based schedules.

use futures_util::future::join_all;
use pagerduty::model::{
    Rotation, Schedule, ShiftMember, User,
    rotation::{AssignmentStrategy, NewRotationEvent, Recurrence, ZonedDateTime},
};
use toolkit::{
    prelude::*,
    times::{
        local::{self, hours_later},
        named, zone,
    },
};

use super::{as_it_is, called, row, schedule, target};
use crate::{time_range, users::people};

/// Members of a rotation at most (OpenAPI, events).
const MAX_MEMBERS: usize = 20;

/// How often a shift recurs.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Every {
    Day,
    Week,
}

impl Every {
    const fn hours(self) -> u32 {
        match self {
            Self::Day => 24,
            Self::Week => 7 * 24,
        }
    }

    const fn recurrence(self) -> Recurrence {
        match self {
            Self::Day => Recurrence::Daily,
            Self::Week => Recurrence::Weekly,
        }
    }

    const fn noun(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
        }
    }
}

/// Add a rotation to a PagerDuty shift-based schedule: users who take a recurring shift in turns. It counts beside the
/// schedule's other rotations.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct CreateRotation {
    /// The schedule, by ID or name.
    schedule_id: Id<Schedule>,
    /// Who takes turns, in this order, by ID, name or e-mail.
    user_ids: Vec<Id<User>>,
    /// Start of the first shift; the others start at that time in the schedule's zone.
    start: Timestamp,
    /// A shift every day or every week.
    every: Every,
    /// Hours that a shift lasts; default until the next one.
    #[schemars(range(min = 1))]
    shift_hours: Option<u32>,
    /// Shifts that each user takes in a row; default 1.
    #[schemars(range(min = 1))]
    shifts_per_member: Option<u32>,
    /// When it ends; default never.
    until: Option<Timestamp>,
    /// What it is called; default `Daily` or `Weekly`.
    name: Option<String>,
}

impl Edit for CreateRotation {
    const INFO: Info = Info::write("create_rotation", "Create rotation", Toolset::Schedules, Effect::OnCall).adds();
    const RULES: &'static [Rule] = &[Rule::TimesOfSchedule("schedule_id")];

    type Shown = Schedule;

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        let hours = self.check()?;
        let people = self.user_ids.iter().map(|id| people::described(id, Effect::OnCall, cx));
        let people = async { Ok(join_all(people).await) };
        let (schedule, people) = tokio::try_join!(schedule(&self.schedule_id, cx), people)?;
        let event = self.event(hours, schedule.time_zone.as_deref().unwrap_or("UTC"))?;
        let what = format!(
            "Add the rotation {} to {}: {} in turns, a shift of {hours} hours every {}, first at {}",
            write::name(&event.name),
            called(&schedule, &self.schedule_id),
            write::listed(people::called(&people), "people"),
            self.every.noun(),
            local::at(self.start, schedule.time_zone.as_deref()),
        );
        let id = self.schedule_id.clone();
        let then = move |rotation: &Id<Rotation>| Change::create_rotation_event(&id, rotation, &event);
        let plan = Plan::new(Effect::OnCall, what)
            .change(Change::create_rotation(&self.schedule_id))
            .then(tool("delete_rotation"), then);
        Ok(plan.target(target(&schedule, &self.schedule_id)).targets(people.into_iter().map(|person| person.target)))
    }

    async fn answer(&self, _: Reply, cx: &Context) -> Result<Answer> {
        as_it_is(&self.schedule_id, cx).await
    }
}

impl CreateRotation {
    /// The hours of a shift, where everything fits together.
    fn check(&self) -> Result<u32> {
        if let Some(until) = self.until {
            time_range::check_order(("start", self.start), ("until", until))?;
        }
        let invalid = |message: String| Error::new(Code::InvalidParameter, message);
        if self.user_ids.is_empty() {
            return Err(invalid("`user_ids` has nobody".to_owned()).hint("give at least one user"));
        }
        if self.user_ids.len() > MAX_MEMBERS {
            let message = format!("`user_ids` has {} users: a rotation takes {MAX_MEMBERS}", self.user_ids.len());
            return Err(invalid(message).hint("make a second rotation for the others"));
        }
        let most = self.every.hours();
        let hours = self.shift_hours.unwrap_or(most);
        if hours > most {
            let message = format!("`shift_hours` is {hours}: a shift every {} lasts at most {most}", self.every.noun());
            return Err(invalid(message).hint("shorten it, or make it every week"));
        }
        Ok(hours)
    }

    /// What the rotation does.
    fn event(&self, hours: u32, time_zone: &str) -> Result<NewRotationEvent> {
        let zoned = |date_time| ZonedDateTime { date_time, time_zone: time_zone.to_owned() };
        let zone = match named(time_zone) {
            Some(zone) => zone,
            None => zone(time_zone).map_err(|error| {
                error.hint(Hint::from("that is the zone of the schedule").with(
                    ": give it a name of the IANA database with ",
                    tool("update_schedule"),
                    "",
                ))
            })?,
        };
        let end = hours_later(self.start, hours, &zone);
        let name = || match self.every {
            Every::Day => "Daily".to_owned(),
            Every::Week => "Weekly".to_owned(),
        };
        Ok(NewRotationEvent {
            name: self.name.clone().unwrap_or_else(name),
            start_time: zoned(self.start),
            end_time: zoned(end),
            effective_since: self.start,
            effective_until: self.until,
            recurrence: [self.every.recurrence()],
            assignment_strategy: AssignmentStrategy::Rotating {
                shifts_per_member: self.shifts_per_member.unwrap_or(1),
                members: self.user_ids.iter().map(|id| ShiftMember::User { user_id: id.clone() }).collect(),
            },
        })
    }
}

/// Delete a rotation of a PagerDuty shift-based schedule: its shifts end now, and those that are over stay.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct DeleteRotation {
    /// The schedule, by ID or name.
    schedule_id: Id<Schedule>,
    /// The rotation, by its ID in the field `rotations` of the schedule.
    rotation_id: Id<Rotation>,
}

impl Edit for DeleteRotation {
    const INFO: Info = Info::write("delete_rotation", "Delete rotation", Toolset::Schedules, Effect::Deletes);

    type Shown = Schedule;

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        let Self { schedule_id, rotation_id } = self;
        let row = row(schedule_id, cx).await?;
        let rotations = row.fields().remove("rotations").unwrap_or_default();
        let rotations = rotations.as_array().map(Vec::as_slice).unwrap_or_default();
        let rotation = rotations.iter().find(|rotation| rotation["id"] == rotation_id.as_str());
        let event = rotation.and_then(|rotation| rotation["events"].as_array()?.last());
        let name = event.and_then(|event| event["name"].as_str());
        let members = event.and_then(|event| event["assignment_strategy"]["members"].as_array());
        let members = members.into_iter().flatten().filter_map(|member| member["user_id"].as_str()?.parse().ok());
        let members: Vec<Id<User>> = members.take(MAX_MEMBERS).collect();
        let people = join_all(members.iter().map(|id| people::described(id, Effect::Deletes, cx))).await;
        let people = write::listed(people::called(&people), "people");
        let whose = if people.is_empty() { String::new() } else { format!(", in which {people} take turns") };
        let what = format!(
            "Delete the rotation {} of {}{whose}: nobody is on call in it any more",
            write::named(name, rotation_id.as_str()),
            called(&row.item, schedule_id),
        );
        let plan = Plan::new(Effect::Deletes, what).change(Change::delete_rotation(schedule_id, rotation_id));
        Ok(plan.targets([target(&row.item, schedule_id), Target::new(rotation_id, name)]))
    }

    async fn answer(&self, _: Reply, cx: &Context) -> Result<Answer> {
        as_it_is(&self.schedule_id, cx).await
    }
}
