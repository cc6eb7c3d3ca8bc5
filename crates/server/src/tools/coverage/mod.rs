//! Coverage: when nobody is on call, and who is in two schedules at once.

mod gaps;

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::try_join_all;
use pagerduty::{
    Id, Timestamp, Window,
    model::{EscalationPolicy, Oncall, Schedule, Team, User, oncall::OncallsQuery, schedule::ScheduleQuery},
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

pub(super) use self::gaps::Gap;
use self::gaps::double_booked;
use super::{
    levels::policies_of,
    shifts::{self, Span, span, uncovered},
    time_range, yes,
};
use crate::{
    answer::Answer,
    context::Context,
    error::Result,
    rules::Rule,
    tool::{Access, Entry, Tool},
    toolset::Toolset,
};

pub(super) const TOOLS: &[fn() -> Entry] = &[Entry::of::<FindCoverageGaps>];

/// Days that are looked ahead where no end is given.
const DEFAULT_DAYS: i64 = 14;

/// Find the times ahead in which a level of a PagerDuty escalation policy, or a schedule, has nobody on call, or somebody
/// who is on call in another schedule at the same time. Without filters: the escalation policies of your teams.
#[derive(Debug, Deserialize, JsonSchema)]
struct FindCoverageGaps {
    /// true: only your own teams; false: needs one of the three filters below.
    #[serde(default = "yes")]
    current_user_context: bool,
    /// The escalation policies of these teams, by ID or name.
    #[serde(default)]
    team_ids: Vec<Id<Team>>,
    /// These escalation policies, by ID or name.
    #[serde(default)]
    escalation_policy_ids: Vec<Id<EscalationPolicy>>,
    /// These schedules, by ID or name.
    #[serde(default)]
    schedule_ids: Vec<Id<Schedule>>,
    /// Start of the range (ISO 8601); default now.
    since: Option<Timestamp>,
    /// End of the range, at most 90 days ahead; default 14 days after since.
    until: Option<Timestamp>,
}

impl Tool for FindCoverageGaps {
    const NAME: &'static str = "find_coverage_gaps";
    const TITLE: &'static str = "Find coverage gaps";
    const ACCESS: Access = Access::Read;
    const TOOLSET: Toolset = Toolset::Oncall;
    const ON_BY_DEFAULT: bool = true;
    const RULES: &'static [Rule] = &[
        Rule::ContextExcludes(&["team_ids", "escalation_policy_ids", "schedule_ids"]),
        Rule::NoContextNeeds(&["team_ids", "escalation_policy_ids", "schedule_ids"]),
    ];

    async fn call(self, cx: &Context) -> Result<Answer> {
        let now = cx.now();
        let since = self.since.unwrap_or(now);
        let until = self.until.unwrap_or_else(|| since.plus_days(DEFAULT_DAYS));
        time_range::check_ahead(now, "until", until)?;
        time_range::check(since, until, None)?;
        let Some(team_ids) = cx.teams_or_mine(self.current_user_context, self.team_ids).await? else {
            return Ok(Answer::items("gaps", Vec::new()));
        };
        let client = cx.pagerduty()?;
        let single = try_join_all(self.escalation_policy_ids.iter().map(|id| client.escalation_policy(id)));
        let range = ScheduleQuery { since: Some(since), until: Some(until) };
        let schedules = try_join_all(self.schedule_ids.iter().map(|id| client.schedule(id, &range)));
        let (policies, single, schedules) =
            tokio::try_join!(policies_of(team_ids, cx), async { Ok(single.await?) }, async { Ok(schedules.await?) })?;
        let mut policies: Vec<_> = policies.into_iter().chain(single.into_iter().map(|row| row.item)).collect();
        let mut seen = BTreeSet::new();
        policies.retain(|policy| seen.insert(policy.id.as_deref().map(str::to_owned)));
        let checked = json!({"escalation_policies": policies.len(), "schedules": schedules.len()});
        let mut gaps = of_policies(&policies, (since, until), cx).await?;
        gaps.extend(schedules.iter().flat_map(|row| of_schedule(&row.item, (since, until))));
        gaps.sort_by_key(Gap::rank);
        let nobody = gaps.iter().filter(|gap| !gap.is_double()).count();
        let found = json!({"nobody": nobody, "double_booked": gaps.len() - nobody});
        Ok(Answer::items("gaps", gaps.into_iter().map(Gap::into_value).collect())
            .metadata("since", since.to_string())
            .metadata("until", until.to_string())
            .metadata("checked", checked)
            .metadata("found", found))
    }
}

/// The times in which a level of these policies has nobody, or somebody who is on elsewhere too.
pub(super) async fn of_policies(policies: &[EscalationPolicy], range: Span, cx: &Context) -> Result<Vec<Gap>> {
    let ids: Vec<Id<EscalationPolicy>> = policies.iter().filter_map(|policy| policy.id.parsed()).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let query = OncallsQuery { escalation_policy_ids: ids, ..OncallsQuery::default() };
    let oncalls = oncalls(query, range, cx).await?;
    let mut covered: BTreeMap<(&str, u64), Vec<Span>> = BTreeMap::new();
    for oncall in &oncalls {
        let policy = oncall.escalation_policy.get().and_then(|policy| policy.id.as_deref());
        if let (Some(policy), Some(level)) = (policy, oncall.escalation_level.get()) {
            covered.entry((policy, *level)).or_default().extend(span(oncall, range));
        }
    }
    let mut gaps = Vec::new();
    for policy in policies {
        let Some(id) = policy.id.as_deref() else { continue };
        let levels = policy.escalation_rules.get().map_or(0, Vec::len) as u64;
        for level in 1..=levels {
            let spans = covered.remove(&(id, level)).unwrap_or_default();
            let policy = json!({"id": id, "summary": policy.name.as_deref()});
            let what = [("escalation_policy", policy), ("escalation_level", level.into())];
            gaps.extend(uncovered(spans, range).into_iter().map(|span| Gap::nobody(span, &what)));
        }
    }
    let users: BTreeSet<&str> = oncalls.iter().filter_map(|one| one.user.get()?.id.as_deref()).collect();
    let user_ids: Vec<Id<User>> = users.into_iter().filter_map(|id| id.parse().ok()).collect();
    if !user_ids.is_empty() {
        let query = OncallsQuery { user_ids, ..OncallsQuery::default() };
        gaps.extend(double_booked(&self::oncalls(query, range, cx).await?, range));
    }
    gaps.sort_by_key(Gap::rank);
    Ok(gaps)
}

async fn oncalls(mut query: OncallsQuery, (since, until): Span, cx: &Context) -> Result<Vec<Oncall>> {
    (query.since, query.until) = (Some(since), Some(until));
    let page = cx.pagerduty()?.oncalls(&query, Window::ALL).await?;
    if page.next.is_some() {
        cx.warn("PagerDuty hands out no more on-calls of this range: later times are not looked at, so shorten it");
    }
    Ok(shifts::read(page, cx))
}

/// The times in which a schedule has nobody, with overrides applied.
fn of_schedule(schedule: &Schedule, range: Span) -> Vec<Gap> {
    let entries = schedule.final_schedule.get().map(|rendered| rendered.entries()).into_iter().flatten();
    let spans = entries.filter_map(|entry| Some((entry.start.parsed()?, entry.end.parsed()?)));
    let what = [("schedule", json!({"id": schedule.id.as_deref(), "summary": schedule.name.as_deref()}))];
    uncovered(spans.collect(), range).into_iter().map(|span| Gap::nobody(span, &what)).collect()
}
