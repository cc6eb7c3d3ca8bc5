//! `/oncalls`.

use crate::account::Account;
use crate::api::{ApiError, Call, Outcome, Page};
use crate::id::Key;
use crate::model::{EscalationPolicy, Schedule, User};
use crate::time::{Range, Zone, after, days};
use crate::view::View;

/// How far ahead on-calls are known, in days. Source: OpenAPI, on-calls.
const HORIZON: i64 = 90;

/// Without a range: who is on call now.
pub(crate) fn list(account: &Account, call: &Call<'_>) -> Outcome {
    let page = Page::of(call.request)?;
    let now = account.now();
    let since = call.time("since")?;
    let until = call.time("until")?.unwrap_or_else(|| since.map_or(now, |since| since.max(now)));
    let since = since.unwrap_or_else(|| now.min(until));
    if until < since {
        return Err(ApiError::invalid_date_range());
    }
    let horizon = after(now, days(HORIZON));
    let range = Range::new(since.min(horizon), until.min(horizon));
    let users: Option<Vec<Key<User>>> = call.request.many("user_ids[]").map(|ids| account.find_all(&ids));
    let policies: Option<Vec<Key<EscalationPolicy>>> =
        call.request.many("escalation_policy_ids[]").map(|ids| account.find_all(&ids));
    let schedule_ids = call.request.many("schedule_ids[]");
    let permanent = schedule_ids.as_ref().is_some_and(|ids| ids.contains(&"null"));
    let schedules: Option<Vec<Key<Schedule>>> = schedule_ids.map(|ids| account.find_all(&ids));
    let mut on_calls = account.on_calls(range);
    on_calls.retain(|on_call| {
        users.as_ref().is_none_or(|users| users.contains(&on_call.user))
            && policies.as_ref().is_none_or(|policies| policies.contains(&on_call.escalation_policy))
            && schedules.as_ref().is_none_or(|schedules| match on_call.schedule {
                Some(schedule) => schedules.contains(&schedule),
                None => permanent,
            })
    });
    if call.request.flag("earliest") {
        on_calls.sort_by_key(|on_call| (on_call.escalation_policy, on_call.level, on_call.shift));
        let mut seen = Vec::new();
        on_calls.retain(|on_call| {
            let combination = (on_call.escalation_policy, on_call.level, on_call.user);
            let first = !seen.contains(&combination);
            seen.push(combination);
            first
        });
    }
    let view = View::new(account, call.zone(Zone::account())?, call);
    let written = page.answer("oncalls", on_calls.iter(), |on_call| view.on_call(on_call));
    Ok(written.into())
}
