//! `/services`.

use serde_json::json;

use crate::account::{Account, Service};
use crate::api::{ApiError, Call, Outcome, Page};
use crate::id::Key;
use crate::time::Zone;
use crate::view::View;

pub(crate) fn list(account: &Account, call: &Call<'_>) -> Outcome {
    let page = Page::of(call.request)?;
    let teams = call.team_filter(account)?;
    let view = View::new(account, call.zone(Zone::account())?, call);
    let mut services: Vec<Key<Service>> = account
        .keys::<Service>()
        .filter(|service| {
            let service = &account[*service];
            teams.as_ref().is_none_or(|teams| teams.contains(&service.team))
                && call.matches_query(&service.name)
                && call.request.one("name").is_none_or(|name| service.name == name)
        })
        .collect();
    call.sort_by_name(&mut services, |service| &account[service].name);
    Ok(page.answer("services", services.into_iter(), |service| view.service(service)).into())
}

pub(crate) fn get(account: &Account, call: &Call<'_>) -> Outcome {
    let service: Key<Service> = account.find(call.id()).ok_or_else(ApiError::service_not_found)?;
    let view = View::new(account, call.zone(Zone::account())?, call);
    Ok(json!({"service": view.service(service)}).into())
}
