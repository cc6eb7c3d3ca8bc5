//! When things happened.

use jiff::{SignedDuration, Timestamp};

use crate::account::Account;
use crate::random::Random;
use crate::time::{before, days};

/// How far the history reaches back: a little more than the longest range of the API.
pub(super) const HISTORY: SignedDuration = days(190);

/// A moment of the last half year, as likely as it is that somebody would be paged then: most often on weekdays
/// in the American and European day, but at night too.
pub(super) fn moment(account: &Account, random: &mut Random) -> Timestamp {
    let span = HISTORY.as_secs() - 3600;
    loop {
        let time = before(account.started, SignedDuration::from_secs(1800 + random.between(0, span)));
        let second = time.as_second();
        let hour = second.div_euclid(3600).rem_euclid(24);
        // The first of January 1970 was a Thursday.
        let is_weekend = matches!((second.div_euclid(86_400) + 4).rem_euclid(7), 0 | 6);
        let weight = match hour {
            14..=20 => 100,
            8..=13 | 21..=22 => 70,
            _ => 38,
        };
        if random.chance(if is_weekend { weight / 2 } else { weight }) {
            return time;
        }
    }
}
