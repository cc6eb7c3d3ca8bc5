//! Escalation policies.

use pagerduty::model::{
    EscalationPolicy, Team, User,
    escalation_policy::{EscalationPoliciesQuery, STRATEGIES},
};
use toolkit::prelude::*;

use crate::yes;

pub(crate) const TOOLS: &[fn() -> Entry] = &[Entry::of_browse::<GetEscalationPolicies>];

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
}

impl Browse for GetEscalationPolicies {
    const INFO: Info =
        Info::read("get_escalation_policies", "Get escalation policies", Toolset::Directory).on_by_default();
    const RULES: &'static [Rule] = &[
        Rule::One("policy_id"),
        Rule::ContextExcludes(&["user_ids", "team_ids"]),
        Rule::NoContextNeeds(&["user_ids", "team_ids", "query"]),
    ];

    type Query = EscalationPoliciesQuery;

    async fn one(&self, include: &Include<EscalationPolicy>, cx: &Context) -> Result<Option<Answer>> {
        cx.one(self.policy_id.as_ref(), include).await
    }

    async fn query(&self, _: &Include<EscalationPolicy>, cx: &Context) -> Result<Option<EscalationPoliciesQuery>> {
        let team_ids = cx.teams_or_mine(self.current_user_context, &self.team_ids).await?;
        let Some(team_ids) = team_ids else { return Ok(None) };
        let user_ids = match self.current_user_context {
            true => vec![cx.current_user().await?.id.clone()],
            false => self.user_ids.clone(),
        };
        let query = self.query.clone();
        Ok(Some(EscalationPoliciesQuery { user_ids, team_ids, query, include: vec![STRATEGIES] }))
    }
}
