//! `incident_stats`: how many incidents, and how long they took.

mod busiest;
mod counted;
mod group;
mod group_by;
mod name;
mod noted;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use pagerduty::model::{Incident, Service, Team, Urgency, incident::IncidentsQuery, log_entry::LogEntriesQuery};
use serde_json::Value;
use toolkit::{answer::strangers::Strangers, fold, prelude::*, times::zone};

use self::{
    busiest::busiest,
    counted::Counted,
    group::{Group, Seen},
    group_by::GroupBy,
    noted::{Log, Noted},
};
use super::DEFAULT_DAYS;
use crate::{incidents::titles::repeated, time_range, yes};

pub(crate) const TOOLS: &[fn() -> Entry] = &[Entry::of::<IncidentStats>];

/// Titles that are named as repeated.
const MAX_TITLES: usize = 5;

/// Groups that are shown where no number is asked for.
const DEFAULT_GROUPS: u32 = 20;

/// Days after the range in which the log is read for what was done with its last incidents.
const DAYS_AFTER: i64 = 7;

/// Days of incidents that PagerDuty takes in one query.
const LONGEST_DAYS: i64 = 180;

/// Count PagerDuty incidents and their seconds to acknowledge and resolve (mean, p50, p90), in all and in groups; with what
/// no person touched, the busiest hour, and titles that came again.
#[derive(Debug, Deserialize, JsonSchema)]
struct IncidentStats {
    /// Default service. assignee: who has or first acknowledged it. title: alike but for numbers.
    #[serde(default)]
    group_by: GroupBy,
    /// true: only your own teams; false: those of the filters, or the whole account.
    #[serde(default = "yes")]
    current_user_context: bool,
    /// Only of these services.
    #[serde(default)]
    service_ids: Vec<Id<Service>>,
    /// Only of these teams.
    #[serde(default)]
    team_ids: Vec<Id<Team>>,
    /// Only of these urgencies.
    #[serde(default)]
    urgencies: Vec<Urgency>,
    /// Only with this text in the title.
    query: Option<String>,
    /// Created since then; default 30 days before until.
    since: Option<Timestamp>,
    /// Created before then; default now.
    until: Option<Timestamp>,
    /// IANA zone of times, hours and days; default UTC.
    #[schemars(extend("format" = "time_zone"))]
    time_zone: Option<String>,
    /// The most groups, largest first; default 20. Groups of time are never cut.
    #[schemars(range(min = 1))]
    groups: Option<u32>,
}

impl Tool for IncidentStats {
    const INFO: Info = Info::read("incident_stats", "Incident statistics", Toolset::Insights).on_by_default();
    const RULES: &'static [Rule] = &[Rule::ContextExcludes(&["service_ids", "team_ids"])];

    async fn call(self, cx: &Context) -> Result<Answer> {
        let until = self.until.unwrap_or_else(|| cx.now());
        let since = self.since.unwrap_or_else(|| until.plus_days(-DEFAULT_DAYS));
        time_range::check(since, until, None)?;
        let zone = self.time_zone.as_deref().map_or(Ok(TimeZone::UTC), zone)?;
        let Some(team_ids) = cx.teams_or_mine(self.current_user_context, &self.team_ids).await? else {
            return Ok(Answer::items("groups", Vec::new()));
        };
        let entries_query = LogEntriesQuery {
            team_ids: team_ids.clone(),
            since: Some(since),
            // Who acknowledges does so soon, or it does not matter.
            until: Some(until.plus_days(DAYS_AFTER).min(cx.now().max(until))),
            is_overview: Some(true),
            ..LogEntriesQuery::default()
        };
        let query = IncidentsQuery {
            service_ids: self.service_ids.clone(),
            team_ids,
            urgencies: self.urgencies.clone(),
            since: Some(since),
            until: Some(until),
            ..IncidentsQuery::default()
        };
        let (counted, noted) = tokio::join!(
            cx.read_all(query, LONGEST_DAYS, |incident| self.matches(&incident).then(|| Counted::of(
                &incident,
                self.group_by,
                &zone
            )),),
            cx.read_all(entries_query, LONGEST_DAYS, |entry| Noted::of(&entry),),
        );
        let counted = counted?;
        let log = noted.map(Log::of).inspect_err(|error| {
            cx.warn_of("times to acknowledge, and what no person touched, are missing", error);
        });
        let knows_log = log.is_ok();
        let log = log.unwrap_or_default();

        let mut total = Group::default();
        let mut groups: BTreeMap<&str, Group> = BTreeMap::new();
        for one in &counted {
            let acknowledged = one.id.as_ref().and_then(|id| log.acknowledged.get(id));
            let seen = Seen {
                seconds_to_acknowledge: one.seconds_to(acknowledged.map(|one| one.at)),
                is_touched: log.is_touched(one.id.as_deref()),
            };
            total.add(one, seen);
            for (name, id) in one.group_names(self.group_by, acknowledged) {
                let group = groups.entry(name).or_default();
                group.id = id.map(str::to_owned);
                group.add(one, seen);
            }
        }
        let shown = match self.group_by.parts_of_time((since, until), &zone) {
            Some(parts) => in_order(&parts, groups),
            None => self.largest(groups, cx),
        };
        let shown = shown.into_iter().map(|(name, group)| self.shown(&name, group, knows_log)).collect();
        let repeated = repeated(counted.iter().map(|one| one.title.as_str()), MAX_TITLES);
        let names: &[_] = match self.group_by {
            GroupBy::Title | GroupBy::TitlePattern => &["name", "example"],
            GroupBy::ExactTitle => &["name"],
            _ => &[],
        };
        let repeated_titles: &[_] = if repeated.is_empty() { &[] } else { &["metadata.repeated_titles"] };
        let strangers = Strangers::default().titles(names).titles(repeated_titles);
        Ok(Answer::composed("groups", shown, strangers)
            .metadata("since", since.to_string())
            .metadata("until", until.to_string())
            .metadata("time_zone", zone.iana_name().unwrap_or("UTC"))
            .metadata("total", total.into_value(None, None, knows_log))
            .metadata("busiest", busiest(&counted, &zone))
            .metadata("repeated_titles", repeated))
    }
}

impl IncidentStats {
    /// Whether an incident is one that PagerDuty cannot be asked for.
    fn matches(&self, incident: &Incident) -> bool {
        self.query.as_ref().is_none_or(|text| fold::contains(incident.title.as_deref().unwrap_or_default(), text))
    }

    /// The largest groups, as many as are asked for.
    fn largest(&self, groups: BTreeMap<&str, Group>, cx: &Context) -> Vec<(String, Group)> {
        let all = groups.len();
        let mut groups: Vec<_> = groups.into_iter().map(|(name, group)| (name.to_owned(), group)).collect();
        groups.sort_by_key(|(_, group)| std::cmp::Reverse(group.count));
        groups.truncate(self.groups.unwrap_or(DEFAULT_GROUPS) as usize);
        if groups.len() < all {
            cx.warn(format!("the largest {} of {all} groups are shown; `groups` asks for more", groups.len()));
        }
        groups
    }

    /// A group as callers read it: titles that are all the same stand for themselves, unless patterns are asked for.
    fn shown(&self, name: &str, group: Group, knows_log: bool) -> Value {
        let title = group.only_title().filter(|_| self.group_by == GroupBy::Title).map(str::to_owned);
        let has_examples = matches!(self.group_by, GroupBy::Title | GroupBy::TitlePattern);
        let example = group.example().filter(|_| has_examples).map(str::to_owned);
        group.into_value(Some(title.as_deref().unwrap_or(name)), example, knows_log)
    }
}

/// The groups of these parts of time, and at the end those of none of them.
fn in_order(parts: &[String], mut groups: BTreeMap<&str, Group>) -> Vec<(String, Group)> {
    let of_part = |part: &String| (part.clone(), groups.remove(part.as_str()).unwrap_or_default());
    let mut shown: Vec<_> = parts.iter().map(of_part).collect();
    shown.extend(groups.into_iter().map(|(name, group)| (name.to_owned(), group)));
    shown
}
