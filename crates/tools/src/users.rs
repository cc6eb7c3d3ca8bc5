//! Users, and who the current one is.

use pagerduty::{
    Id, Page,
    model::{Team, User, user::UsersQuery},
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, json};
use toolkit::{
    answer::{Answer, include::Include, present, strangers::Strangers},
    context::{Context, Paging},
    error::Result,
    info::Info,
    parameters::rules::Rule,
    tool::{Entry, Tool},
    toolset::Toolset,
};

use super::{levels::ways_to_reach, yes};

pub(super) const TOOLS: &[fn() -> Entry] = &[Entry::of::<GetUsers>, Entry::of::<BuildUserContext>];

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
    #[serde(flatten)]
    paging: Paging,
    /// With user_id: add how to reach them.
    #[serde(default)]
    include_contact_methods: bool,
    #[serde(default)]
    include: Include<User>,
}

impl Tool for GetUsers {
    const INFO: Info = Info::read("get_users", "Get users", Toolset::Directory).on_by_default();
    const RULES: &'static [Rule] = &[
        Rule::OneById("user_id", &["team_ids", "query", "limit", "cursor"]),
        Rule::Needs(&["include_contact_methods"], "user_id"),
        Rule::ContextExcludes(&["team_ids"]),
        Rule::NoContextNeeds(&["team_ids", "query"]),
    ];

    async fn call(self, cx: &Context) -> Result<Answer> {
        // Asked for by name, they come with their addresses.
        let include: Vec<&str> = Some(CONTACT_METHODS).filter(|name| self.include.names(name)).into_iter().collect();
        if let Some(id) = &self.user_id {
            let client = cx.pagerduty()?;
            if !self.include_contact_methods {
                return Ok(Answer::row(&client.get_with(id, &include).await?, &self.include));
            }
            let (user, contacts) = tokio::join!(client.get_with(id, &include), ways_to_reach(id, cx));
            let mut item = present::item(&user?, &self.include);
            if let Some(contacts) = contacts {
                item.insert("contact".into(), present::composed(json!(contacts)));
            }
            return Ok(Answer::one::<User>(item, Strangers::of(&self.include)));
        }
        let Some(team_ids) = cx.teams_or_mine(self.current_user_context, self.team_ids).await? else {
            return Ok(Answer::list(&Page::empty(), &self.include));
        };
        let client = cx.pagerduty()?;
        let fetch = |query, window| {
            let query = UsersQuery { team_ids: team_ids.clone(), query, include: include.clone() };
            async move { client.list(&query, window).await }
        };
        let listing = cx
            .search(&self.paging, &self.include, self.query.as_deref(), |user: &User| user.name.as_deref(), fetch)
            .await?;
        Ok(Answer::listing(listing))
    }
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
