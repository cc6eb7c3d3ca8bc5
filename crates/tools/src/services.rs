//! Services.

use pagerduty::{
    Id, Page,
    model::{Service, Team, service::ServicesQuery},
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

pub(super) const TOOLS: &[fn() -> Entry] = &[Entry::of::<GetServices>];

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
    #[serde(flatten)]
    paging: Paging,
    #[serde(default)]
    include: Include<Service>,
}

impl Tool for GetServices {
    const INFO: Info = Info::read("get_services", "Get services", Toolset::Directory).on_by_default();
    const RULES: &'static [Rule] = &[
        Rule::OneById("service_id", &["team_ids", "query", "limit", "cursor"]),
        Rule::ContextExcludes(&["team_ids"]),
        Rule::NoContextNeeds(&["team_ids", "query"]),
    ];

    async fn call(self, cx: &Context) -> Result<Answer> {
        if let Some(id) = &self.service_id {
            return Ok(Answer::row(&cx.pagerduty()?.get(id).await?, &self.include));
        }
        let Some(team_ids) = cx.teams_or_mine(self.current_user_context, self.team_ids).await? else {
            return Ok(Answer::list(&Page::empty(), &self.include));
        };
        let client = cx.pagerduty()?;
        let fetch = |query, window| {
            let query = ServicesQuery { team_ids: team_ids.clone(), query };
            async move { client.list(&query, window).await }
        };
        let listing = cx
            .search(
                &self.paging,
                &self.include,
                self.query.as_deref(),
                |service: &Service| service.name.as_deref(),
                fetch,
            )
            .await?;
        Ok(Answer::listing(listing))
    }
}
