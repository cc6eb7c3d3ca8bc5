//! What only maintenance windows have: they are over, going on or to come, and services are in maintenance while they go
//! on.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::account::Account;
use crate::api::{ApiError, Call};
use crate::id::{Key, Kind};
use crate::model::{Service, Team};
use crate::rows::Row;
use crate::time::Range;
use crate::view::View;

/// When a window is. One whose times cannot be read is never.
fn range(row: &Row) -> Range {
    let time = |name| row.text(name).parse().unwrap_or(Timestamp::MIN);
    Range::new(time("start_time"), time("end_time"))
}

/// A window has to end after its start, and has to be there still.
pub(in crate::collections) fn check(account: &Account, row: &Row) -> Result<(), ApiError> {
    let range = range(row);
    if range.end <= range.start {
        return Err(ApiError::invalid_input("End time must be after start time."));
    }
    if range.end <= account.now() {
        return Err(ApiError::invalid_input("End time must be in the future."));
    }
    Ok(())
}

/// Ends a window that goes on, and takes away one that is to come.
pub(in crate::collections) fn end(row: &mut Row, now: Timestamp) -> Result<(), ApiError> {
    let range = range(row);
    if range.end <= now {
        return Err(ApiError::maintenance_is_over());
    }
    if range.start < now {
        row.fields.insert("end_time".to_owned(), now.to_string().into());
    } else {
        row.is_deleted = true;
    }
    Ok(())
}

/// The parameter `filter`.
pub(in crate::collections) fn is_in_state(
    account: &Account,
    call: &Call<'_>,
    _place: usize,
    row: &Row,
) -> Result<bool, ApiError> {
    let (range, now) = (range(row), account.now());
    Ok(match call.request.one("filter") {
        None | Some("all") => true,
        Some("past") => range.end <= now,
        Some("future") => range.start > now,
        Some("ongoing") => is_within(range, now),
        Some("open") => range.end > now,
        Some(_) => return Err(ApiError::invalid_input("Filter is invalid.")),
    })
}

fn is_within(range: Range, time: Timestamp) -> bool {
    range.start <= time && time < range.end
}

/// The parameter `team_ids[]`.
pub(in crate::collections) fn is_of_team(
    account: &Account,
    call: &Call<'_>,
    _place: usize,
    row: &Row,
) -> Result<bool, ApiError> {
    let wanted = call.team_filter(account)?;
    Ok(wanted.is_none_or(|wanted| teams(account, row).iter().any(|team| wanted.contains(team))))
}

fn services<'a>(account: &'a Account, row: &'a Row) -> impl Iterator<Item = Key<Service>> + 'a {
    row.texts("services").filter_map(|id| account.find(id))
}

/// The teams of the services, each once.
fn teams(account: &Account, row: &Row) -> Vec<Key<Team>> {
    let mut teams: Vec<Key<Team>> = services(account, row).filter_map(|service| account[service].team).collect();
    teams.sort();
    teams.dedup();
    teams
}

pub(in crate::collections) fn write_teams(view: &View<'_>, _place: usize, row: &Row) -> Value {
    let teams = teams(view.account, row).into_iter();
    teams.map(|team| view.included("teams", team, View::team)).collect()
}

pub(in crate::collections) fn sequence_number(_view: &View<'_>, place: usize, _row: &Row) -> Value {
    json!(place + 1)
}

impl Account {
    /// Whether a service is in maintenance now.
    pub(crate) fn is_in_maintenance(&self, service: Key<Service>) -> bool {
        let now = self.now();
        let mut windows = self.rows.places(Kind::MaintenanceWindow);
        windows.any(|place| {
            let row = self.rows.get(Kind::MaintenanceWindow, place);
            row.is_some_and(|row| is_within(range(row), now) && services(self, row).any(|each| each == service))
        })
    }
}
