//! `oncall_load`: what being on call costs each person.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{civil::Date, tz::TimeZone};
use pagerduty::{
    Id, Timestamp, Window,
    model::{LogEntry, Team, User, log_entry::LogEntriesQuery, oncall::OncallsQuery, user::UsersQuery},
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    DEFAULT_DAYS,
    calendar::{Local, nights, weekends},
};
use crate::{
    answer::Answer,
    context::Context,
    error::Result,
    rules::Rule,
    times::named,
    tool::{Access, Tool},
    tools::{
        shifts::{self, Span, common_seconds, merged, span},
        time_range,
        time_zone::zone,
        yes,
    },
    toolset::Toolset,
};

/// The longest range: log entries of more would not be read within a call.
const LONGEST_DAYS: i64 = 92;

/// Log entries of the whole account that are read: two hundred requests, a fifth of what PagerDuty allows in a minute.
const MOST_ENTRIES: u64 = 20_000;

/// Say what being on call in PagerDuty costs each person of your teams: pages, pages at night and at weekends, nights that
/// were interrupted, and hours, nights and weekends on call in schedules; those with the worst nights first. A page is one
/// incident that notified somebody.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OncallLoad {
    /// true: the members of your own teams; false: those of team_ids, or everybody.
    #[serde(default = "yes")]
    current_user_context: bool,
    /// The members of these teams.
    #[serde(default)]
    team_ids: Vec<Id<Team>>,
    /// Start of the range; default 30 days before until.
    since: Option<Timestamp>,
    /// End of the range, at most 92 days after since; default now.
    until: Option<Timestamp>,
    /// IANA zone of times, nights (22 to 7 o'clock) and weekends; default each person's own, and UTC for times.
    #[schemars(extend("format" = "time_zone"))]
    time_zone: Option<String>,
}

impl Tool for OncallLoad {
    const NAME: &'static str = "oncall_load";
    const TITLE: &'static str = "On-call load";
    const ACCESS: Access = Access::Read;
    const TOOLSET: Toolset = Toolset::Insights;
    const ON_BY_DEFAULT: bool = true;
    const RULES: &'static [Rule] = &[Rule::ContextExcludes(&["team_ids"])];

    async fn call(self, cx: &Context) -> Result<Answer> {
        let until = self.until.unwrap_or_else(|| cx.now());
        let since = self.since.unwrap_or_else(|| until.plus_days(-DEFAULT_DAYS));
        time_range::check(since, until, Some(LONGEST_DAYS))?;
        let common = self.time_zone.as_deref().map(zone).transpose()?;
        let Some(team_ids) = cx.teams_or_mine(self.current_user_context, self.team_ids).await? else {
            return Ok(Answer::items("people", Vec::new()));
        };
        let client = cx.pagerduty()?;
        let members = UsersQuery { team_ids: team_ids.clone(), query: None };
        let (members, notifications) =
            tokio::join!(client.users(&members, Window::ALL), notifications(team_ids, (since, until), cx));
        let mut people: BTreeMap<String, Person> = BTreeMap::new();
        for user in members?.rows.into_iter().map(|row| row.item) {
            let Some(id) = user.id.as_deref() else { continue };
            let own = || named(user.time_zone.as_deref()?);
            let person = people.entry(id.to_owned()).or_default();
            person.name = user.name.as_deref().unwrap_or(id).to_owned();
            person.zone = common.clone().or_else(own);
        }
        let user_ids: Vec<Id<User>> = people.keys().filter_map(|id| id.parse().ok()).collect();
        let of_users = |user_ids| OncallsQuery { user_ids, ..OncallsQuery::default() };
        for oncall in shifts::oncalls(&user_ids, of_users, (since, until), cx).await? {
            let id = oncall.user.get().and_then(|user| user.id.as_deref());
            let Some(person) = id.and_then(|id| people.get_mut(id)) else { continue };
            // Whoever a policy names directly is called when nobody else answers, and has no shift.
            match oncall.schedule.get() {
                Some(_) => person.shifts.extend(span(&oncall, (since, until))),
                None => person.is_named_directly = true,
            }
        }
        // PagerDuty begins with the latest; what counts is when somebody was woken first.
        let mut notifications = notifications?;
        notifications.sort_by_key(|one| one.at);
        for notification in notifications {
            if let Some(person) = people.get_mut(&notification.user) {
                person.notified(notification);
            }
        }
        let mut people: Vec<_> = people.into_iter().collect();
        people.sort_by_key(|(_, person)| std::cmp::Reverse((person.night_pages, person.pages.len())));
        let shown = people.into_iter().map(|(id, person)| person.into_value(&id)).collect();
        Ok(Answer::items("people", shown).metadata("since", since.to_string()).metadata("until", until.to_string()))
    }
}

/// Who was told of which incident, in a range. A phone rings for the incidents of any team, so those of the whole account
/// are read, unless they are too many for one call.
async fn notifications(team_ids: Vec<Id<Team>>, (since, until): Span, cx: &Context) -> Result<Vec<Notification>> {
    let client = cx.pagerduty()?;
    let mut query = LogEntriesQuery { team_ids: Vec::new(), since: Some(since), until: Some(until), is_overview: None };
    if !team_ids.is_empty() {
        let total = client.log_entries(&query, Window::new(0, 1).counted()).await?.total;
        if total.is_none_or(|total| total > MOST_ENTRIES) {
            cx.warn(
                "the account has more log entries than one call reads: pages by incidents of other teams are left out",
            );
            query.team_ids = team_ids;
        }
    }
    let fetch = |query, window| async move { client.log_entries(&query, window).await };
    cx.everything(query, LONGEST_DAYS, fetch, |entry| Notification::of(&entry)).await
}

/// That somebody was told of an incident.
struct Notification {
    user: String,
    incident: String,
    at: Timestamp,
}

impl Notification {
    fn of(entry: &LogEntry) -> Option<Self> {
        let is_one = entry.r#type.as_deref() == Some("notify");
        Some(Self {
            user: entry.user.get().filter(|_| is_one)?.id.as_deref()?.to_owned(),
            incident: entry.incident.get()?.id.as_deref()?.to_owned(),
            at: entry.created_at.parsed()?,
        })
    }
}

#[derive(Debug, Default)]
struct Person {
    name: String,
    zone: Option<TimeZone>,
    /// Incidents that notified them.
    pages: BTreeSet<String>,
    night_pages: usize,
    weekend_pages: usize,
    nights: BTreeSet<String>,
    shifts: Vec<Span>,
    /// Whether a policy names them beside its schedules.
    is_named_directly: bool,
}

impl Person {
    /// A notification: the first for an incident is a page, whatever else it rings later.
    fn notified(&mut self, Notification { incident, at, .. }: Notification) {
        let local = Local::of(at, self.zone.as_ref().unwrap_or(&TimeZone::UTC));
        let night = local.night();
        if self.pages.insert(incident) {
            self.night_pages += usize::from(night.is_some());
            self.weekend_pages += usize::from(local.is_weekend());
        }
        self.nights.extend(night);
    }

    fn into_value(self, id: &str) -> Value {
        let utc = TimeZone::UTC;
        let zone = self.zone.as_ref().unwrap_or(&utc);
        // Who is on call in two ways at once is on call once.
        let shifts = merged(self.shifts);
        let (nights, night_seconds) = touched(&shifts, |shift| nights(shift, zone));
        let (weekends, weekend_seconds) = touched(&shifts, |shift| weekends(shift, zone));
        let seconds = shifts.iter().map(|(from, to)| to.as_second() - from.as_second()).sum();
        let hours = |seconds: i64| (seconds as f64 / 360.0).round() / 10.0;
        json!({
            "user": {"id": id, "summary": self.name},
            "pages": self.pages.len(),
            "pages_at_night": self.night_pages,
            "nights_interrupted": self.nights.len(),
            "pages_at_weekends": self.weekend_pages,
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
            "pages_at_weekends": 0, "hours_on_call": 43.0, "nights_on_call": 2, "hours_at_night": 17.0,
            "weekends_on_call": 1, "hours_at_weekends": 31.0, "is_named_directly": null, "time_zone": "Europe/Berlin",
        });
        assert_eq!(value, expected);
    }
}
