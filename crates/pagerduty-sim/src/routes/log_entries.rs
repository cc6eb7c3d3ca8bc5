//! `/log_entries`, of one incident and of the whole account.

use serde_json::json;

use super::incidents;
use crate::account::Account;
use crate::api::{ApiError, Call, Outcome, Page};
use crate::model::LogEntry;
use crate::time::{Range, Zone};
use crate::view::View;

/// Newest first.
pub(crate) fn list(account: &Account, call: &Call<'_>) -> Outcome {
    let page = Page::of(call.request)?;
    let range = range(account, call)?;
    let teams = call.team_filter(account)?;
    // An entry is never older than its incident.
    let until = Range::new(jiff::Timestamp::MIN, range.end);
    let mut entries: Vec<LogEntry> = account
        .incidents
        .created_in(Some(until))
        .filter(|incident| {
            let incident = &account[*incident];
            incident.updated_at() >= range.start && account.is_of_teams(incident.service, teams.as_ref())
        })
        .flat_map(|incident| account.log_entries(incident))
        .filter(|entry| matches(account, call, range, *entry))
        .collect();
    entries.sort_by_key(|entry| std::cmp::Reverse((account.event(*entry).at, entry.incident, entry.place)));
    let view = View::new(account, call.zone(Zone::Utc)?, call);
    Ok(page.answer("log_entries", entries.into_iter(), |entry| view.log_entry(entry)).into())
}

/// Newest first.
pub(crate) fn list_of_incident(account: &Account, call: &Call<'_>) -> Outcome {
    let page = Page::of(call.request)?;
    let incident = incidents::find(account, call)?;
    let range = range(account, call)?;
    let entries = account.log_entries(incident).rev().filter(|entry| matches(account, call, range, *entry));
    let view = View::new(account, call.zone(Zone::Utc)?, call);
    Ok(page.answer("log_entries", entries, |entry| view.log_entry(entry)).into())
}

pub(crate) fn get(account: &Account, call: &Call<'_>) -> Outcome {
    let entry = account.find_log_entry(call.id()).ok_or_else(ApiError::log_entry_not_found)?;
    let view = View::new(account, call.zone(Zone::Utc)?, call);
    Ok(json!({"log_entry": view.log_entry(entry)}).into())
}

fn range(account: &Account, call: &Call<'_>) -> Result<Range, ApiError> {
    let since = call.time("since")?.unwrap_or(jiff::Timestamp::MIN);
    let until = call.time("until")?.unwrap_or_else(|| account.just_after_now());
    if until < since {
        return Err(ApiError::invalid_date_range());
    }
    Ok(Range::new(since, until))
}

fn matches(account: &Account, call: &Call<'_>, range: Range, entry: LogEntry) -> bool {
    let event = account.event(entry);
    let in_range = range.start <= event.at && event.at < range.end;
    in_range && (!call.request.flag("is_overview") || event.change.is_overview())
}
