//! Who to call: the people on call for something, level by level.

use pagerduty::model::{EscalationPolicy, Schedule, Service, Team, oncall::OncallsQuery};
use serde_json::Value;
use toolkit::prelude::*;

use super::levels::{Contacts, level_of, levels, only_policy, policies_of};
use crate::time_range;

pub(crate) const TOOLS: &[fn() -> Entry] = &[Entry::of::<FindOncall>];

/// Find who to call in PagerDuty for a service, team, escalation policy or schedule: who is on call at each level in the
/// order of escalation, until when, who is next, and how to reach them.
#[derive(Debug, Deserialize, JsonSchema)]
struct FindOncall {
    /// The service, by ID or name.
    service_id: Option<Id<Service>>,
    /// The team, by ID or name.
    team_id: Option<Id<Team>>,
    /// The escalation policy, by ID or name.
    policy_id: Option<Id<EscalationPolicy>>,
    /// The schedule, by ID or name.
    schedule_id: Option<Id<Schedule>>,
    /// At this time, at most 90 days ahead; default now.
    at: Option<Timestamp>,
    /// IANA zone; default UTC.
    #[schemars(extend("format" = "time_zone"))]
    time_zone: Option<String>,
}

impl Tool for FindOncall {
    const INFO: Info = Info::read("find_oncall", "Find who is on call", Toolset::Oncall).on_by_default();
    const RULES: &'static [Rule] = &[Rule::ExactlyOne(&["service_id", "team_id", "policy_id", "schedule_id"])];

    async fn call(self, cx: &Context) -> Result<Answer> {
        let at = self.at.unwrap_or_else(|| cx.now());
        time_range::check_ahead(cx.now(), "at", at)?;
        let in_zone = OncallsQuery { time_zone: self.time_zone, ..OncallsQuery::default() };
        if let Some(id) = self.schedule_id {
            let query = OncallsQuery { schedule_ids: vec![id.clone()], ..in_zone };
            let mut found = levels(query, &[], at, Contacts::LookedUp, cx).await?;
            if found.is_empty() {
                found.push(level_of(&id, at, cx).await?);
            }
            return Ok(answer(found));
        }
        let (ids, policies) = if let Some(id) = self.team_id {
            let policies = policies_of(vec![id], cx).await?;
            (policies.iter().filter_map(|policy| policy.id.parsed()).collect(), policies)
        } else {
            let id = match (self.service_id, self.policy_id) {
                (Some(service), _) => policy_of(&service, cx).await?,
                (None, Some(policy)) => policy,
                (None, None) => {
                    return Err(Error::new(Code::MissingParameter, "nothing says whose on-calls are meant"));
                }
            };
            let policy = cx.pagerduty()?.get(&id).await?.item;
            (vec![id], vec![policy])
        };
        if ids.is_empty() {
            cx.warn("the team has no escalation policy, so nobody is on call for it");
            return Ok(Answer::items("levels", Vec::new()));
        }
        let query = OncallsQuery { escalation_policy_ids: ids, ..in_zone };
        Ok(answer(levels(query, &policies, at, Contacts::LookedUp, cx).await?))
    }
}

/// The levels, and their policy once where it is the same.
fn answer(mut levels: Vec<Value>) -> Answer {
    let policy = only_policy(&mut levels);
    let answer = Answer::items("levels", levels);
    match policy {
        Some(policy) => answer.metadata("escalation_policy", policy),
        None => answer,
    }
}

/// The escalation policy of a service.
pub(crate) async fn policy_of(service: &Id<Service>, cx: &Context) -> Result<Id<EscalationPolicy>> {
    let service = cx.pagerduty()?.get(service).await?.item;
    let id = service.escalation_policy.get().and_then(|policy| policy.id.parsed());
    id.ok_or_else(|| {
        Error::new(Code::InvalidResponse, "PagerDuty does not say which escalation policy the service has")
    })
}
