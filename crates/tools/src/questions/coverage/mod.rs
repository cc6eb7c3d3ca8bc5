//! Coverage: when nobody is on call, and who is in two schedules at once.

mod gaps;

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::try_join_all;
use pagerduty::model::{
    EscalationPolicy, Oncall, RenderedEntry, Schedule, Team, User, escalation_policy::EscalationPoliciesQuery,
    oncall::OncallsQuery, schedule::ScheduleQuery,
};
use serde_json::json;

use self::gaps::{Duty, Sum, double_booked};
pub(crate) use self::gaps::{Gap, Problem};
use toolkit::prelude::*;

use crate::{
    on_calls::{
        levels::{my_policies, policies, policies_of},
        shifts::{self, Span, span, uncovered},
    },
    time_range, yes,
};

pub(crate) const TOOLS: &[fn() -> Entry] = &[Entry::of::<FindCoverageGaps>];

/// Times without anybody that are shown.
const MAX_NOBODY: usize = 100;

/// Times in which somebody is on call twice that are shown.
const MAX_DOUBLES: usize = 40;

/// Days that are looked ahead where no end is given.
const DEFAULT_DAYS: i64 = 14;

/// Find the times ahead in which a level of a PagerDuty escalation policy, or a schedule, has nobody on call; count those in
/// which somebody is on call twice. Without filters: your policies and those of your teams.
#[derive(Debug, Deserialize, JsonSchema)]
struct FindCoverageGaps {
    /// true: your own and your teams' policies; false: those of the filters below, or all.
    #[serde(default = "yes")]
    current_user_context: bool,
    /// The escalation policies of these teams.
    #[serde(default)]
    team_ids: Vec<Id<Team>>,
    /// These escalation policies.
    #[serde(default)]
    escalation_policy_ids: Vec<Id<EscalationPolicy>>,
    /// These schedules.
    #[serde(default)]
    schedule_ids: Vec<Id<Schedule>>,
    /// Start of the range; default now.
    since: Option<Timestamp>,
    /// End of the range, at most 90 days ahead; default 14 days after since.
    until: Option<Timestamp>,
    /// What to list; default nobody.
    #[serde(default)]
    problems: Vec<Problem>,
}

impl Tool for FindCoverageGaps {
    const INFO: Info =
        Info::read("find_coverage_gaps", "Find coverage gaps", Toolset::Oncall).on_by_default().in_zone();
    const DEFAULT_ZONE: &'static str = "the schedule's or yours";
    const RULES: &'static [Rule] = &[
        Rule::ContextExcludes(&["team_ids", "escalation_policy_ids", "schedule_ids"]),
        Rule::TimesOfOwn(&["schedule_ids"]),
    ];

    async fn call(self, cx: &Context) -> Result<Answer> {
        let now = cx.now();
        let since = self.since.unwrap_or(now);
        let until = self.until.unwrap_or_else(|| since.plus_days(DEFAULT_DAYS));
        time_range::check_ahead(now, "until", until)?;
        time_range::check(since, until, None)?;
        let client = cx.pagerduty()?;
        let has_filter =
            !(self.team_ids.is_empty() && self.escalation_policy_ids.is_empty() && self.schedule_ids.is_empty());
        let policies = async {
            match self.current_user_context {
                true => my_policies(cx).await,
                false if has_filter => policies_of(self.team_ids.clone(), cx).await,
                false => policies(&EscalationPoliciesQuery::default(), cx).await,
            }
        };
        let single = try_join_all(self.escalation_policy_ids.iter().map(|id| client.get(id)));
        let range = ScheduleQuery { since: Some(since), until: Some(until) };
        let schedules = try_join_all(self.schedule_ids.iter().map(|id| client.schedule(id, &range)));
        let (policies, single, schedules) =
            tokio::try_join!(policies, async { Ok(single.await?) }, async { Ok(schedules.await?) })?;
        let mut policies: Vec<_> = policies.into_iter().chain(single.into_iter().map(|row| row.item)).collect();
        let mut seen = BTreeSet::new();
        policies.retain(|policy| seen.insert(policy.id.as_deref().map(str::to_owned)));
        let schedules: Vec<Schedule> = schedules.into_iter().map(|row| row.item).collect();
        show_in_zone_of(&schedules, cx).await;
        let is_there = !(policies.is_empty() && schedules.is_empty());
        let checked = json!({"escalation_policies": policies.len(), "schedules": schedules.len()});
        let doubles = if self.problems == [Problem::Nobody] { Doubles::LeftOut } else { Doubles::Looked };
        let gaps = gaps(&policies, &schedules, (since, until), doubles, cx).await?;
        let sums = [Problem::Nobody, Problem::DoubleBooked].map(|problem| Sum::of(&gaps, problem));
        let mut entries = Vec::new();
        let kinds = [(Problem::Nobody, MAX_NOBODY), (Problem::DoubleBooked, MAX_DOUBLES)];
        for ((problem, most), sum) in kinds.into_iter().zip(&sums) {
            let is_asked_for =
                self.problems.contains(&problem) || self.problems.is_empty() && problem == Problem::Nobody;
            if !is_asked_for {
                continue;
            }
            if sum.times > most {
                cx.warn(format!(
                    "the first {most} of {} times are shown: shorten the range or filter for others",
                    sum.times
                ));
            }
            let of_problem = gaps.iter().filter(|gap| gap.is(problem));
            let mut of_problem: Vec<_> = of_problem.flat_map(Gap::entries).collect();
            if problem == Problem::DoubleBooked {
                of_problem.sort_by_key(|(span, _)| *span);
            }
            entries.extend(of_problem.into_iter().take(most).map(|(_, entry)| entry));
        }
        let [nobody, double_booked] = sums.map(Sum::into_value);
        let mut found = json!({"nobody": nobody});
        if doubles == Doubles::Looked {
            found["double_booked"] = double_booked;
        }
        Ok(Answer::items("gaps", entries)
            .about(is_there)
            .metadata("since", since.to_string())
            .metadata("until", until.to_string())
            .metadata("checked", checked)
            .metadata("found", found))
    }
}

/// Shows the answer in the zone that all of these schedules have; where there is no such zone, in that of the current user.
async fn show_in_zone_of(schedules: &[Schedule], cx: &Context) {
    let zones: BTreeSet<Option<&str>> = schedules.iter().map(|schedule| schedule.time_zone.as_deref()).collect();
    if let (1, Some(Some(zone))) = (zones.len(), zones.first()) {
        cx.times().show_in(Some(zone));
    }
    cx.show_in_own_zone().await;
}

/// Whether it is looked for who is on call twice, which costs more requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doubles {
    Looked,
    LeftOut,
}

/// The times in which a level of these policies, or one of these schedules, has nobody, or, if that is asked for, somebody
/// who is on elsewhere too: the worst first.
pub(crate) async fn gaps(
    policies: &[EscalationPolicy],
    schedules: &[Schedule],
    range: Span,
    doubles: Doubles,
    cx: &Context,
) -> Result<Vec<Gap>> {
    let ids: Vec<Id<EscalationPolicy>> = policies.iter().filter_map(|policy| policy.id.parsed()).collect();
    let of_policies = |ids| OncallsQuery { escalation_policy_ids: ids, ..OncallsQuery::default() };
    let oncalls = shifts::oncalls(&ids, of_policies, range, cx).await?;
    let mut gaps = uncovered_levels(policies, &oncalls, range);
    gaps.extend(schedules.iter().filter_map(|schedule| of_schedule(schedule, range)));
    if doubles == Doubles::Looked {
        gaps.extend(double_bookings(&oncalls, schedules, range, cx).await?);
    }
    gaps.sort_by_key(Gap::rank);
    Ok(gaps)
}

/// The times in which somebody is on in one of these schedules, or those of these on-calls, and elsewhere too.
async fn double_bookings(oncalls: &[Oncall], schedules: &[Schedule], range: Span, cx: &Context) -> Result<Vec<Gap>> {
    let asked: Vec<Duty> = oncalls.iter().filter_map(|oncall| Duty::of_oncall(oncall, range)).collect();
    let shifts = |schedule| shifts_of(schedule).filter_map(move |shift| Duty::of_shift(shift, schedule, range));
    let asked: Vec<Duty> = asked.into_iter().chain(schedules.iter().flat_map(shifts)).collect();
    let users: BTreeSet<&str> = asked.iter().filter_map(Duty::user_id).collect();
    let user_ids: Vec<Id<User>> = users.into_iter().filter_map(|id| id.parse().ok()).collect();
    let of_users = |user_ids| OncallsQuery { user_ids, ..OncallsQuery::default() };
    let elsewhere = shifts::oncalls(&user_ids, of_users, range, cx).await?;
    let elsewhere = elsewhere.iter().filter_map(|oncall| Duty::of_oncall(oncall, range));
    let duties: Vec<Duty> = asked.iter().cloned().chain(elsewhere).collect();
    Ok(double_booked(&duties, &asked.iter().filter_map(Duty::schedule_id).collect()))
}

/// The times in which a level of these policies has nobody.
fn uncovered_levels(policies: &[EscalationPolicy], oncalls: &[Oncall], range: Span) -> Vec<Gap> {
    let mut covered: BTreeMap<(&str, u64), Vec<Span>> = BTreeMap::new();
    for oncall in oncalls {
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
            gaps.extend(Gap::nobody(uncovered(spans, range), &what));
        }
    }
    gaps
}

/// The times in which a schedule has nobody, with overrides applied.
fn of_schedule(schedule: &Schedule, range: Span) -> Option<Gap> {
    let spans = shifts_of(schedule).filter_map(|shift| Some((shift.start.parsed()?, shift.end.parsed()?)));
    let what = [("schedule", json!({"id": schedule.id.as_deref(), "summary": schedule.name.as_deref()}))];
    Gap::nobody(uncovered(spans.collect(), range), &what)
}

/// The shifts of a schedule, overrides applied.
fn shifts_of(schedule: &Schedule) -> impl Iterator<Item = &RenderedEntry> {
    schedule.final_schedule.get().into_iter().flat_map(|rendered| rendered.entries())
}
