//! Handing over: what the person who comes on call next has to know.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use pagerduty::{
    Field, Id, Row, Timestamp, Window,
    model::{
        Incident, IncidentStatus, Schedule, Team, User,
        change_event::ChangeEventsQuery,
        incident::{DateRange, IncidentsQuery},
        oncall::OncallsQuery,
        schedule::ScheduleQuery,
    },
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    coverage, incidents,
    levels::{levels, policies_of},
    time_range,
};
use crate::{
    answer::Answer,
    context::Context,
    error::{Code, Error, Result},
    rules::Rule,
    tool::{Access, Entry, Tool},
    toolset::Toolset,
};

pub(super) const TOOLS: &[fn() -> Entry] = &[Entry::of::<OncallHandoff>];

/// Hours of a shift where no start is given.
const SHIFT_HOURS: i64 = 12;

/// Days ahead in which gaps are looked for.
const DAYS_AHEAD: i64 = 7;

/// Open incidents whose last note is looked up.
const MOST_OPEN: usize = 20;

/// Rows of the other parts.
const MOST_ROWS: usize = 10;

const HOUR: i64 = 60 * 60;

/// Gather what a handoff in PagerDuty needs: open incidents with owner, age, last note and next step, snoozed ones with
/// their end, what happened in the shift and how long it took, noisy services, changes, coverage gaps of the next 7 days,
/// and who is on call now and next. Without a team, schedule or user: for your own teams.
#[derive(Debug, Deserialize, JsonSchema)]
struct OncallHandoff {
    /// For this team, by ID or name.
    team_id: Option<Id<Team>>,
    /// For the teams of this schedule, by ID or name.
    schedule_id: Option<Id<Schedule>>,
    /// For the teams of this user, by ID, name or e-mail.
    user_id: Option<Id<User>>,
    /// Start of the shift (ISO 8601); default 12 hours before until.
    since: Option<Timestamp>,
    /// End of the shift; default now.
    until: Option<Timestamp>,
}

impl Tool for OncallHandoff {
    const NAME: &'static str = "oncall_handoff";
    const TITLE: &'static str = "On-call handoff";
    const ACCESS: Access = Access::Read;
    const TOOLSET: Toolset = Toolset::Insights;
    const ON_BY_DEFAULT: bool = true;
    const RULES: &'static [Rule] =
        &[Rule::Excludes("team_id", &["schedule_id", "user_id"]), Rule::Excludes("schedule_id", &["user_id"])];

    async fn call(self, cx: &Context) -> Result<Answer> {
        let until = self.until.unwrap_or_else(|| cx.now());
        let since = self.since.unwrap_or_else(|| until.plus_seconds(-SHIFT_HOURS * HOUR));
        time_range::check(since, until, Some(31))?;
        let team_ids = self.teams(cx).await?;
        if team_ids.is_empty() {
            return Ok(Answer::items("handoff", Vec::new()));
        }
        let client = cx.pagerduty()?;
        let open = IncidentsQuery {
            team_ids: team_ids.clone(),
            statuses: vec![IncidentStatus::Triggered, IncidentStatus::Acknowledged],
            date_range: Some(DateRange::All),
            ..IncidentsQuery::default()
        };
        let of_shift = IncidentsQuery {
            team_ids: team_ids.clone(),
            since: Some(since),
            until: Some(until),
            ..IncidentsQuery::default()
        };
        let changes = ChangeEventsQuery { team_ids: team_ids.clone(), since: Some(since), until: Some(until) };
        let (open, of_shift, changes, people) = tokio::join!(
            client.incidents(&open, Window::new(0, 100)),
            client.incidents(&of_shift, Window::new(0, 1000)),
            client.change_events(&changes, Window::new(0, MOST_ROWS as u64)),
            people(team_ids, cx),
        );
        // Without the open incidents there is nothing to hand over; the rest may be missing.
        let open = open?;
        if open.next.is_some() {
            cx.warn("there are more than 100 open incidents; the rest is not shown");
        }
        let mut item = serde_json::Map::new();
        item.insert("shift".into(), json!({"since": since, "until": until}));
        item.insert("open_incidents".into(), open_incidents(open.rows, cx).await.into());
        match of_shift {
            Ok(page) => {
                let rows: Vec<Incident> = page.rows.into_iter().map(|row| row.item).collect();
                item.insert("happened".into(), happened(&rows));
                item.insert("noisy_services".into(), noisy(&rows));
            }
            Err(error) => cx.warn(format!("`happened` is missing: {error}")),
        }
        match changes {
            Ok(page) => {
                let lines = page.rows.iter().map(|row| {
                    let change = &row.item;
                    let services = change.services.get().into_iter().flatten().filter_map(|one| one.get());
                    let names: Vec<_> = services.filter_map(|one| one.summary.as_deref()).collect();
                    json!({"at": change.timestamp.as_deref(), "summary": change.summary.as_deref(), "services": names})
                });
                item.insert("changes".into(), lines.collect());
            }
            Err(error) => cx.warn(format!("`changes` is missing: {error}")),
        }
        match people {
            Ok((gaps, on_call)) => {
                item.insert("coverage_gaps".into(), gaps.into());
                item.insert("on_call".into(), on_call.into());
            }
            Err(error) => cx.warn(format!("`coverage_gaps` and `on_call` are missing: {}", error.message())),
        }
        Ok(Answer::items("handoff", vec![item.into()]))
    }
}

impl OncallHandoff {
    /// The teams that the handoff is about.
    async fn teams(&self, cx: &Context) -> Result<Vec<Id<Team>>> {
        if let Some(id) = &self.team_id {
            return Ok(vec![id.clone()]);
        }
        let (ids, whose): (Vec<Option<String>>, _) = if let Some(id) = &self.schedule_id {
            let schedule = cx.pagerduty()?.schedule(id, &ScheduleQuery::default()).await?.item;
            let teams = schedule.teams.get().into_iter().flatten().filter_map(|team| team.get());
            (teams.map(|team| team.id.as_deref().map(str::to_owned)).collect(), "the schedule")
        } else if let Some(id) = &self.user_id {
            let user = cx.pagerduty()?.user(id).await?.item;
            let teams = user.teams.get().into_iter().flatten().filter_map(|team| team.get());
            (teams.map(|team| team.id.as_deref().map(str::to_owned)).collect(), "the user")
        } else {
            return cx.my_teams().await;
        };
        let ids: Vec<Id<Team>> = ids.into_iter().filter_map(|id| id?.parse().ok()).collect();
        if ids.is_empty() {
            let message = format!("{whose} belongs to no team, so nothing says which incidents are meant");
            return Err(Error::new(Code::InvalidParameter, message).hint("give `team_id` instead"));
        }
        Ok(ids)
    }
}

/// Open incidents, the oldest first, with what to do next.
async fn open_incidents(mut rows: Vec<Row<Incident>>, cx: &Context) -> Vec<Value> {
    rows.sort_by_key(|row| row.item.created_at.parsed::<Timestamp>());
    let notes = rows.iter().take(MOST_OPEN).map(|row| async {
        let id: Id<Incident> = row.item.id.parsed()?;
        cx.pagerduty().ok()?.incident_notes(&id).await.ok()
    });
    let mut notes = join_all(notes).await.into_iter();
    let now = cx.now();
    let shown = rows.iter().map(|row| {
        let incident = &row.item;
        let notes = notes.next().flatten().map(|page| page.rows).unwrap_or_default();
        let last = notes.iter().max_by_key(|note| note.item.created_at.parsed::<Timestamp>());
        let age = incident.created_at.parsed::<Timestamp>().map(|created| now.as_second() - created.as_second());
        let names = |owners: Vec<Option<&str>>| owners.into_iter().flatten().map(str::to_owned).collect::<Vec<_>>();
        let acknowledged = incident.acknowledgements.get().into_iter().flatten().filter_map(|one| one.get());
        let acknowledged = names(acknowledged.map(|one| one.acknowledger.get()?.summary.as_deref()).collect());
        let assigned = incident.assignments.get().into_iter().flatten().filter_map(|one| one.get());
        let assigned = names(assigned.map(|one| one.assignee.get()?.summary.as_deref()).collect());
        let again = triggers_again_at(row);
        let next = match (incident.status.as_deref(), &again) {
            (Some("triggered"), _) => "nobody has acknowledged it: acknowledge it, or reassign it".to_owned(),
            (_, Some(end)) => format!("snoozed or acknowledged until {end}, then it is triggered again: resolve it, or look again then"),
            _ => "go on from the last note, then resolve it".to_owned(),
        };
        json!({
            "id": incident.id.as_deref(),
            "incident_number": incident.incident_number.get(),
            "title": incident.title.as_deref(),
            "status": incident.status.as_deref(),
            "urgency": incident.urgency.as_deref(),
            "service": incident.service.get().and_then(|service| service.summary.as_deref()),
            "owner": if acknowledged.is_empty() { assigned } else { acknowledged },
            "age_hours": age.map(|seconds| (seconds as f64 / 360.0).round() / 10.0),
            "triggers_again_at": again,
            "last_note": last.map(|note| json!({"at": note.item.created_at.as_deref(), "content": note.item.content.as_deref()})),
            "next_step": next,
        })
    });
    shown.collect()
}

/// When an acknowledged incident is triggered again by itself, because it is snoozed or because acknowledgements of its
/// service end: PagerDuty says it among the pending actions.
fn triggers_again_at(row: &Row<Incident>) -> Option<String> {
    let actions = row.fields().remove("pending_actions")?;
    let action = actions.as_array()?.iter().find(|action| action["type"] == "unacknowledge")?;
    action["at"].as_str().map(str::to_owned)
}

/// What came and went in the shift.
fn happened(rows: &[Incident]) -> Value {
    let lines = rows.iter().take(MOST_ROWS).map(|incident| {
        let second = |time: &Field<String>| Some(time.parsed::<Timestamp>()?.as_second());
        let seconds = second(&incident.resolved_at).zip(second(&incident.created_at)).map(|(end, start)| end - start);
        json!({
            "incident_number": incident.incident_number.get(),
            "title": incident.title.as_deref(),
            "status": incident.status.as_deref(),
            "created_at": incident.created_at.as_deref(),
            "minutes_to_resolve": seconds.map(|seconds| seconds / 60),
        })
    });
    let resolved = rows.iter().filter(|incident| incident.status.as_deref() == Some("resolved")).count();
    let autoresolved = rows.iter().filter(|incident| incidents::is_autoresolved(incident)).count();
    let lines: Vec<Value> = lines.collect();
    json!({"incidents": rows.len(), "resolved": resolved, "autoresolved": autoresolved, "latest": lines})
}

/// Services with more than one incident in the shift, the noisiest first.
fn noisy(rows: &[Incident]) -> Value {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for service in rows.iter().filter_map(|incident| incident.service.get()?.summary.as_deref()) {
        *counts.entry(service).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().filter(|(_, count)| *count > 1).collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.into_iter().take(MOST_ROWS).map(|(name, count)| json!({"service": name, "incidents": count})).collect()
}

/// Coverage gaps ahead, and who is on call now with who follows.
async fn people(team_ids: Vec<Id<Team>>, cx: &Context) -> Result<(Vec<Value>, Vec<Value>)> {
    let policies = policies_of(team_ids, cx).await?;
    let ids: Vec<_> = policies.iter().filter_map(|policy| policy.id.parsed()).collect();
    if ids.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let now = cx.now();
    let query = OncallsQuery { escalation_policy_ids: ids, ..OncallsQuery::default() };
    let range = (now, now.plus_days(DAYS_AHEAD));
    let (gaps, on_call) =
        tokio::try_join!(coverage::of_policies(&policies, range, cx), levels(query, &policies, now, cx))?;
    Ok((gaps.into_iter().take(MOST_ROWS).map(coverage::Gap::into_value).collect(), on_call))
}
