//! The answers to some questions that people ask about an account, worked out from nothing but its facts.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::account::Account;
use crate::example::Example;
use crate::id::Key;
use crate::model::{Change, Incident, Schedule, Status, User};
use crate::time::{Range, after, before, days, time_zone};

/// A time ahead in which a schedule has nobody.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageGap {
    /// The schedule.
    pub schedule: Example,
    /// When nobody is on call any more.
    pub start: String,
    /// When somebody is again.
    pub end: String,
}

/// Somebody who is on call in two schedules at once.
#[derive(Clone, Debug, Serialize)]
pub struct DoubleBooking {
    /// Who it is.
    pub user: Example,
    /// Both schedules.
    pub schedules: [Example; 2],
    /// When it begins.
    pub start: String,
    /// When it ends.
    pub end: String,
}

/// Somebody whose nights were the worst of all. A night is from 22 to 7 o'clock where they live.
#[derive(Clone, Debug, Serialize)]
pub struct WorstNights {
    /// Who it is.
    pub user: Example,
    /// How many incidents first told them at night.
    pub pages: usize,
    /// How many it were for whoever is next.
    pub next: usize,
}

/// An incident with a likely cause, and one like it that was dealt with.
#[derive(Clone, Debug, Serialize)]
pub struct Precedent {
    /// The incident.
    pub incident: Example,
    /// Its number.
    pub number: u64,
    /// The ID of the last change of its service before it.
    pub change_event: String,
    /// One like it.
    pub past_incident: Example,
    /// What was written when that one was resolved.
    pub resolution: String,
}

/// The incidents that are triggered and have to do with payments, by their titles or services.
pub(crate) fn payment_incidents(account: &Account) -> Vec<Example> {
    let about = |text: &str| text.to_lowercase().contains("payment");
    let matches = |key: &Key<Incident>| {
        let incident = &account[*key];
        incident.status == Status::Triggered && (about(&incident.title) || about(&account[incident.service].name))
    };
    account.incidents.open().filter(matches).map(|key| Example::of(account, key)).collect()
}

/// The first gap within sixty days in the first team's secondary schedule, which otherwise has none.
pub(crate) fn coverage_gap(account: &Account) -> Option<CoverageGap> {
    let schedule = secondary(account)?;
    let now = account.now();
    let range = Range::new(now, after(now, days(60)));
    let entries = account[schedule].final_entries(range);
    let gap = entries.windows(2).find(|pair| pair[0].end < pair[1].start)?;
    Some(CoverageGap {
        schedule: Example::of(account, schedule),
        start: gap[0].end.to_string(),
        end: gap[1].start.to_string(),
    })
}

/// The first time within thirty days in which one person is on call in both schedules of the first team.
pub(crate) fn double_booking(account: &Account) -> Option<DoubleBooking> {
    let schedules = [Key::new(0), secondary(account)?];
    let now = account.now();
    let range = Range::new(now, after(now, days(30)));
    let [first, second] = schedules.map(|schedule| account[schedule].final_entries(range));
    let pairs = first.iter().flat_map(|one| second.iter().map(move |other| (one, other)));
    let (one, start, end) = pairs
        .filter(|(one, other)| one.user == other.user)
        .map(|(one, other)| (one, one.start.max(other.start), one.end.min(other.end)))
        .find(|(_, start, end)| start < end)?;
    Some(DoubleBooking {
        user: Example::of(account, one.user),
        schedules: schedules.map(|schedule| Example::of(account, schedule)),
        start: start.to_string(),
        end: end.to_string(),
    })
}

/// The person who was told of most incidents at night in the last thirty days.
pub(crate) fn worst_nights(account: &Account) -> Option<WorstNights> {
    let now = account.now();
    let range = Range::new(before(now, days(30)), account.just_after_now());
    let zones: Vec<TimeZone> =
        account.users.iter().map(|user| time_zone(&user.time_zone).unwrap_or(TimeZone::UTC)).collect();
    let mut pages: BTreeMap<Key<User>, usize> = BTreeMap::new();
    // Of what began before, nothing is left to wake anybody.
    for incident in account.incidents.created_in(Some(Range::new(before(now, days(40)), range.end))) {
        for (user, at) in first_notifications(&account[incident], range) {
            let hour = zones[user.index()].to_datetime(at).hour();
            *pages.entry(user).or_default() += usize::from(!(7..22).contains(&hour));
        }
    }
    let mut most: Vec<(usize, Key<User>)> = pages.into_iter().map(|(user, pages)| (pages, user)).collect();
    most.sort_by(|one, other| other.cmp(one));
    let (pages, user) = *most.first()?;
    Some(WorstNights { user: Example::of(account, user), pages, next: most.get(1).map_or(0, |(pages, _)| *pages) })
}

/// When each user was first told of an incident in the range.
fn first_notifications(incident: &Incident, range: Range) -> BTreeMap<Key<User>, Timestamp> {
    let mut first = BTreeMap::new();
    for event in &incident.history {
        if let Change::Notify { user, .. } = event.change
            && range.start <= event.at
            && event.at < range.end
        {
            first.entry(user).or_insert(event.at);
        }
    }
    first
}

/// The major incident, or else the newest one, whose service was changed before it and which had a past incident that
/// somebody resolved with a note.
pub(crate) fn precedent(account: &Account, major: Option<Key<Incident>>) -> Option<Precedent> {
    let month = Range::new(before(account.now(), days(30)), account.just_after_now());
    let newest = account.incidents.created_in(Some(month)).rev().filter(|key| account[*key].story.is_some());
    major.into_iter().chain(newest).find_map(|key| {
        let suspects = account.suspects(key);
        let (change, _) = suspects.into_iter().find(|(_, reason)| *reason == "most_recent")?;
        // As many as PagerDuty lists unless it is asked for more.
        let (past, _) = account.past_incidents(key, 5);
        let (past, resolution) =
            past.into_iter().find_map(|(past, _)| resolution(&account[past]).map(|text| (past, text)))?;
        Some(Precedent {
            incident: Example::of(account, key),
            number: crate::model::FIRST_NUMBER + key.index() as u64,
            change_event: account.change_event_id(change),
            past_incident: Example::of(account, past),
            resolution,
        })
    })
}

fn resolution(incident: &Incident) -> Option<String> {
    incident.history.iter().rev().find_map(|event| match &event.change {
        Change::Resolve { note: Some(note) } => Some(note.to_string()),
        _ => None,
    })
}

/// The schedule that is paged when the first team's primary one does not answer.
fn secondary(account: &Account) -> Option<Key<Schedule>> {
    let place = account.teams.len();
    let schedule = account.schedules.get(place).filter(|schedule| !schedule.is_shift_based);
    schedule.map(|_| Key::new(place))
}
