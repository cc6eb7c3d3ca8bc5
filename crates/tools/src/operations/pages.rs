//! Whom a change of any operation pages: those whom its body assigns or asks for, and those who are on call where it
//! escalates. What the body does not say is not known.

use pagerduty::{
    Id, ResourceKind,
    model::{EscalationPolicy, Service, User},
};
use serde_json::Value;
use toolkit::{context::Context, write::Pages};

use super::arguments::Prepared;
use crate::users::people;

/// Where the body of an operation names people who are paged.
const PEOPLE: [&str; 3] = ["assignments", "assignee", "responder_request_target"];

/// The operation that pages whoever a service's policy comes to, where its body names nobody.
const CREATE_INCIDENT: &str = "createIncident";

/// Whom a request pages.
pub(super) async fn of(prepared: &Prepared, cx: &Context) -> Pages {
    let is_of_people = |place: &str| PEOPLE.iter().any(|name| place.contains(name));
    let ids = prepared.ids.iter().filter(|id| id.is_in_body);
    let (mut users, mut policies, mut services) = (Vec::<Id<User>>::new(), Vec::new(), Vec::<Id<Service>>::new());
    for id in ids {
        match id.resource {
            ResourceKind::User if is_of_people(&id.place) => users.extend(id.text.parse::<Id<User>>()),
            ResourceKind::EscalationPolicy => policies.extend(id.text.parse::<Id<EscalationPolicy>>()),
            ResourceKind::Service => services.extend(id.text.parse::<Id<Service>>()),
            _ => {}
        }
    }
    let mut all = Vec::new();
    if !users.is_empty() {
        all.push(Pages::people(people::called(&people::people(&users, cx).await)));
    }
    for policy in &policies {
        all.push(people::on_call(policy, level(prepared), cx).await);
    }
    if all.is_empty() && prepared.request.operation().id() == CREATE_INCIDENT {
        for service in &services {
            all.push(of_service(service, cx).await);
        }
    }
    match all.into_iter().reduce(Pages::and) {
        Some(pages) if is_all(prepared) => pages,
        Some(pages) => pages.and(Pages::unknown()),
        None => Pages::unknown(),
    }
}

/// The level of a policy that the body escalates to.
fn level(prepared: &Prepared) -> u64 {
    let body = prepared.request.body();
    body.and_then(|body| body.pointer("/incident/escalation_level")).and_then(Value::as_u64).unwrap_or(1)
}

/// Whether nobody is paged but those whom the body names: a change of several incidents, or of their urgency, may page others.
fn is_all(prepared: &Prepared) -> bool {
    let of_one = |name: &str| prepared.request.body().and_then(|body| body.pointer(&format!("/incident/{name}")));
    let is_one = prepared.request.body().is_some_and(|body| body.get("incidents").is_none());
    is_one && of_one("urgency").is_none_or(|_| prepared.request.operation().id() == CREATE_INCIDENT)
}

/// Those who are on call for a service.
async fn of_service(service: &Id<Service>, cx: &Context) -> Pages {
    let policy = match cx.pagerduty() {
        Ok(client) => client.get(service).await.ok().and_then(|row| row.item.escalation_policy.get()?.id.parsed()),
        Err(_) => None,
    };
    match policy {
        Some(policy) => people::on_call(&policy, 1, cx).await,
        None => Pages::unknown(),
    }
}
