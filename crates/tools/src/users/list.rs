//! Users, and who the current one is.

use pagerduty::model::{Team, User, user::UsersQuery};
use serde_json::{Map, json};
use toolkit::{
    answer::{present, strangers::Strangers},
    prelude::*,
};

use crate::{on_calls::levels::ways_to_reach, yes};

pub(crate) const TOOLS: &[fn() -> Entry] = &[Entry::of_browse::<GetUsers>, Entry::of::<BuildUserContext>];

/// The field whose items are only referred to unless they are asked for.
const CONTACT_METHODS: &str = "contact_methods";

/// List PagerDuty users, or get one by ID, name or e-mail. Without filters: the members of your teams. To search the
/// whole account, set current_user_context to false and use query.
#[derive(Debug, Deserialize, JsonSchema)]
struct GetUsers {
    /// The one user, by ID, name or e-mail; excludes every filter.
    user_id: Option<Id<User>>,
    /// true: only your own teams; false: needs team_ids or query.
    #[serde(default = "yes")]
    current_user_context: bool,
    /// Only members of these teams.
    #[serde(default)]
    team_ids: Vec<Id<Team>>,
    /// Only users whose name or e-mail contains this text.
    query: Option<String>,
    /// With user_id: add how to reach them.
    #[serde(default)]
    include_contact_methods: bool,
}

impl Browse for GetUsers {
    const INFO: Info = Info::read("get_users", "Get users", Toolset::Directory).on_by_default();
    const RULES: &'static [Rule] = &[
        Rule::One("user_id"),
        Rule::Needs(&["include_contact_methods"], "user_id"),
        Rule::ContextExcludes(&["team_ids"]),
        Rule::NoContextNeeds(&["team_ids", "query"]),
    ];

    type Query = UsersQuery;

    async fn one(&self, include: &Include<User>, cx: &Context) -> Result<Option<Answer>> {
        let Some(id) = &self.user_id else { return Ok(None) };
        let (client, parts) = (cx.pagerduty()?, contact_methods(include));
        if !self.include_contact_methods {
            return Ok(Some(Answer::row(&client.get_with(id, &parts).await?, include)));
        }
        let (user, contacts) = tokio::join!(client.get_with(id, &parts), ways_to_reach(id, cx));
        let mut item = present::item(&user?, include);
        if let Some(contacts) = contacts {
            item.insert("contact".into(), present::composed(json!(contacts)));
        }
        Ok(Some(Answer::one::<User>(item, Strangers::of(include))))
    }

    async fn query(&self, include: &Include<User>, cx: &Context) -> Result<Option<UsersQuery>> {
        let team_ids = cx.teams_or_mine(self.current_user_context, &self.team_ids).await?;
        let (query, include) = (self.query.clone(), contact_methods(include));
        Ok(team_ids.map(|team_ids| UsersQuery { team_ids, query, include }))
    }
}

/// Asked for by name, they come with their addresses.
fn contact_methods(include: &Include<User>) -> Vec<&'static str> {
    Some(CONTACT_METHODS).filter(|name| include.names(name)).into_iter().collect()
}

/// Say who you are in PagerDuty: the ID, name and e-mail of the current user, and the IDs of their teams, services and
/// escalation policies.
#[derive(Debug, Deserialize, JsonSchema)]
struct BuildUserContext {}

impl Tool for BuildUserContext {
    const INFO: Info = Info::read("build_user_context", "Build user context", Toolset::Directory).on_by_default();

    async fn call(self, cx: &Context) -> Result<Answer> {
        let (user, service_ids, escalation_policy_ids) = cx.fresh_user_context().await?;
        Ok(Answer::bare(Map::from_iter([
            ("user_id".into(), json!(user.id)),
            ("name".into(), json!(user.name.as_deref().unwrap_or_default())),
            ("email".into(), json!(user.email.as_deref().unwrap_or_default())),
            ("team_ids".into(), json!(user.team_ids)),
            ("service_ids".into(), json!(service_ids)),
            ("escalation_policy_ids".into(), json!(escalation_policy_ids)),
        ])))
    }
}
