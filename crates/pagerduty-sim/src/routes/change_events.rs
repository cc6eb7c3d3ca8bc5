//! `/change_events`: of the account, of a service, and those that may have caused an incident.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::incidents;
use crate::account::Account;
use crate::api::{ApiError, Call, Outcome, Page};
use crate::id::Key;
use crate::model::{Service, Tool};
use crate::time::{Range, Zone};
use crate::view::View;

pub(crate) fn list(account: &Account, call: &Call<'_>) -> Outcome {
    answer(account, call, None)
}

pub(crate) fn list_of_service(account: &Account, call: &Call<'_>) -> Outcome {
    let service = account.find(call.id()).ok_or_else(ApiError::service_not_found)?;
    answer(account, call, Some(service))
}

/// Newest first.
fn answer(account: &Account, call: &Call<'_>, service: Option<Key<Service>>) -> Outcome {
    let page = Page::of(call.request)?;
    let since = utc(call, "since")?.unwrap_or(Timestamp::MIN);
    let until = utc(call, "until")?.unwrap_or_else(|| account.just_after_now());
    if until < since {
        return Err(ApiError::invalid_date_range());
    }
    let view = View::new(account, Zone::Utc, call);
    let teams = call.team_filter(account)?;
    let integrations: Option<Vec<Key<Service>>> = call.request.many("integration_ids[]").map(|ids| {
        let of_pipeline =
            |(service, place): &(Key<Service>, usize)| account.integration_of(*service, Tool::Pipeline) == *place;
        let found = ids.iter().filter_map(|id| view.find_integration(id));
        found.filter(of_pipeline).map(|(service, _)| service).collect()
    });
    let changes = account.changes_in(Range::new(since, until)).filter(|change| {
        let of = account.change_events[*change].service;
        service.is_none_or(|service| service == of)
            && account.is_of_teams(of, teams.as_ref())
            && integrations.as_ref().is_none_or(|services| services.contains(&of))
    });
    Ok(page.answer("change_events", changes, |change| view.change_event(change, None)).into())
}

pub(crate) fn get(account: &Account, call: &Call<'_>) -> Outcome {
    let change = account.find_change_event(call.id()).ok_or_else(ApiError::not_found)?;
    let view = View::new(account, Zone::Utc, call);
    Ok(json!({"change_event": view.change_event(change, None)}).into())
}

/// Each with the reason for suspecting it. The list has no pages, only a limit.
pub(crate) fn related(account: &Account, call: &Call<'_>) -> Outcome {
    let incident = incidents::find(account, call)?;
    let view = View::new(account, Zone::Utc, call);
    let limit = call.request.one("limit").and_then(|limit| limit.parse().ok()).unwrap_or(25);
    let changes: Vec<Value> = account
        .suspects(incident)
        .into_iter()
        .take(limit)
        .map(|(change, reason)| view.change_event(change, Some(reason)))
        .collect();
    Ok(json!({"change_events": changes, "limit": null, "offset": null, "total": null, "more": false}).into())
}

/// A time in UTC; here, unlike everywhere else, other offsets are refused.
fn utc(call: &Call<'_>, name: &str) -> Result<Option<Timestamp>, ApiError> {
    call.request
        .one(name)
        .map(|text| {
            let time = text.parse::<Timestamp>().ok().filter(|_| text.ends_with('Z'));
            time.ok_or_else(|| ApiError::invalid_time(name))
        })
        .transpose()
}
