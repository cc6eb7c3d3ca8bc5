//! On-calls: who is on call.

use futures_util::future::try_join_all;
use pagerduty::{
    Id, Page,
    model::{EscalationPolicy, Oncall, Schedule, Service, User, oncall::OncallsQuery},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{find_oncall::policy_of, time_range, yes};
use crate::{
    answer::Answer,
    context::{Context, Paging},
    error::Result,
    fields::Include,
    rules::Rule,
    tool::{Access, Entry, Tool},
    toolset::Toolset,
    words,
};

pub(super) const TOOLS: &[fn() -> Entry] = &[Entry::of::<GetOncalls>];

/// List who is on call in PagerDuty, with escalation policy, level and schedule. Without filters: everyone on call now in
/// your escalation policies. Without times: now. For the users of one schedule, list_users_oncall is shorter.
#[derive(Debug, Deserialize, JsonSchema)]
struct GetOncalls {
    /// true: only your own escalation policies, with everyone in them; false: needs a filter.
    #[serde(default = "yes")]
    current_user_context: bool,
    /// Only on-calls of these schedules.
    #[serde(default)]
    schedule_ids: Vec<Id<Schedule>>,
    /// Only on-calls of these users.
    #[serde(default)]
    user_ids: Vec<Id<User>>,
    /// Only on-calls of these escalation policies.
    #[serde(default)]
    escalation_policy_ids: Vec<Id<EscalationPolicy>>,
    /// Only on-calls for these services, whoever they belong to.
    #[serde(default)]
    service_ids: Vec<Id<Service>>,
    /// Start of the range; default now.
    since: Option<pagerduty::Timestamp>,
    /// End of the range, at most 90 days ahead; default now.
    until: Option<pagerduty::Timestamp>,
    #[serde(flatten)]
    paging: Paging,
    /// Only the first on-call of each policy, level and user: who is next.
    earliest: Option<bool>,
    /// IANA zone; default UTC.
    #[schemars(extend("format" = "time_zone"))]
    time_zone: Option<String>,
    #[serde(default)]
    include: Include<Oncall>,
}

impl Tool for GetOncalls {
    const NAME: &'static str = "get_oncalls";
    const TITLE: &'static str = "Get on-calls";
    const ACCESS: Access = Access::Read;
    const TOOLSET: Toolset = Toolset::Oncall;
    const ON_BY_DEFAULT: bool = true;
    const RULES: &'static [Rule] = &[
        Rule::ContextExcludes(&["user_ids", "service_ids"]),
        Rule::NoContextNeeds(&["schedule_ids", "user_ids", "escalation_policy_ids", "service_ids"]),
    ];

    async fn call(mut self, cx: &Context) -> Result<Answer> {
        self.check_range(cx)?;
        self.whole_range(cx);
        if !self.service_ids.is_empty() {
            let policies = try_join_all(self.service_ids.iter().map(|id| policy_of(id, cx))).await?;
            self.escalation_policy_ids.extend(policies);
        }
        if self.current_user_context {
            let mine = cx.my_policies().await?;
            self.narrow_to(mine, cx);
            if self.escalation_policy_ids.is_empty() {
                return Ok(Answer::list(&Page::empty(), &self.include));
            }
        }
        let query = OncallsQuery {
            schedule_ids: self.schedule_ids,
            user_ids: self.user_ids,
            escalation_policy_ids: self.escalation_policy_ids,
            since: self.since,
            until: self.until,
            earliest: self.earliest,
            time_zone: self.time_zone,
            include: Vec::new(),
        };
        let client = cx.pagerduty()?;
        let listing = cx.list(&self.paging, &self.include, |window| client.oncalls(&query, window)).await?;
        Ok(Answer::listing(listing))
    }
}

impl GetOncalls {
    /// PagerDuty takes now for an end that is not given.
    fn check_range(&self, cx: &Context) -> Result<()> {
        let now = cx.now();
        if let Some(until) = self.until {
            time_range::check_ahead(now, "until", until)?;
        }
        match (self.since, self.until) {
            (None, None) => Ok(()),
            (Some(since), None) => time_range::check_start(now, since),
            (since, Some(until)) => time_range::check(since.unwrap_or(now), until, None),
        }
    }

    /// Both ends of the range are sent where one was given; the other is now.
    fn whole_range(&mut self, cx: &Context) {
        let (name, end) = match (&self.since, &self.until) {
            (Some(_), None) => ("until", &mut self.until),
            (None, Some(_)) => ("since", &mut self.since),
            _ => return,
        };
        *end = Some(cx.now());
        cx.times().read_as_now(name);
    }

    /// Leaves the escalation policies that are the current user's own.
    fn narrow_to(&mut self, mine: Vec<Id<EscalationPolicy>>, cx: &Context) {
        if mine.is_empty() {
            cx.warn_of_nothing("no escalation policy has you as a target");
        }
        if self.escalation_policy_ids.is_empty() {
            self.escalation_policy_ids = mine;
            return;
        }
        let (own, others): (Vec<_>, Vec<_>) = self.escalation_policy_ids.drain(..).partition(|id| mine.contains(id));
        if !others.is_empty() {
            let others = words::list(others.iter().map(Id::as_str), "and");
            cx.warn(format!(
                "`escalation_policy_ids` without {others}, not yours; set `current_user_context` to false to look there"
            ));
        }
        self.escalation_policy_ids = own;
    }
}
