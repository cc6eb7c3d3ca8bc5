//! On-calls: who is on call.

use futures_util::future::try_join_all;
use pagerduty::model::{EscalationPolicy, Oncall, Schedule, Service, User, oncall::OncallsQuery};
use schemars::{Schema, SchemaGenerator};
use serde_json::Value;
use toolkit::{answer::cursor::Position, list::listing::Listing, phrasing, prelude::*};

use super::{find::policy_of, shown};
use crate::{time_range, yes};

pub(crate) const TOOLS: &[fn() -> Entry] = &[Entry::of::<GetOncalls>];

/// List who is on call in PagerDuty, with escalation policy, level and schedule. Without filters: everyone on call now in
/// your escalation policies. Without times: now.
#[derive(Debug, Deserialize, JsonSchema)]
struct GetOncalls {
    /// true: only your own escalation policies, with everyone in them; false: needs a filter.
    #[serde(default = "yes")]
    current_user_context: bool,
    /// Only of these schedules.
    #[serde(default)]
    schedule_ids: Vec<Id<Schedule>>,
    /// Only of these users.
    #[serde(default)]
    user_ids: Vec<Id<User>>,
    /// Only of these escalation policies.
    #[serde(default)]
    escalation_policy_ids: Vec<Id<EscalationPolicy>>,
    /// Only for these services, whoever they belong to.
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
    /// A row for each policy of a shift.
    #[serde(default)]
    by_policy: bool,
    /// Add how to reach each person.
    #[serde(default)]
    include_contact_methods: bool,
    #[serde(default)]
    #[schemars(schema_with = "include_with_policies")]
    include: Include<Oncall>,
}

fn include_with_policies(generator: &mut SchemaGenerator) -> Schema {
    let mut schema = Include::<Oncall>::json_schema(generator);
    if let Some(Value::Array(fields)) = schema.pointer_mut("/items/on_request") {
        fields.push(shown::POLICIES.into());
    }
    schema
}

impl Tool for GetOncalls {
    const INFO: Info = Info::read("get_oncalls", "Get on-calls", Toolset::Oncall).on_by_default();
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
        if self.by_policy && !self.include_contact_methods {
            let listing = cx.list(&self.paging, &self.include, &query).await?;
            return Ok(Answer::listing(listing));
        }
        // The rows of one shift stand anywhere in the list.
        let page = client.list(&query, Window::ALL).await?;
        if page.next.is_some() {
            cx.warn("PagerDuty hands out no more on-calls of this query: shorten the range, or filter");
        }
        page.unreadable.iter().for_each(|warning| cx.warn(warning.as_str()));
        let mut rows = shown::rows(&page.rows, &self.include, !self.by_policy);
        let (Position { offset, .. }, limit) = cx.start(&self.paging)?;
        let total = rows.len() as u64;
        rows.drain(..rows.len().min(usize::try_from(offset).unwrap_or(usize::MAX)));
        rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        if self.include_contact_methods {
            shown::add_contacts(&mut rows, cx).await;
        }
        let items = rows.into_iter().map(|row| row.item.into()).collect();
        Ok(Answer::listing(Listing::<Oncall>::composed(items, offset, total, &self.include)))
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
            let others = phrasing::list(others.iter().map(Id::as_str), "and");
            cx.warn(format!(
                "`escalation_policy_ids` without {others}, not yours; set `current_user_context` to false to look there"
            ));
        }
        self.escalation_policy_ids = own;
    }
}
