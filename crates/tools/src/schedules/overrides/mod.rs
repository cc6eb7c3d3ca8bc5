//! Overrides of schedules: seeing, creating and deleting them, and swapping two shifts.

mod change;
mod list;
mod shift_based;
mod swap;

use pagerduty::model::{Override, Schedule, overrides::OverridesQuery};
use serde_json::Value;
use toolkit::{phrasing, prelude::*};

use crate::users::user_names;

pub(crate) const TOOLS: &[fn() -> Entry] = &[
    Entry::of::<list::GetOverrides>,
    Entry::of_write::<change::CreateOverride>,
    Entry::of_write::<change::DeleteOverride>,
    Entry::of_write::<swap::SwapShifts>,
];

/// The overrides of a schedule in a range, as they are now.
async fn overrides(id: &Id<Schedule>, since: Timestamp, until: Timestamp, cx: &Context) -> Result<Answer> {
    Ok(Answer::list(&read(id, since, until, cx).await?, &Include::default()))
}

/// The same, as rows; each says who stands in by name.
async fn read(id: &Id<Schedule>, since: Timestamp, until: Timestamp, cx: &Context) -> Result<Page<Override>> {
    let mut page = cx.pagerduty()?.overrides(id, &OverridesQuery { since, until }).await?;
    user_names::add(page.rows.iter_mut().filter_map(|row| row.item.user.get_mut()).collect(), cx).await?;
    Ok(page)
}

/// Whether PagerDuty made every override that it was asked for: it answers 201 also where it refused some.
fn check(reply: &Reply) -> Result<()> {
    let answer = reply.value()?;
    let refused = |one: &&Value| one["status"].as_u64().is_some_and(|status| status >= 400);
    let results = answer.as_array().map(Vec::as_slice).unwrap_or_default();
    let problems: Vec<String> = results.iter().filter(refused).map(problem).collect();
    if problems.is_empty() {
        return Ok(());
    }
    let made = results.len() - problems.len();
    let refused = Error::new(Code::InvalidParameter, "PagerDuty refused the override");
    Err(refused.said(Some(&problems.join("; "))).hint(match made {
        0 => Hint::from("nothing was changed; overrides must not overlap each other or lie in the past"),
        made => Hint::from(format!("{made} other was made")).with(": see ", tool("get_overrides"), "").with(
            "; delete it with ",
            tool("delete_override"),
            " if it is unwanted",
        ),
    }))
}

/// PagerDuty's words about one override.
fn problem(result: &Value) -> String {
    let words = match &result["errors"] {
        Value::Array(errors) => errors.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        Value::String(error) => error.clone(),
        _ => "without a reason".to_owned(),
    };
    phrasing::short(&words)
}
