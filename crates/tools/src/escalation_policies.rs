//! Escalation policies.

use pagerduty::{
    Id, Page,
    model::{
        EscalationPolicy, Team, User,
        escalation_policy::{EscalationPoliciesQuery, STRATEGIES},
    },
};
use schemars::JsonSchema;
use serde::Deserialize;
use toolkit::{
    answer::{Answer, include::Include},
    context::{Context, Paging},
    error::Result,
    info::Info,
    parameters::rules::Rule,
    tool::{Entry, Tool},
    toolset::Toolset,
};

use super::yes;

pub(super) const TOOLS: &[fn() -> Entry] = &[Entry::of::<GetEscalationPolicies>];

/// List PagerDuty escalation policies (who is notified, in which order), or get one by ID or name. Without filters: the policies
/// of your teams that have you as a target.
#[derive(Debug, Deserialize, JsonSchema)]
struct GetEscalationPolicies {
    /// The one policy, by ID or name; excludes every filter.
    policy_id: Option<Id<EscalationPolicy>>,
    /// true: only your own policies; false: needs user_ids, team_ids or query.
    #[serde(default = "yes")]
    current_user_context: bool,
    /// Only policies whose name contains this text.
    query: Option<String>,
    /// Only policies that have any of these users as a target.
    #[serde(default)]
    user_ids: Vec<Id<User>>,
    /// Only policies of these teams.
    #[serde(default)]
    team_ids: Vec<Id<Team>>,
    #[serde(flatten)]
    paging: Paging,
    #[serde(default)]
    include: Include<EscalationPolicy>,
}

impl Tool for GetEscalationPolicies {
    const INFO: Info =
        Info::read("get_escalation_policies", "Get escalation policies", Toolset::Directory).on_by_default();
    const RULES: &'static [Rule] = &[
        Rule::OneById("policy_id", &["query", "user_ids", "team_ids", "limit", "cursor"]),
        Rule::ContextExcludes(&["user_ids", "team_ids"]),
        Rule::NoContextNeeds(&["user_ids", "team_ids", "query"]),
    ];

    async fn call(self, cx: &Context) -> Result<Answer> {
        if let Some(id) = &self.policy_id {
            return Ok(Answer::row(&cx.pagerduty()?.get(id).await?, &self.include));
        }
        let (user_ids, team_ids) = if self.current_user_context {
            let user = cx.current_user().await?;
            if user.team_ids.is_empty() {
                cx.warn_of_nothing("you are in no team");
                return Ok(Answer::list(&Page::empty(), &self.include));
            }
            (vec![user.id.clone()], user.team_ids.clone())
        } else {
            (self.user_ids, self.team_ids)
        };
        let client = cx.pagerduty()?;
        let fetch = |query, window| {
            let query = EscalationPoliciesQuery {
                user_ids: user_ids.clone(),
                team_ids: team_ids.clone(),
                query,
                include: vec![STRATEGIES],
            };
            async move { client.list(&query, window).await }
        };
        let listing = cx
            .search(
                &self.paging,
                &self.include,
                self.query.as_deref(),
                |policy: &EscalationPolicy| policy.name.as_deref(),
                fetch,
            )
            .await?;
        Ok(Answer::listing(listing))
    }
}
