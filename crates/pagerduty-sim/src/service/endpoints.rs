//! The table of endpoints: method and path, the scope that a token needs, and who answers.

use std::borrow::Cow;

use crate::account::Account;
use crate::api::{Call, Outcome};
use crate::collections::{self, Action, Collection};
use crate::routes::{
    abilities, alerts, analytics, audit, change_events, custom_fields, custom_shifts, incident_bulk, incident_creation,
    incident_updates, incident_workflows, incidents, log_entries, merge, notes, on_calls, override_shifts, overrides,
    priorities, responder_requests, rotations, schedules, service_dependencies, service_fields, shift_schedules,
    similar_incidents, snooze, status_updates, subscriptions, tags, teams, users,
};

/// Who answers, and what they may touch.
pub(super) enum Responder {
    Read(fn(&Account, &Call<'_>) -> Outcome),
    Write(fn(&mut Account, &Call<'_>) -> Outcome),
    /// The functions that all collections share.
    Collection(&'static Collection, Action),
}

impl Responder {
    pub(super) const fn writes(&self) -> bool {
        match self {
            Responder::Read(_) => false,
            Responder::Write(_) => true,
            Responder::Collection(_, action) => action.writes(),
        }
    }
}

/// An endpoint of the API.
pub(super) struct Endpoint {
    pub(super) scope: Option<Cow<'static, str>>,
    pub(super) responder: Responder,
}

fn read(scope: &'static str, read: fn(&Account, &Call<'_>) -> Outcome) -> Option<Endpoint> {
    Some(Endpoint { scope: Some(scope.into()), responder: Responder::Read(read) })
}

/// An endpoint that every token may read.
fn read_by_all(read: fn(&Account, &Call<'_>) -> Outcome) -> Option<Endpoint> {
    Some(Endpoint { scope: None, responder: Responder::Read(read) })
}

fn write(scope: &'static str, write: fn(&mut Account, &Call<'_>) -> Outcome) -> Option<Endpoint> {
    Some(Endpoint { scope: Some(scope.into()), responder: Responder::Write(write) })
}

fn of_collection(method: &str, segments: &[&str]) -> Option<Endpoint> {
    let (collection, action) = collections::find(method, segments)?;
    let scope = collection.scope(action).map(Cow::Owned);
    Some(Endpoint { scope, responder: Responder::Collection(collection, action) })
}

/// The endpoint of a method and a path.
pub(super) fn endpoint(method: &str, segments: &[&str]) -> Option<Endpoint> {
    match (method, segments) {
        ("GET", ["incidents"]) => read("incidents.read", incidents::list),
        ("POST", ["incidents"]) => write("incidents.write", incident_creation::create),
        ("PUT", ["incidents"]) => write("incidents.write", incident_bulk::update),
        ("GET", ["incidents", "types"]) => read("incident_types.read", custom_fields::types),
        ("GET", ["incidents", _]) => read("incidents.read", incidents::get),
        ("GET", ["incidents", "types", _, "custom_fields"]) => read("custom_fields.read", custom_fields::list),
        ("GET", ["incidents", _, "custom_fields", "values"]) => read("incidents.read", custom_fields::values),
        ("PUT", ["incidents", _, "custom_fields", "values"]) => write("incidents.write", custom_fields::update),
        ("POST", ["incident_workflows", _, "instances"]) => {
            write("incident_workflows:instances.write", incident_workflows::start)
        }
        ("PUT", ["incidents", _]) => write("incidents.write", incident_updates::update),
        ("GET", ["incidents", _, "notes"]) => read("incidents.read", notes::list),
        ("POST", ["incidents", _, "notes"]) => write("incidents.write", notes::create),
        ("PUT", ["incidents", _, "notes", _]) => write("incidents.write", notes::update),
        ("POST", ["incidents", _, "snooze"]) => write("incidents.write", snooze::snooze),
        ("PUT", ["incidents", _, "merge"]) => write("incidents.write", merge::merge),
        ("POST", ["incidents", _, "responder_requests"]) => write("incidents.write", responder_requests::create),
        ("POST", ["incidents", _, "status_updates"]) => write("incidents.write", status_updates::create),
        ("GET", ["incidents", _, "past_incidents"]) => read("incidents.read", similar_incidents::past),
        ("GET", ["incidents", _, "related_incidents"]) => read("incidents.read", similar_incidents::related),
        ("GET", ["incidents", _, "outlier_incident"]) => read("incidents.read", similar_incidents::outlier),
        ("GET", ["incidents", _, "alerts"]) => read("incidents.read", alerts::list),
        ("GET", ["incidents", _, "alerts", _]) => read("incidents.read", alerts::get),
        ("GET", ["incidents", _, "log_entries"]) => read("incidents.read", log_entries::list_of_incident),
        ("GET", ["incidents", _, "related_change_events"]) => read("incidents.read", change_events::related),
        ("GET", ["log_entries"]) => read("incidents.read", log_entries::list),
        ("GET", ["log_entries", _]) => read("incidents.read", log_entries::get),
        ("GET", ["change_events"]) => read("change_events.read", change_events::list),
        ("GET", ["change_events", _]) => read("change_events.read", change_events::get),
        ("GET", ["services", _, "change_events"]) => read("services.read", change_events::list_of_service),
        ("GET", ["oncalls"]) => read("oncalls.read", on_calls::list),
        ("GET", ["schedules"]) => read("schedules.read", schedules::list),
        ("GET", ["schedules", _]) => read("schedules.read", schedules::get),
        ("GET", ["schedules", _, "users"]) => read("users.read", schedules::users),
        ("GET", ["schedules", _, "overrides"]) => read("schedules.read", overrides::list),
        ("POST", ["schedules", _, "overrides"]) => write("schedules.write", overrides::create),
        ("DELETE", ["schedules", _, "overrides", _]) => write("schedules.write", overrides::delete),
        // No scope is documented for these.
        ("GET", ["v3", "schedules"]) => read_by_all(shift_schedules::list),
        ("GET", ["v3", "schedules", _]) => read_by_all(shift_schedules::get),
        ("GET", ["v3", "schedules", _, "rotations"]) => read_by_all(rotations::list),
        ("GET", ["v3", "schedules", _, "rotations", _]) => read_by_all(rotations::get),
        ("GET", ["v3", "schedules", _, "rotations", _, "events"]) => read_by_all(rotations::events),
        ("GET", ["v3", "schedules", _, "rotations", _, "events", _]) => read_by_all(rotations::event),
        ("GET", ["v3", "schedules", _, "overrides"]) => read_by_all(override_shifts::list),
        ("GET", ["v3", "schedules", _, "custom_shifts"]) => read_by_all(custom_shifts::list),
        ("GET", ["v3", "schedules", _, "custom_shifts", _]) => read_by_all(custom_shifts::get),
        // Nor for these; but what may only be read must not be changed.
        ("POST", ["v3", "schedules"]) => write("schedules.write", shift_schedules::create),
        ("PUT", ["v3", "schedules", _]) => write("schedules.write", shift_schedules::update),
        ("DELETE", ["v3", "schedules", _]) => write("schedules.write", shift_schedules::delete),
        ("POST", ["v3", "schedules", _, "rotations"]) => write("schedules.write", rotations::create),
        ("DELETE", ["v3", "schedules", _, "rotations", _]) => write("schedules.write", rotations::delete),
        ("POST", ["v3", "schedules", _, "rotations", _, "events"]) => write("schedules.write", rotations::create_event),
        ("DELETE", ["v3", "schedules", _, "rotations", _, "events", _]) => {
            write("schedules.write", rotations::delete_event)
        }
        ("POST", ["v3", "schedules", _, "overrides"]) => write("schedules.write", override_shifts::create),
        ("DELETE", ["v3", "schedules", _, "overrides", _]) => write("schedules.write", override_shifts::delete),
        ("POST", ["v3", "schedules", _, "custom_shifts"]) => write("schedules.write", custom_shifts::create),
        ("PUT", ["v3", "schedules", _, "custom_shifts", _]) => write("schedules.write", custom_shifts::update),
        ("DELETE", ["v3", "schedules", _, "custom_shifts", _]) => write("schedules.write", custom_shifts::delete),
        ("GET", ["teams", _, "members"]) => read("teams.read", teams::members),
        ("GET", ["users", "me"]) => read_by_all(users::me),
        ("PUT", ["teams", _, "users", _]) => write("teams.write", teams::put_member),
        ("PUT", ["teams", _, "escalation_policies", _]) => write("teams.write", teams::put_policy),
        ("DELETE", ["teams", _, "escalation_policies", _]) => write("teams.write", teams::remove_policy),
        ("DELETE", ["teams", _, "users", _]) => write("teams.write", teams::remove_member),
        ("GET", ["service_dependencies", "technical_services", _]) => {
            read("services.read", service_dependencies::of_technical_service)
        }
        ("GET", ["service_dependencies", "business_services", _]) => {
            read("services.read", service_dependencies::of_business_service)
        }
        ("POST", ["service_dependencies", "associate"]) => write("services.write", service_dependencies::associate),
        ("POST", ["service_dependencies", "disassociate"]) => {
            write("services.write", service_dependencies::disassociate)
        }
        ("GET", ["tags", _, "users" | "teams" | "escalation_policies"]) => read("tags.read", tags::entities),
        ("GET", ["users" | "teams" | "escalation_policies", _, "tags"]) => read("tags.read", tags::of_entity),
        ("POST", ["users" | "teams" | "escalation_policies", _, "change_tags"]) => write("tags.write", tags::change),
        ("GET", ["business_services", _, "subscribers"]) => read("subscribers.read", subscriptions::list),
        ("POST", ["business_services", _, "subscribers"]) => write("subscribers.write", subscriptions::subscribe),
        ("POST", ["business_services", _, "unsubscribe"]) => write("subscribers.write", subscriptions::unsubscribe),
        ("GET", ["incidents", _, "status_updates", "subscribers"]) => read("subscribers.read", subscriptions::list),
        ("POST", ["incidents", _, "status_updates", "subscribers"]) => {
            write("subscribers.write", subscriptions::subscribe)
        }
        ("POST", ["incidents", _, "status_updates", "unsubscribe"]) => {
            write("subscribers.write", subscriptions::unsubscribe)
        }
        ("GET", ["users" | "teams", _, "notification_subscriptions"]) => read("subscribers.read", subscriptions::list),
        ("POST", ["users" | "teams", _, "notification_subscriptions"]) => {
            write("subscribers.write", subscriptions::subscribe)
        }
        ("POST", ["users" | "teams", _, "notification_subscriptions", "unsubscribe"]) => {
            write("subscribers.write", subscriptions::unsubscribe)
        }
        ("GET", ["services", _, "custom_fields", "values"]) => read("services.read", service_fields::values),
        ("PUT", ["services", _, "custom_fields", "values"]) => write("services.write", service_fields::update),
        ("GET", ["audit", "records"]) => read("audit_records.read", audit::list),
        ("GET", [_, _, "audit", "records"]) => read("audit_records.read", audit::of_resource),
        // They change nothing, and still need the scope of writing.
        ("POST", ["analytics", "metrics", "incidents", "all"]) => read("analytics.write", analytics::incident_metrics),
        ("POST", ["analytics", "metrics", "incidents", "services" | "teams" | "escalation_policies"])
        | ("POST", ["analytics", "metrics", "incidents", "services" | "teams" | "escalation_policies", "all"]) => {
            read("analytics.write", analytics::incident_metrics)
        }
        ("POST", ["analytics", "raw", "incidents"]) => read("analytics.write", analytics::raw_incidents),
        ("GET", ["analytics", "raw", "incidents", _]) => read("analytics.read", analytics::raw_incident_by_id),
        ("GET", ["priorities"]) => read("priorities.read", priorities::list),
        ("GET", ["abilities"]) => read("abilities.read", abilities::list),
        ("GET", ["abilities", _]) => read("abilities.read", abilities::test),
        _ => of_collection(method, segments),
    }
}

#[cfg(test)]
mod tests {
    use openapi_contract::Contract;
    use serde_json::Value;

    use super::*;

    /// How many of the operations of PagerDuty's OpenAPI document are answered; more is better.
    const ANSWERED: usize = 320;

    /// `cargo test -p pagerduty-sim operations -- --nocapture` says which are not.
    #[test]
    fn so_many_operations_are_answered() {
        let Ok(document) = std::fs::read(Contract::document_path()) else { return Contract::announce_skip() };
        let document: Value = serde_json::from_slice(&document).expect("the document is JSON");
        let mut answered = 0;
        for (path, methods) in document["paths"].as_object().expect("paths") {
            let segments: Vec<&str> = path.trim_start_matches('/').split('/').map(filled).collect();
            for method in methods.as_object().expect("methods").keys().map(|name| name.to_uppercase()) {
                match method.as_str() {
                    "GET" | "POST" | "PUT" | "PATCH" | "DELETE" if endpoint(&method, &segments).is_some() => {
                        answered += 1
                    }
                    "GET" | "POST" | "PUT" | "PATCH" | "DELETE" => println!("not answered: {method} {path}"),
                    _ => {}
                }
            }
        }
        println!("{answered} operations are answered");
        assert!(answered >= ANSWERED, "{answered}");
    }

    /// A segment with an ID instead of its parameter.
    fn filled(segment: &str) -> &str {
        match segment {
            "{entity_type}" => "users",
            _ if segment.starts_with('{') => "PABCDEF",
            _ => segment,
        }
    }
}
