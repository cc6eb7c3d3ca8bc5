//! `incident_stats`: how many incidents, and how long they took.

mod acknowledgements;
mod counted;
mod group;
mod group_by;
mod titles;

use std::collections::{BTreeMap, HashMap};

use jiff::tz::TimeZone;
use pagerduty::{
    Id, Timestamp,
    model::{Service, Team, Urgency, incident::IncidentsQuery, log_entry::LogEntriesQuery},
};
use schemars::JsonSchema;
use serde::Deserialize;

use self::{acknowledgements::Acknowledgement, counted::Counted, group::Group, group_by::GroupBy};
use super::DEFAULT_DAYS;
use crate::{
    answer::Answer,
    context::Context,
    error::Result,
    rules::Rule,
    strangers::Strangers,
    tool::{Access, Tool},
    tools::{time_range, time_zone::zone, yes},
    toolset::Toolset,
};

/// Groups that are shown where no number is asked for.
const DEFAULT_GROUPS: u32 = 20;

/// Days of incidents that PagerDuty takes in one query.
const LONGEST_DAYS: i64 = 180;

/// Count PagerDuty incidents and how long they took to acknowledge and resolve (seconds: mean, p50, p90), in all and in
/// groups, without listing them; says what resolved by itself and which titles came again, whatever their numbers.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct IncidentStats {
    /// By what to group; default service. assignee: who has or first acknowledged it.
    #[serde(default)]
    group_by: GroupBy,
    /// true: only your own teams; false: those of the filters, or the whole account.
    #[serde(default = "yes")]
    current_user_context: bool,
    /// Only incidents of these services.
    #[serde(default)]
    service_ids: Vec<Id<Service>>,
    /// Only incidents of these teams.
    #[serde(default)]
    team_ids: Vec<Id<Team>>,
    /// Only incidents of these urgencies.
    #[serde(default)]
    urgencies: Vec<Urgency>,
    /// Created since then; default 30 days before until.
    since: Option<Timestamp>,
    /// Created before then; default now.
    until: Option<Timestamp>,
    /// IANA zone of times, hours and days; default UTC.
    #[schemars(extend("format" = "time_zone"))]
    time_zone: Option<String>,
    /// The most groups to return, the largest first; default 20.
    #[schemars(range(min = 1))]
    groups: Option<u32>,
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
                |entry| Acknowledgement::of(&entry),
            ),
        );
        let counted = counted?;
        let acknowledged = acknowledged.map(acknowledgements::first).unwrap_or_else(|error| {
            cx.warn_of("times to acknowledge are missing", &error);
            HashMap::new()
        });

        let mut total = Group::default();
        let mut groups: BTreeMap<&str, Group> = BTreeMap::new();
        for one in &counted {
            let acknowledged = one.id.as_ref().and_then(|id| acknowledged.get(id));
            let to_acknowledge = one.seconds_to(acknowledged.map(|one| one.at));
            total.add(one, to_acknowledge);
            for (name, id) in self.group_by.names(one, acknowledged) {
                let group = groups.entry(name).or_default();
                group.id = id.map(str::to_owned);
                group.add(one, to_acknowledge);
            }
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
        let repeated = titles::repeated(counted.iter().map(|one| one.title.as_str()));
        let names: &[_] = if self.group_by == GroupBy::Title { &["name"] } else { &[] };
        let repeated_titles: &[_] = if repeated.is_empty() { &[] } else { &["metadata.repeated_titles"] };
        let strangers = Strangers::default().titles(names).titles(repeated_titles);
        Ok(Answer::composed("groups", shown, strangers)
            .metadata("since", since.to_string())
            .metadata("until", until.to_string())
            .metadata("total", total.into_value(None))
            .metadata("repeated_titles", repeated))
    }
}
