//! Overrides of schedules.

use jiff::SignedDuration;

use crate::account::Account;
use crate::id::Key;
use crate::model::{Override, User};
use crate::random::Random;
use crate::time::{Range, after, before};

/// Somebody stands in now and then, on other days in each schedule: for whom is on call then, by somebody who is on call
/// in neither schedule of the team; never of or for the demo user.
pub(super) fn fill(account: &mut Account) {
    let teams = account.teams.len();
    let mut random = Random::of(account.seed, "overrides");
    for place in 0..account.schedules.len() {
        if account.schedules[place].is_shift_based {
            continue;
        }
        // The other schedule of the same team, if there is one.
        let other =
            if place < teams { Some(place + teams) } else { place.checked_sub(teams).filter(|place| *place < teams) };
        let mut days_from_now = vec![
            -random.between(70, 160),
            -random.between(26, 58),
            -random.between(4, 20),
            random.between(6, 13),
            random.between(18, 30),
        ];
        if place % 4 == 1 {
            // Somebody stands in right now.
            days_from_now.push(0);
        }
        for day in days_from_now {
            // Not at every hour somebody is on call who can be relieved.
            let each = (0..12).find_map(|_| {
                let hours = if day == 0 { random.between(-8, 0) } else { 24 * day + random.between(-40, 40) };
                let time = after(account.started, SignedDuration::from_hours(hours));
                let start = before(time, SignedDuration::from_secs(time.as_second().rem_euclid(1800)));
                let end = after(start, SignedDuration::from_mins(30 * random.between(17, 60)));
                let user = substitute(account, place, other, Range::new(start, end), &mut random)?;
                Some(Override { start, end, user, is_deleted: false })
            });
            account.schedules[place].overrides.extend(each);
        }
    }
}

/// Somebody of a schedule who is free in a range, or else somebody else, if those who are on call there can be relieved.
fn substitute(
    account: &Account,
    place: usize,
    other: Option<usize>,
    range: Range,
    random: &mut Random,
) -> Option<Key<User>> {
    let schedule = &account.schedules[place];
    let relieved = schedule.final_entries(range);
    let elsewhere = other.and_then(|other| account.schedules.get(other)).map(|other| other.final_entries(range));
    let busy: Vec<Key<User>> = relieved.iter().chain(elsewhere.iter().flatten()).map(|entry| entry.user).collect();
    if relieved.is_empty() || relieved.iter().any(|entry| entry.user == account.demo_user) {
        return None;
    }
    let is_there = |user: &Key<User>| account[*user].deleted_at.is_none_or(|at| range.end <= at);
    let is_free = |user: &Key<User>| *user != account.demo_user && is_there(user) && !busy.contains(user);
    let own: Vec<Key<User>> = schedule.users().into_iter().filter(is_free).collect();
    let others = || account.keys::<User>().filter(|user| account[*user].may_respond() && is_free(user)).collect();
    let free: Vec<Key<User>> = if own.is_empty() { others() } else { own };
    (!free.is_empty()).then(|| *random.pick(&free))
}
