//! What the account has whatever the seed, so that the questions people ask have an answer: payments that fail now,
//! a gap in a schedule, somebody booked twice, somebody with bad nights.
//!
//! What the answers are is in [`crate::questions`], which looks for them without knowing how they came about.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::drafts::{Draft, Fate, Remark, Writer, monitored, watching};
use crate::account::{Account, Layer, Override, Schedule, Service, Urgency, User};
use crate::id::Key;
use crate::random::Random;
use crate::text::fill;
use crate::time::{Range, after, before, days, minutes};

/// The least incidents that there must be for some of them to be promised.
const LEAST: usize = 100;

/// Of services as good as any where the account has none of that name.
const PAYMENTS: [(&str, &str, i64); 3] = [
    ("Payments Gateway", "{service}: 38% of card payments are declined by the acquirer", 13),
    ("Payments Gateway", "{service}: payments by wallet time out after 30 seconds", 9),
    ("Order Service", "{service}: 212 orders wait for their payment to be confirmed", 6),
];

/// When the nights were interrupted, in minutes after midnight where that person lives.
const WAKE_UPS: [i64; 4] = [40, 115, 205, 320];
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
        let text = format!("{} {}", draft.title, account[draft.service].name).to_lowercase();
        if let (true, Fate::Open { acknowledged }) = (text.contains("payment"), &mut draft.fate) {
            acknowledged.get_or_insert(minutes(2));
        }
    }
    for (name, title, age) in PAYMENTS {
        let named = account.keys::<Service>().find(|service| account[*service].name == name);
        let service = named.unwrap_or(Key::new(0));
        let title = fill(title, &[("service", &account[service].name)]);
        let at = before(account.started, minutes(age));
        let fate = Fate::Open { acknowledged: None };
        drafts.push(Draft { title, fate, ..paging(account, random, service, at) });
    }
}

/// Four pages a night for whoever of the first team was on call while the others were at work.
fn bad_nights(account: &Account, random: &mut Random, drafts: &mut Vec<Draft>) {
    let Some((user, shifts)) = sleeper(account) else { return };
    let zone = TimeZone::get(account[user].time_zone).unwrap_or(TimeZone::UTC);
    let nights = shifts.iter().flat_map(|shift| nights(*shift, &zone)).take(NIGHTS * WAKE_UPS.len());
    for (place, at) in nights.enumerate().collect::<Vec<_>>() {
        let remark = Remark {
            later: minutes(3),
            writer: Writer::Responder,
            content: "Same alert as last night. It clears after a restart; the leak is still not found.".to_owned(),
        };
        // Once a night is enough.
        let remarks = if place % WAKE_UPS.len() == 1 { vec![remark] } else { Vec::new() };
        let fate = Fate::Handled { acknowledged: minutes(4), resolved: minutes(25), by_monitor: false };
        drafts.push(Draft { fate, remarks, ..paging(account, random, Key::new(0), at) });
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
        let zone = TimeZone::get(account[*user].time_zone).unwrap_or(TimeZone::UTC);
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

/// An incident of high urgency that a monitor of the service finds.
fn paging(account: &Account, random: &mut Random, service: Key<Service>, at: Timestamp) -> Draft {
    let monitor = watching(account[service].kind).first().copied().unwrap_or(0);
    let draft = monitored(account, random, service, monitor, at);
    Draft { urgency: Urgency::High, priority: None, remarks: Vec::new(), ..draft }
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
