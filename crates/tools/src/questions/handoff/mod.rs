//! Handing over: what the person who comes on call next has to know.

mod asked;
mod open;
mod range;
mod scope;
mod shift;

use pagerduty::model::{
    IncidentStatus,
    incident::{DateRange, IncidentsQuery},
    oncall::OncallsQuery,
};
use serde_json::{Value, json};
use toolkit::{answer::strangers::Strangers, prelude::*};

use self::{
    asked::{MAX_ROWS, OncallHandoff},
    open::open_incidents,
    range::{LONGEST_DAYS, Shift},
    scope::Scope,
    shift::{happened, noisy, ranked},
};
use super::coverage::{self, Doubles, Gap};
use crate::{
    on_calls::levels::{Contacts, by_policy, levels},
    time_range,
};

pub(crate) const TOOLS: &[fn() -> Entry] = &[Entry::of::<OncallHandoff>];

/// Days ahead in which gaps are looked for.
const DAYS_AHEAD: i64 = 7;

/// Open incidents that are looked at.
const MAX_OPEN: u64 = 100;

impl Tool for OncallHandoff {
    const INFO: Info = Info::read("oncall_handoff", "On-call handoff", Toolset::Insights).on_by_default().in_zone();
    const DEFAULT_ZONE: &'static str = "the schedule's or user's";
    const RULES: &'static [Rule] = &[
        Rule::Excludes("team_id", &["schedule_id", "user_id"]),
        Rule::Excludes("schedule_id", &["user_id"]),
        Rule::TimesOfOwn(&["schedule_id", "user_id"]),
    ];

    async fn call(self, cx: &Context) -> Result<Answer> {
        if let Some(since) = self.since {
            time_range::check(since, self.until.unwrap_or_else(|| cx.now()), Some(LONGEST_DAYS))?;
        }
        let (scope, shift) = tokio::join!(self.scope(cx), self.shift(cx));
        cx.show_in_own_zone().await;
        let Shift { range: (since, until), whose, began } = shift;
        if let Some(began) = began {
            cx.warn(format!("the shift began {}; its last {LONGEST_DAYS} days are handed over", cx.shown(began)));
        }
        let Some(scope) = scope? else {
            return Ok(Answer::items("handoff", Vec::new()).described("Nothing to hand over"));
        };
        let client = cx.pagerduty()?;
        let open = IncidentsQuery {
            statuses: vec![IncidentStatus::Triggered, IncidentStatus::Acknowledged],
            date_range: Some(DateRange::All),
            ..scope.incidents()
        };
        let (open, of_shift, changes, people) = tokio::join!(
            client.list(&open, Window::new(0, MAX_OPEN)),
            shift::incidents(&scope, (since, until), cx),
            scope.changes(since, until, cx),
            people(&scope, cx),
        );
        // Without the open incidents there is nothing to hand over; the rest may be missing.
        let mut open = open?;
        if open.next.is_some() {
            cx.warn(format!("there are more than {MAX_OPEN} open incidents; the rest is not shown"));
        }
        open.rows.retain(|row| row.item.created_at.parsed::<Timestamp>().is_none_or(|created| created < until));
        let count = open.rows.len();
        // Whose policies cannot be read may have some.
        let has_policies = people.as_ref().map_or(true, |(_, on_call)| !on_call.is_empty());
        let is_there = count > 0 || has_policies || of_shift.as_ref().is_ok_and(|shift| !shift.created.is_empty());
        let mut item = serde_json::Map::new();
        let mut shift = json!({"since": since, "until": until});
        for (name, value) in whose.as_ref().and_then(Value::as_object).into_iter().flatten() {
            shift[name] = value.clone();
        }
        item.insert("shift".into(), shift);
        item.insert("open_incidents".into(), open_incidents(open.rows, cx).await.into());
        match &of_shift {
            Ok(incidents) => {
                item.insert("happened".into(), happened(incidents));
                item.insert("noisy_services".into(), noisy(&incidents.created));
            }
            Err(error) => cx.warn_of("`happened` is missing", error),
        }
        match changes {
            Ok(changes) => {
                if changes.len() > MAX_ROWS {
                    let warning = Hint::from(format!("`changes` has {MAX_ROWS} of them"));
                    cx.warn(warning.with(": see ", tool("get_change_events"), " for all"));
                }
                let incidents = of_shift.as_ref().map(|incidents| incidents.created.as_slice());
                item.insert("changes".into(), ranked(&changes, incidents.unwrap_or_default()));
            }
            Err(error) => cx.warn_of("`changes` is missing", &error),
        }
        match people {
            Ok((gaps, on_call)) => {
                item.insert("coverage_gaps".into(), gaps.into());
                item.insert("on_call".into(), on_call.into());
            }
            Err(error) => cx.warn_of("`coverage_gaps` and `on_call` are missing", &error),
        }
        let strangers = Strangers::default()
            .titles(&[
                "open_incidents.title",
                "happened.latest.title",
                "happened.latest.merged_into",
                "happened.resolved_from_before.title",
                "happened.resolved_from_before.merged_into",
                "changes.summary",
                "changes.incidents_after.title",
            ])
            .details(&["open_incidents.last_note.content"]);
        let description = format!("Handoff of the shift from {} to {}", cx.shown(since), cx.shown(until));
        let answer = Answer::composed("handoff", vec![item.into()], strangers).described(description).about(is_there);
        Ok(answer.metadata("open_incidents_count", count))
    }
}

/// Coverage gaps ahead, and who is on call now with who follows.
async fn people(scope: &Scope, cx: &Context) -> Result<(Vec<Value>, Vec<Value>)> {
    let policies = scope.policies(cx).await?;
    let ids: Vec<_> = policies.iter().filter_map(|policy| policy.id.parsed()).collect();
    if ids.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let now = cx.now();
    let query = OncallsQuery { escalation_policy_ids: ids, ..OncallsQuery::default() };
    let range = (now, now.plus_days(DAYS_AHEAD));
    let on_call = levels(query, &policies, now, Contacts::LeftOut, cx);
    let (gaps, on_call) = tokio::try_join!(coverage::gaps(&policies, &[], range, Doubles::LeftOut, cx), on_call)?;
    let gaps: Vec<Value> = gaps.iter().flat_map(Gap::entries).map(|(_, entry)| entry).collect();
    if gaps.len() > MAX_ROWS {
        let warning = Hint::from(format!("`coverage_gaps` has {MAX_ROWS} of {}", gaps.len()));
        cx.warn(warning.with(": see ", tool("find_coverage_gaps"), " for all"));
    }
    Ok((gaps.into_iter().take(MAX_ROWS).collect(), by_policy(on_call)))
}
