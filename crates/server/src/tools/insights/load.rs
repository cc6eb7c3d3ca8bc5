//! `oncall_load`: what being on call costs each person.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use pagerduty::{
    Id, Timestamp, Window,
    model::{LogEntry, Team, User, log_entry::LogEntriesQuery, oncall::OncallsQuery, user::UsersQuery},
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{DEFAULT_DAYS, calendar::Local};
use crate::{
    answer::Answer,
    context::Context,
    error::Result,
    rules::Rule,
    tool::{Access, Tool},
    tools::{
        shifts::{self, Span, span},
        time_range,
        time_zone::zone,
        yes,
    },
    toolset::Toolset,
};

/// The longest range: log entries of more would not be read within a call.
const LONGEST_DAYS: i64 = 92;

/// Say what being on call in PagerDuty costs each person of your teams: pages, pages at night and at weekends, nights that
/// were interrupted, and hours on call; those with the worst nights first. A page is one incident that notified somebody.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OncallLoad {
    /// true: the members of your own teams; false: needs team_ids.
    #[serde(default = "yes")]
    current_user_context: bool,
    /// The members of these teams, by ID or name.
    #[serde(default)]
    team_ids: Vec<Id<Team>>,
    /// Start of the range (ISO 8601); default 30 days before until.
    since: Option<Timestamp>,
    /// End of the range, at most 92 days after since; default now.
    until: Option<Timestamp>,
    /// IANA name of the zone of nights (22 to 7 o'clock) and weekends; default each person's own.
    time_zone: Option<String>,
}

impl Tool for OncallLoad {
    const NAME: &'static str = "oncall_load";
    const TITLE: &'static str = "On-call load";
    const ACCESS: Access = Access::Read;
    const TOOLSET: Toolset = Toolset::Insights;
    const ON_BY_DEFAULT: bool = true;
    const RULES: &'static [Rule] = &[Rule::ContextExcludes(&["team_ids"]), Rule::NoContextNeeds(&["team_ids"])];

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
        let entries = LogEntriesQuery { team_ids, since: Some(since), until: Some(until), is_overview: None };
        let (members, entries) = tokio::join!(
            client.users(&members, Window::ALL),
            cx.everything(
                entries,
                LONGEST_DAYS,
                |query, window| async move { client.log_entries(&query, window).await },
                |entry| Notification::of(&entry),
            ),
        );
        let members = members?;
        let mut people: BTreeMap<String, Person> = BTreeMap::new();
        for user in members.rows.into_iter().map(|row| row.item) {
            let Some(id) = user.id.as_deref() else { continue };
            let own = || TimeZone::get(user.time_zone.as_deref()?).ok();
            let person = people.entry(id.to_owned()).or_default();
            person.name = user.name.as_deref().unwrap_or(id).to_owned();
            person.zone = common.clone().or_else(own);
        }
        let query = OncallsQuery {
            user_ids: people.keys().filter_map(|id| id.parse::<Id<User>>().ok()).collect(),
            since: Some(since),
            until: Some(until),
            ..OncallsQuery::default()
        };
        if !query.user_ids.is_empty() {
            let page = client.oncalls(&query, Window::ALL).await?;
            if page.next.is_some() {
                cx.warn("PagerDuty hands out no more on-calls of this range: hours on call are too low; shorten it");
            }
            for oncall in shifts::read(page, cx) {
                let id = oncall.user.get().and_then(|user| user.id.as_deref());
                if let Some(person) = id.and_then(|id| people.get_mut(id)) {
                    person.shifts.extend(span(&oncall, (since, until)));
                }
            }
        }
        // PagerDuty begins with the latest; what counts is when somebody was woken first.
        let mut notifications = entries?;
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
        json!({
            "user": {"id": id, "summary": self.name},
            "pages": self.pages.len(),
            "pages_at_night": self.night_pages,
            "nights_interrupted": self.nights.len(),
            "pages_at_weekends": self.weekend_pages,
            "hours_on_call": (covered(self.shifts) as f64 / 360.0).round() / 10.0,
            "time_zone": self.zone.as_ref().and_then(TimeZone::iana_name),
        })
    }
}

/// Seconds in any of these ranges: who is on call in two ways at once is on call once.
fn covered(mut shifts: Vec<Span>) -> i64 {
    shifts.sort();
    let mut sum = 0;
    let mut end = None;
    for (from, to) in shifts {
        let from = end.map_or(from, |end: Timestamp| from.max(end));
        if to > from {
            sum += to.as_second() - from.as_second();
            end = Some(to);
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_that_overlap_count_once() {
        let at = |hour: i64| Timestamp::from_second(hour * 3600).unwrap();
        let hours =
            |shifts: &[(i64, i64)]| covered(shifts.iter().map(|(from, to)| (at(*from), at(*to))).collect()) / 3600;
        assert_eq!(hours(&[]), 0);
        assert_eq!(hours(&[(0, 8), (8, 10)]), 10);
        assert_eq!(hours(&[(4, 6), (0, 8), (7, 12)]), 12);
        assert_eq!(hours(&[(5, 5), (20, 21)]), 1);
    }
}
