//! Teams.

use pagerduty::model::{Team, team::TeamsQuery};
use toolkit::prelude::*;

pub(crate) const TOOLS: &[fn() -> Entry] = &[Entry::of_browse::<GetTeams>];

/// List PagerDuty teams, or get one by ID or name.
#[derive(Debug, Deserialize, JsonSchema)]
struct GetTeams {
    /// The one team, by ID or name; excludes every filter.
    team_id: Option<Id<Team>>,
    /// Only teams whose name contains this text.
    query: Option<String>,
}

impl Browse for GetTeams {
    const INFO: Info = Info::read("get_teams", "Get teams", Toolset::Directory).on_by_default();
    const RULES: &'static [Rule] = &[Rule::One("team_id")];

    type Query = TeamsQuery;

    async fn one(&self, include: &Include<Team>, cx: &Context) -> Result<Option<Answer>> {
        cx.one(self.team_id.as_ref(), include).await
    }

    async fn query(&self, _: &Include<Team>, _: &Context) -> Result<Option<TeamsQuery>> {
        Ok(Some(TeamsQuery { query: self.query.clone() }))
    }
}
