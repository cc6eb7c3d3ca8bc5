//! Services.

use futures_util::future::join_all;
use pagerduty::model::{Service, Team, service::ServicesQuery};
use toolkit::prelude::*;

use crate::{incidents::open, yes};

pub(crate) const TOOLS: &[fn() -> Entry] = &[Entry::of_browse::<GetServices>];

/// Services whose names are read for a plan; the others are named by their IDs.
const MAX_READ: usize = 25;

/// These services in a plan of this effect: what they are called, and each as its target. Where nobody reads who they are, by ID.
pub(crate) async fn described(ids: &[Id<Service>], effect: Effect, cx: &Context) -> (String, Vec<Target>) {
    let read = ids.iter().enumerate().map(async |(place, id)| match cx.pagerduty() {
        Ok(client) if place < MAX_READ && cx.describes(effect) => client.get(id).await.ok()?.item.name.get().cloned(),
        _ => None,
    });
    let names = join_all(read).await;
    let named = || ids.iter().zip(names.iter().map(Option::as_deref));
    let called = write::listed(named().map(|(id, name)| write::named(name, id.as_str())), "services");
    (called, named().map(|(id, name)| Target::new(id, name)).collect())
}

/// A plan that silences services in a range of time, with what a person has to know of them; `what` comes before their names.
pub(crate) async fn silenced(what: &str, ids: &[Id<Service>], range: (Timestamp, Timestamp), cx: &Context) -> Plan {
    let described = described(ids, Effect::Silences, cx);
    let ((services, targets), open, ()) = tokio::join!(described, open::on_silenced(ids, cx), cx.show_in_own_zone());
    let what = format!("{what} {services} {}", cx.shown_range(range.0, range.1));
    let plan = Plan::new(Effect::Silences, what).targets(targets);
    plan.consequence("No incident opens there in that time.").consequences(open)
}

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
