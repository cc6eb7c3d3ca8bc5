//! What being on call cost one person.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{civil::Date, tz::TimeZone};
use serde_json::{Map, Value, json};

use super::notification::{Channel, Notification};
use crate::{
    incidents::titles::repeated,
    on_calls::shifts::{Span, common_seconds, merged},
    questions::calendar::{Local, nights, weekends},
};

/// Services and titles that are named for each person.
const MAX_NAMED: usize = 3;

#[derive(Debug, Default)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) zone: Option<TimeZone>,
    pub(super) shifts: Vec<Span>,
    /// Whether a policy names them beside its schedules.
    pub(super) is_named_directly: bool,
    /// Incidents that rang for them.
    pages: BTreeSet<String>,
    at_night: usize,
    at_weekends: usize,
    nights: BTreeSet<String>,
    /// Notifications that rang, by what; the second are those at night.
    rang: BTreeMap<Channel, (usize, usize)>,
    /// Notifications that did not arrive, by what.
    failed: BTreeMap<Channel, usize>,
    /// Incidents that came by e-mail, with whether the first did at night.
    mailed: BTreeMap<String, bool>,
    services: BTreeMap<String, usize>,
    titles: Vec<String>,
}

impl Person {
    /// A notification, the earliest first: the first that rings for an incident is a page, whatever else it rings later.
    pub(super) fn notified(&mut self, one: Notification) {
        let local = Local::of(one.at, self.zone.as_ref().unwrap_or(&TimeZone::UTC));
        let night = local.night();
        if one.has_failed {
            *self.failed.entry(one.channel).or_default() += 1;
            return;
        }
        if !one.channel.rings() {
            self.mailed.entry(one.incident).or_insert(night.is_some());
            return;
        }
        let (rang, at_night) = self.rang.entry(one.channel).or_default();
        *rang += 1;
        *at_night += usize::from(night.is_some());
        if self.pages.insert(one.incident) {
            self.at_night += usize::from(night.is_some());
            self.at_weekends += usize::from(local.is_weekend());
            *self.services.entry(one.service.unwrap_or_default()).or_default() += 1;
            self.titles.push(one.title);
        }
        self.nights.extend(night);
    }

    /// Where they stand: the worst nights first, and then the most pages.
    pub(super) fn rank(&self) -> std::cmp::Reverse<(usize, usize)> {
        std::cmp::Reverse((self.at_night, self.pages.len()))
    }

    pub(super) fn into_value(self, id: &str) -> Value {
        let utc = TimeZone::UTC;
        let zone = self.zone.as_ref().unwrap_or(&utc);
        // Who is on call in two ways at once is on call once.
        let shifts = merged(self.shifts);
        let (nights, night_seconds) = touched(&shifts, |shift| nights(shift, zone));
        let (weekends, weekend_seconds) = touched(&shifts, |shift| weekends(shift, zone));
        let seconds = shifts.iter().map(|(from, to)| to.as_second() - from.as_second()).sum();
        let hours = |seconds: i64| (seconds as f64 / 360.0).round() / 10.0;
        let by_mail_only: Vec<bool> = self
            .mailed
            .iter()
            .filter(|(incident, _)| !self.pages.contains(*incident))
            .map(|(_, night)| *night)
            .collect();
        let rang = |count: fn(&(usize, usize)) -> usize| {
            let channels = self.rang.iter().map(|(channel, counts)| (channel.name(), count(counts)));
            Value::Object(
                channels.filter(|(_, count)| *count > 0).map(|(name, count)| (name.into(), count.into())).collect(),
            )
        };
        let failed: Map<String, Value> =
            self.failed.iter().map(|(channel, count)| (channel.name().to_owned(), json!(count))).collect();
        let (all, at_night) = (rang(|counts| counts.0), rang(|counts| counts.1));
        json!({
            "user": {"id": id, "summary": self.name},
            "pages": self.pages.len(),
            "pages_at_night": self.at_night,
            "nights_interrupted": self.nights.len(),
            "pages_at_weekends": self.at_weekends,
            "rang_by": all,
            "rang_at_night_by": at_night,
            "not_delivered_by": (!failed.is_empty()).then_some(failed),
            "by_email_only": by_mail_only.len(),
            "by_email_only_at_night": by_mail_only.iter().filter(|is_night| **is_night).count(),
            "top_services": top(self.services),
            "top_titles": repeated(self.titles.iter().map(String::as_str), MAX_NAMED),
            "hours_on_call": hours(seconds),
            "nights_on_call": nights,
            "hours_at_night": hours(night_seconds),
            "weekends_on_call": weekends,
            "hours_at_weekends": hours(weekend_seconds),
            "is_named_directly": self.is_named_directly.then_some(true),
            "time_zone": self.zone.as_ref().and_then(TimeZone::iana_name),
        })
    }
}

/// The services behind most pages.
fn top(services: BTreeMap<String, usize>) -> Vec<Value> {
    let mut services: Vec<_> = services.into_iter().filter(|(name, _)| !name.is_empty()).collect();
    services.sort_by_key(|(_, pages)| std::cmp::Reverse(*pages));
    services.into_iter().take(MAX_NAMED).map(|(name, pages)| json!({"service": name, "pages": pages})).collect()
}

/// How many of the times that `of` finds are touched by these shifts, and for how many seconds.
fn touched(shifts: &[Span], of: impl Fn(Span) -> Vec<(Date, Span)>) -> (usize, i64) {
    let mut dates = BTreeSet::new();
    let mut sum = 0;
    for shift in shifts {
        for (date, time) in of(*shift) {
            let seconds = common_seconds(*shift, time);
            if seconds > 0 {
                dates.insert(date);
                sum += seconds;
            }
        }
    }
    (dates.len(), sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nights_and_weekends_on_call_are_counted_once() {
        let shift = |from: &str, to: &str| (from.parse().unwrap(), to.parse().unwrap());
        let person = Person {
            zone: TimeZone::get("Europe/Berlin").ok(),
            // From Friday noon to Saturday noon, twice, and on to Sunday morning: the clock goes forward.
            shifts: vec![
                shift("2026-03-27T11:00:00Z", "2026-03-28T11:00:00Z"),
                shift("2026-03-27T11:00:00Z", "2026-03-28T11:00:00Z"),
                shift("2026-03-28T11:00:00Z", "2026-03-29T06:00:00Z"),
            ],
            ..Person::default()
        };
        let value = person.into_value("PUSER01");
        let expected = json!({
            "user": {"id": "PUSER01", "summary": ""}, "pages": 0, "pages_at_night": 0, "nights_interrupted": 0,
            "pages_at_weekends": 0, "rang_by": {}, "rang_at_night_by": {}, "not_delivered_by": null, "by_email_only": 0,
            "by_email_only_at_night": 0, "top_services": [], "top_titles": [], "hours_on_call": 43.0, "nights_on_call": 2, "hours_at_night": 17.0,
            "weekends_on_call": 1, "hours_at_weekends": 31.0, "is_named_directly": null, "time_zone": "Europe/Berlin",
        });
        assert_eq!(value, expected);
    }
}
