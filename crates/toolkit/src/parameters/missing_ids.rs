//! IDs of the right form that nothing has. PagerDuty filters by them all the same and finds nothing, and an empty list looks
//! like an answer: so they are looked up where an answer is about nothing.

use futures_util::{FutureExt, future::join_all};
use pagerduty::{
    Client, ErrorKind, Id, ResourceKind,
    model::{EscalationPolicy, IncidentWorkflow, Service, Team, User, schedule::ScheduleQuery},
};
use serde_json::{Map, Value};

use super::{
    names::{self, Names},
    schema::{Kind, Parameter},
};
use crate::{
    context::Context,
    error::{Error, ResourceWording, Result},
    phrasing,
};

/// IDs of one parameter that are looked up at most.
const MAX_LOOKED_UP: usize = 10;

/// What one parameter filters by.
#[derive(Debug)]
pub(crate) struct Filter {
    parameter: String,
    kind: ResourceKind,
    ids: Vec<String>,
}

/// The filters of a call that name others by their IDs. What is named alone is asked for by its ID, and PagerDuty says so
/// if there is no such answer; only teams are never asked for in this way. A list that goes on was looked at before.
pub(crate) fn filters(parameters: &[Parameter], values: &Map<String, Value>) -> Vec<Filter> {
    if values.contains_key("cursor") {
        return Vec::new();
    }
    let filters = parameters.iter().filter_map(|parameter| {
        let Kind::Id(kind) = *parameter.kind.item() else { return None };
        let ids: Vec<String> = match values.get(&parameter.name)? {
            Value::Array(ids) => ids.iter().filter_map(|id| id.as_str().map(str::to_owned)).collect(),
            Value::String(id) if kind == ResourceKind::Team => vec![id.clone()],
            _ => return None,
        };
        names::has_names(kind).then(|| Filter { parameter: parameter.name.clone(), kind, ids })
    });
    filters.collect()
}

impl Context {
    /// Looks for what has these IDs, each with the place where it stands: PagerDuty finds nothing for an ID that nothing has.
    ///
    /// # Errors
    ///
    /// `INVALID_<RESOURCE>_ID` where all that one place names is missing.
    pub async fn check_ids(&self, named: Vec<(String, ResourceKind, Vec<String>)>) -> Result<()> {
        let filters = named.into_iter().filter(|(_, kind, _)| names::has_names(*kind));
        let filters: Vec<Filter> = filters.map(|(parameter, kind, ids)| Filter { parameter, kind, ids }).collect();
        check(&filters, true, self).await
    }
}

/// Looks for what the filters of an answer name, where it is about nothing. Where a part of a filter is missing, a warning says so.
///
/// # Errors
///
/// `INVALID_<RESOURCE>_ID` where all that a filter names is missing.
pub(crate) async fn check(filters: &[Filter], is_about_nothing: bool, cx: &Context) -> Result<()> {
    if !is_about_nothing || filters.is_empty() {
        return Ok(());
    }
    // Few calls come here, and all of them would be as large.
    check_each(filters, cx).boxed().await
}

async fn check_each(filters: &[Filter], cx: &Context) -> Result<()> {
    let (client, known) = (cx.pagerduty()?, &cx.known.names);
    for filter in filters {
        let Some(wording) = ResourceWording::of(filter.kind) else { continue };
        let looked_up = &filter.ids[..filter.ids.len().min(MAX_LOOKED_UP)];
        let found = join_all(looked_up.iter().map(|id| exists(client, known, filter.kind, id))).await;
        let missing: Vec<&String> = looked_up.iter().zip(found).filter(|(_, found)| !found).map(|(id, _)| id).collect();
        if missing.is_empty() {
            continue;
        }
        let named = phrasing::list(missing.iter().map(|id| phrasing::short(id)), "or");
        let noun = filter.kind.singular().replace('_', " ");
        let message = format!("no {noun} has the ID {named} (`{}`)", filter.parameter);
        if missing.len() == filter.ids.len() {
            return Err(Error::new(wording.code(), message).hint(wording.how_to_find()));
        }
        cx.warn(format!("{message}: the answer is about the others"));
    }
    Ok(())
}

/// Whether something has this ID. Only PagerDuty's own word for it that nothing has counts: an ID that this token may not read
/// exists.
async fn exists(client: &Client, known: &Names, kind: ResourceKind, id: &str) -> bool {
    if known.known(kind, id).is_some() {
        return true;
    }
    let result = match kind {
        ResourceKind::EscalationPolicy => {
            named(id, async |id| client.get::<EscalationPolicy>(&id).await.map(drop)).await
        }
        ResourceKind::IncidentWorkflow => {
            named(id, async |id| client.get::<IncidentWorkflow>(&id).await.map(drop)).await
        }
        ResourceKind::Schedule => {
            named(id, async |id| client.schedule(&id, &ScheduleQuery::default()).await.map(drop)).await
        }
        ResourceKind::Service => named(id, async |id| client.get::<Service>(&id).await.map(drop)).await,
        ResourceKind::Team => named(id, async |id| client.get::<Team>(&id).await.map(drop)).await,
        ResourceKind::User => named(id, async |id| client.get::<User>(&id).await.map(drop)).await,
        _ => return true,
    };
    let is_missing = |error: &pagerduty::Error| error.kind() == ErrorKind::NotFound && !error.is_not_from_api();
    match result {
        Ok(()) => {
            known.remember(kind, id, id);
            true
        }
        Err(error) => !is_missing(&error),
    }
}

/// Asks for what has this ID. A text that cannot be one was refused before.
async fn named<T>(id: &str, ask: impl AsyncFnOnce(Id<T>) -> pagerduty::Result<()>) -> pagerduty::Result<()> {
    match id.parse() {
        Ok(id) => ask(id).await,
        Err(_) => Ok(()),
    }
}
