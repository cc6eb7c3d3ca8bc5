//! `incident_stats`: how many incidents, and how long they took.

use std::collections::{BTreeMap, HashMap};

use jiff::tz::TimeZone;
use pagerduty::{
    Id, Timestamp,
    model::{Incident, LogEntry, Service, Team, Urgency, incident::IncidentsQuery, log_entry::LogEntriesQuery},
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{DEFAULT_DAYS, calendar::Local, measures::Durations};
use crate::{
    answer::Answer,
    context::Context,
    error::Result,
    rules::Rule,
    tool::{Access, Tool},
    tools::{incidents, time_range, time_zone::zone, yes},
    toolset::Toolset,
};

/// Groups that are shown where no number is asked for.
const DEFAULT_GROUPS: u32 = 20;

/// Titles that are named as repeated.
const MOST_TITLES: usize = 5;

/// Days of incidents that PagerDuty takes in one query.
const LONGEST_DAYS: i64 = 180;

/// Count PagerDuty incidents and how long they took to acknowledge and resolve (seconds: mean, p50, p90), in all and in
/// groups, without listing them; says what resolved by itself and which titles came again.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct IncidentStats {
    /// By what to group; default service.
    #[serde(default)]
    group_by: GroupBy,
    /// true: only your own teams; false: those of the filters, or the whole account.
    #[serde(default = "yes")]
    current_user_context: bool,
    /// Only incidents of these services, by ID or name.
    #[serde(default)]
    service_ids: Vec<Id<Service>>,
    /// Only incidents of these teams, by ID or name.
    #[serde(default)]
    team_ids: Vec<Id<Team>>,
    /// Only incidents of these urgencies.
    #[serde(default)]
    urgencies: Vec<Urgency>,
    /// Created at or after this time (ISO 8601); default 30 days before until.
    since: Option<Timestamp>,
    /// Created before this time; default now.
    until: Option<Timestamp>,
    /// IANA name of the zone of hours and days; default UTC.
    time_zone: Option<String>,
    /// The most groups to return, the largest first; default 20.
    #[schemars(range(min = 1))]
    groups: Option<u32>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum GroupBy {
    #[default]
    Service,
    Team,
    Urgency,
    Priority,
    Status,
    Hour,
    Day,
    Weekday,
    Assignee,
    Title,
}

impl Tool for IncidentStats {
    const NAME: &'static str = "incident_stats";
    const TITLE: &'static str = "Incident statistics";
    const ACCESS: Access = Access::Read;
    const TOOLSET: Toolset = Toolset::Insights;
    const ON_BY_DEFAULT: bool = true;
    const RULES: &'static [Rule] = &[Rule::ContextExcludes(&["service_ids", "team_ids"])];

    async fn call(self, cx: &Context) -> Result<Answer> {
        let until = self.until.unwrap_or_else(|| cx.now());
        let since = self.since.unwrap_or_else(|| until.plus_days(-DEFAULT_DAYS));
        time_range::check(since, until, None)?;
        let zone = self.time_zone.as_deref().map_or(Ok(TimeZone::UTC), zone)?;
        let Some(team_ids) = cx.teams_or_mine(self.current_user_context, self.team_ids).await? else {
            return Ok(Answer::items("groups", Vec::new()));
        };
        let entries_query = LogEntriesQuery {
            team_ids: team_ids.clone(),
            since: Some(since),
            // Who acknowledges does so soon, or it does not matter.
            until: Some(until.plus_days(1)),
            is_overview: Some(true),
        };
        let query = IncidentsQuery {
            service_ids: self.service_ids,
            team_ids,
            urgencies: self.urgencies,
            since: Some(since),
            until: Some(until),
            ..IncidentsQuery::default()
        };
        let client = cx.pagerduty()?;
        let (counted, acknowledged) = tokio::join!(
            cx.everything(
                query,
                LONGEST_DAYS,
                |query, window| async move { client.incidents(&query, window).await },
                |incident| Some(Counted::of(&incident, self.group_by, &zone)),
            ),
            cx.everything(
                entries_query,
                LONGEST_DAYS,
                |query, window| async move { client.log_entries(&query, window).await },
                |entry| acknowledgement(&entry),
            ),
        );
        let counted = counted?;
        let acknowledged = acknowledged.map(first).unwrap_or_else(|error| {
            cx.warn(format!("times to acknowledge are missing: {}", error.message()));
            HashMap::new()
        });

        let mut total = Group::default();
        let mut groups: BTreeMap<&str, Group> = BTreeMap::new();
        let mut titles: HashMap<&str, usize> = HashMap::new();
        for one in &counted {
            let to_acknowledge = one.seconds_to(one.id.as_ref().and_then(|id| acknowledged.get(id)).copied());
            total.add(one, to_acknowledge);
            for (name, id) in &one.groups {
                let group = groups.entry(name).or_default();
                group.id.clone_from(id);
                group.add(one, to_acknowledge);
            }
            *titles.entry(&one.title).or_default() += 1;
        }
        let all = groups.len();
        let mut groups: Vec<_> = groups.into_iter().collect();
        if !matches!(self.group_by, GroupBy::Hour | GroupBy::Day) {
            groups.sort_by_key(|(_, group)| std::cmp::Reverse(group.count));
        }
        groups.truncate(self.groups.unwrap_or(DEFAULT_GROUPS) as usize);
        if groups.len() < all {
            cx.warn(format!("{} of {all} groups are shown; `groups` asks for more", groups.len()));
        }
        let shown = groups.into_iter().map(|(name, group)| group.into_value(Some(name))).collect();
        let mut titles: Vec<_> = titles.into_iter().filter(|(title, count)| *count > 1 && !title.is_empty()).collect();
        titles.sort_by_key(|(title, count)| (std::cmp::Reverse(*count), *title));
        titles.truncate(MOST_TITLES);
        let repeated: Vec<Value> =
            titles.into_iter().map(|(title, count)| json!({"title": title, "count": count})).collect();
        Ok(Answer::items("groups", shown)
            .metadata("since", since.to_string())
            .metadata("until", until.to_string())
            .metadata("total", total.into_value(None))
            .metadata("repeated_titles", repeated))
    }
}

/// What is counted of an incident.
struct Counted {
    id: Option<String>,
    title: String,
    groups: Vec<(String, Option<String>)>,
    created: Option<Timestamp>,
    resolved: Option<Timestamp>,
    is_high: bool,
    is_autoresolved: bool,
    is_resolved: bool,
}

impl Counted {
    fn of(incident: &Incident, group_by: GroupBy, zone: &TimeZone) -> Self {
        let is_resolved = incident.status.as_deref() == Some("resolved");
        let resolved = incident.resolved_at.parsed().or_else(|| incident.last_status_change_at.parsed());
        Self {
            id: incident.id.as_deref().map(str::to_owned),
            title: incident.title.as_deref().unwrap_or_default().to_owned(),
            groups: group_by.names(incident, zone),
            created: incident.created_at.parsed(),
            resolved: resolved.filter(|_| is_resolved),
            is_high: incident.urgency.as_deref() == Some("high"),
            is_autoresolved: incidents::is_autoresolved(incident),
            is_resolved,
        }
    }

    /// From when it was created to then.
    fn seconds_to(&self, then: Option<Timestamp>) -> Option<i64> {
        Some(then?.as_second() - self.created?.as_second())
    }
}

#[derive(Debug, Default)]
struct Group {
    id: Option<String>,
    count: usize,
    high: usize,
    resolved: usize,
    autoresolved: usize,
    to_acknowledge: Durations,
    to_resolve: Durations,
}

impl Group {
    fn add(&mut self, one: &Counted, to_acknowledge: Option<i64>) {
        self.count += 1;
        self.high += usize::from(one.is_high);
        self.resolved += usize::from(one.is_resolved);
        self.autoresolved += usize::from(one.is_autoresolved);
        self.to_acknowledge.add(to_acknowledge);
        self.to_resolve.add(one.seconds_to(one.resolved));
    }

    fn into_value(self, name: Option<&str>) -> Value {
        let fields = [
            ("name", json!(name)),
            ("id", json!(self.id)),
            ("incidents", self.count.into()),
            ("high_urgency", self.high.into()),
            ("resolved", self.resolved.into()),
            ("autoresolved", self.autoresolved.into()),
            ("seconds_to_acknowledge", self.to_acknowledge.into_value()),
            ("seconds_to_resolve", self.to_resolve.into_value()),
        ];
        let known = fields.into_iter().filter(|(_, value)| !value.is_null());
        known.map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>().into()
    }
}

impl GroupBy {
    /// The groups that an incident is in, with the IDs of what they are about; several where it has several teams.
    fn names(self, incident: &Incident, zone: &TimeZone) -> Vec<(String, Option<String>)> {
        let plain = |text: Option<&str>| vec![(text.unwrap_or("none").to_owned(), None)];
        let local = || {
            let created: Timestamp = incident.created_at.parsed()?;
            Some(Local::of(created, zone))
        };
        let named = |reference: &pagerduty::model::Reference| {
            let id = reference.id.as_deref().map(str::to_owned);
            (reference.summary.as_deref().or(id.as_deref()).unwrap_or("none").to_owned(), id)
        };
        let or_none = |names: Vec<(String, Option<String>)>| if names.is_empty() { plain(None) } else { names };
        match self {
            Self::Service => or_none(incident.service.get().map(named).into_iter().collect()),
            Self::Team => {
                let teams = incident.teams.get().into_iter().flatten().filter_map(|team| team.get());
                or_none(teams.map(named).collect())
            }
            Self::Assignee => {
                let all = incident.assignments.get().into_iter().flatten().filter_map(|one| one.get());
                or_none(all.filter_map(|one| one.assignee.get()).map(named).collect())
            }
            Self::Urgency => plain(incident.urgency.as_deref()),
            Self::Status => plain(incident.status.as_deref()),
            Self::Title => plain(incident.title.as_deref()),
            Self::Priority => plain(incident.priority.get().and_then(|priority| priority.name())),
            Self::Hour => plain(local().map(|local| local.hour()).as_deref()),
            Self::Day => plain(local().map(|local| local.date()).as_deref()),
            Self::Weekday => plain(local().map(|local| local.weekday()).as_deref()),
        }
    }
}

/// Which incident was acknowledged, and when. PagerDuty keeps that in the log: a resolved incident has forgotten it.
fn acknowledgement(entry: &LogEntry) -> Option<(String, Timestamp)> {
    let is_one = entry.r#type.as_deref() == Some("acknowledge");
    let incident = entry.incident.get().filter(|_| is_one)?.id.as_deref()?;
    Some((incident.to_owned(), entry.created_at.parsed()?))
}

/// When each incident was first acknowledged.
fn first(acknowledgements: Vec<(String, Timestamp)>) -> HashMap<String, Timestamp> {
    let mut first: HashMap<String, Timestamp> = HashMap::new();
    for (id, at) in acknowledgements {
        first.entry(id).and_modify(|first| *first = at.min(*first)).or_insert(at);
    }
    first
}
