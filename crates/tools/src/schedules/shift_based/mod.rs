//! Setting up shift-based schedules (`/v3/schedules`): schedules, rotations and custom shifts. Who stands in for whom is in
//! `overrides`.

mod custom_shifts;
mod rotations;
mod schedules;

use pagerduty::{ErrorKind, model::Schedule};
use toolkit::prelude::*;

pub(crate) const TOOLS: &[fn() -> Entry] = &[
    Entry::of_write::<schedules::CreateSchedule>,
    Entry::of_write::<schedules::UpdateSchedule>,
    Entry::of_write::<schedules::DeleteSchedule>,
    Entry::of_write::<rotations::CreateRotation>,
    Entry::of_write::<rotations::DeleteRotation>,
    Entry::of_write::<custom_shifts::CreateCustomShift>,
    Entry::of_write::<custom_shifts::DeleteCustomShift>,
];

/// The shift-based schedule of this ID, as it is now.
async fn schedule(id: &Id<Schedule>, cx: &Context) -> Result<Schedule> {
    Ok(row(id, cx).await?.item)
}

/// The same as it came, with its rotations.
async fn row(id: &Id<Schedule>, cx: &Context) -> Result<Row<Schedule>> {
    cx.pagerduty()?.shift_based_schedule(id).await.map_err(|error| match error.kind() {
        ErrorKind::InvalidRequest => {
            Error::from(error).hint(Hint::from("this works on shift-based schedules only").with(
                ": list them with ",
                tool("get_schedules"),
                " and `shift_based`",
            ))
        }
        _ => error.into(),
    })
}

/// A schedule as a person knows it: `schedule “Primary” (PSCHEDULE)`.
fn called(schedule: &Schedule, id: &Id<Schedule>) -> String {
    format!("schedule {}", write::named(schedule.name.as_deref(), id.as_str()))
}

/// The same for the audit log.
fn target(schedule: &Schedule, id: &Id<Schedule>) -> Target {
    Target::new(id, schedule.name.as_deref())
}

/// The schedule with its rotations, as they are now.
async fn as_it_is(id: &Id<Schedule>, cx: &Context) -> Result<Answer> {
    let row = cx.pagerduty()?.shift_based_schedule(id).await?;
    Ok(Answer::row(&row, &Include::default_and(&["rotations"])))
}
