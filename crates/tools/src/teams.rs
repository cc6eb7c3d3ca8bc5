//! Teams.

use pagerduty::{
    Id,
    model::{Team, team::TeamsQuery},
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

pub(super) const TOOLS: &[fn() -> Entry] = &[Entry::of::<GetTeams>];

/// List PagerDuty teams, or get one by ID or name.
#[derive(Debug, Deserialize, JsonSchema)]
struct GetTeams {
    /// The one team, by ID or name; excludes every filter.
    team_id: Option<Id<Team>>,
    /// Only teams whose name contains this text.
    query: Option<String>,
    #[serde(flatten)]
    paging: Paging,
    #[serde(default)]
    include: Include<Team>,
}

impl Tool for GetTeams {
    const INFO: Info = Info::read("get_teams", "Get teams", Toolset::Directory).on_by_default();
    const RULES: &'static [Rule] = &[Rule::OneById("team_id", &["query", "limit", "cursor"])];

    async fn call(self, cx: &Context) -> Result<Answer> {
        if let Some(id) = &self.team_id {
            return Ok(Answer::row(&cx.pagerduty()?.get(id).await?, &self.include));
        }
        let client = cx.pagerduty()?;
        let fetch = |query, window| async move { client.list(&TeamsQuery { query }, window).await };
        let listing = cx
            .search(&self.paging, &self.include, self.query.as_deref(), |team: &Team| team.name.as_deref(), fetch)
            .await?;
        Ok(Answer::listing(listing))
    }
}
