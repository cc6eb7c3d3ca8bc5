//! What the account has whatever the seed, so that the questions people ask have an answer: payments that fail now,
//! a gap in a schedule, somebody booked twice, somebody with bad nights.
//!
//! What the answers are is in [`crate::questions`], which looks for them without knowing how they came about.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::draft::{Draft, Fate, Remark, Writer, monitored, seconds, watching};
use super::schedules::zone;
use crate::account::Account;
use crate::id::Key;
use crate::model::{Layer, Monitor, Override, Schedule, Service, User};
use crate::random::Random;
use crate::time::{Range, after, before, days, minutes};

/// The least incidents that there must be for some of them to be promised.
const LEAST: usize = 100;

/// Services, what monitors measure on them, and how many minutes ago; of services as good as any where the account has
/// none of that name.
const PAYMENTS: [(&str, &str, i64); 3] = [
    ("Payments Gateway", "payments.card.declined_ratio", 13),
    ("Payments Gateway", "payments.wallet.timeouts_ratio", 9),
    ("Order Service", "orders.payment.unconfirmed", 6),
];

/// About when the nights were interrupted, in minutes after midnight where that person lives.
const WAKE_UPS: [i64; 4] = [55, 120, 210, 325];
/// What is written about it, night by night.
const NIGHT_REMARKS: [&str; 4] = [
    "It clears after a restart. Heap is full of open responses.",
    "Another night of this. Restarted; the leak is still not found.",
    "Restart again. Took a heap dump first this time.",
    "Dump points at the retry client. Restarted, ticket has the dump.",
];
/// The most nights of that kind.
const NIGHTS: usize = 8;

/// Payments that fail and bad nights, among the incidents that were drafted first.
pub(super) fn drafts(account: &Account, count: usize, drafts: &mut Vec<Draft>) {
    if count < LEAST {
        return;
    }
    let mut random = Random::of(account.seed, "promises");
    payments(account, &mut random, drafts);
    bad_nights(account, &mut random, drafts);
}

/// Exactly three incidents about payments that nobody has acknowledged.
fn payments(account: &Account, random: &mut Random, drafts: &mut Vec<Draft>) {
    for draft in drafts.iter_mut() {
        if draft.is_about_payments(account)
            && let Fate::Open { acknowledged } = &mut draft.fate
        {
            acknowledged.get_or_insert(minutes(2));
        }
    }
    for (name, metric, age) in PAYMENTS {
        let named = account.keys::<Service>().find(|service| account[*service].name == name);
        let service = named.unwrap_or(Key::new(0));
        let at = before(account.started, minutes(age) + SignedDuration::from_secs(random.between(0, 59)));
        let fate = Fate::Open { acknowledged: None };
        drafts.push(Draft { fate, ..paging(account, random, service, Monitor::measuring(metric), at) });
    }
}

/// Four pages a night for whoever of the first team was on call while the others were at work.
fn bad_nights(account: &Account, random: &mut Random, drafts: &mut Vec<Draft>) {
    let Some((user, shifts)) = sleeper(account) else { return };
    let zone = zone(&account[user].time_zone);
    let nights = shifts.iter().flat_map(|shift| nights(*shift, &zone)).take(NIGHTS * WAKE_UPS.len());
    let monitor = watching(account.services[0].kind).first().copied().unwrap_or(0);
    for (place, at) in nights.enumerate().collect::<Vec<_>>() {
        let remark = Remark {
            later: seconds(random, 90, 300),
            writer: Writer::Responder,
            content: NIGHT_REMARKS[place / WAKE_UPS.len() % NIGHT_REMARKS.len()].to_owned(),
        };
        // Once a night is enough.
        let remarks = if place % WAKE_UPS.len() == 1 { vec![remark] } else { Vec::new() };
        let (acknowledged, resolved) = (seconds(random, 60, 540), seconds(random, 500, 2600));
        let fate = Fate::Handled { acknowledged, resolved, by_monitor: random.chance(30) };
        let at = before(at, SignedDuration::from_secs(random.between(0, 1500)));
        drafts.push(Draft { fate, remarks, ..paging(account, random, Key::new(0), monitor, at) });
    }
}

/// The one of the first team's primary schedule whose nights are the others' busiest hours, and their shifts in the
/// last four weeks.
fn sleeper(account: &Account) -> Option<(Key<User>, Vec<Range>)> {
    let month = Range::new(before(account.started, days(28)), before(account.started, days(1)));
    let entries = account.schedules[0].final_entries(month);
    let shifts_of = |user: Key<User>| -> Vec<Range> {
        let own = entries.iter().filter(|entry| entry.user == user);
        own.map(|entry| Range::new(entry.start, entry.end)).collect()
    };
    let users = account.schedules[0].users().into_iter().filter(|user| *user != account.demo_user);
    let shifts = users.map(|user| (user, shifts_of(user))).filter(|(_, shifts)| !shifts.is_empty());
    shifts.max_by_key(|(user, shifts)| {
        let zone = zone(&account[*user].time_zone);
        // From 14 to 20 o'clock UTC most goes wrong.
        let asleep = (14..=20).filter(|hour| {
            let time = before(account.started, SignedDuration::from_secs(account.started.as_second() % 86_400));
            is_night(after(time, SignedDuration::from_hours(*hour)), &zone)
        });
        // Most of a week is enough; of those, the one who sleeps while the others work.
        let wake_ups = shifts.iter().map(|shift| nights(*shift, &zone).len()).sum::<usize>();
        (wake_ups.min(5 * WAKE_UPS.len()), asleep.count(), wake_ups)
    })
}

fn is_night(time: Timestamp, zone: &TimeZone) -> bool {
    let hour = zone.to_datetime(time).hour();
    !(7..22).contains(&hour)
}

/// The wake-ups within a shift.
fn nights(shift: Range, zone: &TimeZone) -> Vec<Timestamp> {
    let first = zone.to_datetime(shift.start).date();
    let midnights = first.series(jiff::ToSpan::days(1)).filter_map(|date| zone.to_timestamp(date.at(0, 0, 0, 0)).ok());
    midnights
        .take_while(|midnight| *midnight < shift.end)
        .flat_map(|midnight| WAKE_UPS.map(|minute| after(midnight, minutes(minute))))
        .filter(|time| shift.start <= *time && after(*time, minutes(30)) < shift.end)
        .collect()
}

/// An incident that a monitor finds which pages somebody.
fn paging(account: &Account, random: &mut Random, service: Key<Service>, monitor: usize, at: Timestamp) -> Draft {
    Draft { priority: None, ..monitored(account, random, service, monitor, at) }
}

/// A gap in the first team's secondary schedule, and somebody who is on call in both of its schedules.
pub(super) fn plans(account: &mut Account) {
    let secondary = account.teams.len();
    if account.schedules.get(secondary).is_none_or(|schedule| schedule.is_shift_based) {
        return;
    }
    let hour = before(account.started, SignedDuration::from_secs(account.started.as_second() % 3600));
    let gap = Range::new(after(hour, days(33)), after(hour, days(35)));
    interrupt(&mut account.schedules[secondary], gap);
    let start = after(hour, SignedDuration::from_hours(24 * 11 + 2));
    let end = after(start, SignedDuration::from_hours(8));
    let twice = account.schedules[secondary].final_entries(Range::new(start, end));
    if let Some(entry) = twice.first() {
        let each = Override { start: entry.start, end: entry.end, user: entry.user, is_deleted: false };
        account.schedules[0].overrides.push(each);
    }
}

/// Ends all layers before a range and begins them again after it.
fn interrupt(schedule: &mut Schedule, gap: Range) {
    let later: Vec<Layer> = schedule.layers.iter().map(|layer| Layer { start: gap.end, ..layer.clone() }).collect();
    for layer in &mut schedule.layers {
        layer.end = Some(gap.start);
    }
    schedule.layers.extend(later);
}
