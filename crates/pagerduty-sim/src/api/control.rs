//! The simulator's own endpoints below `/_sim`: for programs that cannot call it as a library. They need no token.

use std::time::Duration;

use serde_json::{Value, json};

use super::Service;
use crate::http::{Fault, Reply, Request};

pub(super) const PATH: &str = "/_sim/";

/// Answers a request for the simulator itself.
pub(super) fn handle(service: &Service, request: &Request) -> Reply {
    match (request.method.as_str(), request.path.as_str()) {
        ("GET", "/_sim/account") => written(&service.facts()),
        ("GET", "/_sim/requests") => written(&service.record.all()),
        ("DELETE", "/_sim/requests") => {
            service.record.clear();
            Reply::empty(204)
        }
        ("POST", "/_sim/faults") => match serde_json::from_slice::<Fault>(&request.body) {
            Ok(fault) => {
                service.faults.add(fault);
                Reply::empty(204)
            }
            Err(error) => Reply::json(400, &json!({"error": format!("not a fault: {error}")})),
        },
        ("DELETE", "/_sim/faults") => {
            service.faults.clear();
            Reply::empty(204)
        }
        ("POST", "/_sim/oauth/clients") => match serde_json::from_slice(&request.body) {
            Ok(client) => {
                service.identity.register(client);
                Reply::empty(204)
            }
            Err(error) => Reply::json(400, &json!({"error": format!("not a client: {error}")})),
        },
        ("POST", "/_sim/oauth/advance") => match request.one("seconds").and_then(|text| text.parse().ok()) {
            Some(seconds) => {
                service.identity.advance(Duration::from_secs(seconds));
                Reply::empty(204)
            }
            None => Reply::json(400, &json!({"error": "seconds must be a number"})),
        },
        ("DELETE", "/_sim/oauth/tokens") => {
            service.identity.revoke_all();
            Reply::empty(204)
        }
        _ => Reply::json(404, &json!({"error": "the simulator has no such endpoint"})),
    }
}

fn written(value: &impl serde::Serialize) -> Reply {
    Reply::json(200, &serde_json::to_value(value).unwrap_or(Value::Null))
}
