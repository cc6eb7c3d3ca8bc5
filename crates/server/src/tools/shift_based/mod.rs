//! Setting up shift-based schedules (`/v3/schedules`). Who stands in for whom is in `overrides`.

mod custom_shifts;

use pagerduty::{ErrorKind, Id, model::Schedule};

use crate::{
    context::Context,
    error::{Error, Result},
    tool::Entry,
    words,
};

pub(super) const TOOLS: &[fn() -> Entry] =
    &[Entry::of_write::<custom_shifts::CreateCustomShift>, Entry::of_write::<custom_shifts::DeleteCustomShift>];

/// The shift-based schedule of this ID, as it is now.
async fn schedule(id: &Id<Schedule>, cx: &Context) -> Result<Schedule> {
    let row = cx.pagerduty()?.shift_based_schedule(id).await.map_err(|error| match error.kind() {
        ErrorKind::InvalidRequest => Error::from(error)
            .hint("this works on shift-based schedules only: list them with `get_schedules` and `shift_based`"),
        _ => error.into(),
    })?;
    Ok(row.item)
}

/// A schedule as a person knows it: `schedule “Primary”`.
fn called(schedule: &Schedule, id: &Id<Schedule>) -> String {
    format!("schedule “{}”", words::short(schedule.name.as_deref().unwrap_or(id.as_str())))
}
