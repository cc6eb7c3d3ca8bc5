//! Services.

use pagerduty::model::{Service, Team, service::ServicesQuery};
use toolkit::prelude::*;

use crate::yes;

pub(crate) const TOOLS: &[fn() -> Entry] = &[Entry::of_browse::<GetServices>];

/// List PagerDuty services, or get one by ID or name. Without filters: the services of your teams. To search the whole
/// account by name, set current_user_context to false and use query.
#[derive(Debug, Deserialize, JsonSchema)]
struct GetServices {
    /// The one service, by ID or name; excludes every filter.
    service_id: Option<Id<Service>>,
    /// true: only your own teams; false: needs team_ids or query.
    #[serde(default = "yes")]
    current_user_context: bool,
    /// Only services of these teams.
    #[serde(default)]
    team_ids: Vec<Id<Team>>,
    /// Only services whose name contains this text.
    query: Option<String>,
}

impl Browse for GetServices {
    const INFO: Info = Info::read("get_services", "Get services", Toolset::Directory).on_by_default();
    const RULES: &'static [Rule] =
        &[Rule::One("service_id"), Rule::ContextExcludes(&["team_ids"]), Rule::NoContextNeeds(&["team_ids", "query"])];

    type Query = ServicesQuery;

    async fn one(&self, include: &Include<Service>, cx: &Context) -> Result<Option<Answer>> {
        cx.one(self.service_id.as_ref(), include).await
    }

    async fn query(&self, _: &Include<Service>, cx: &Context) -> Result<Option<ServicesQuery>> {
        let team_ids = cx.teams_or_mine(self.current_user_context, &self.team_ids).await?;
        Ok(team_ids.map(|team_ids| ServicesQuery { team_ids, query: self.query.clone() }))
    }
}
