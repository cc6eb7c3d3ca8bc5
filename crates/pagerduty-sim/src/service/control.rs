//! The simulator's own endpoints below `/_sim`: for programs that cannot call it as a library. They need no token.

use std::time::Duration;

use serde_json::{Value, json};

use crate::facts::Facts;
use crate::http::{Fault, Faults, Record, Reply, Request};
use crate::identity::Identity;

pub(super) const PATH: &str = "/_sim/";

/// What can be looked at and changed.
pub(super) struct Controlled<'a> {
    pub(super) record: &'a Record,
    pub(super) faults: &'a Faults,
    pub(super) identity: &'a Identity,
    pub(super) facts: &'a dyn Fn() -> Facts,
}

/// Answers a request for the simulator itself.
pub(super) fn handle(controlled: &Controlled<'_>, request: &Request) -> Reply {
    match (request.method.as_str(), request.path.as_str()) {
        ("GET", "/_sim/account") => written(&(controlled.facts)()),
        ("GET", "/_sim/requests") => written(&controlled.record.all()),
        ("DELETE", "/_sim/requests") => {
            controlled.record.clear();
            Reply::empty(204)
        }
        ("POST", "/_sim/faults") => match serde_json::from_slice::<Fault>(&request.body) {
            Ok(fault) => {
                controlled.faults.add(fault);
                Reply::empty(204)
            }
            Err(error) => Reply::json(400, &json!({"error": format!("not a fault: {error}")})),
        },
        ("DELETE", "/_sim/faults") => {
            controlled.faults.clear();
            Reply::empty(204)
        }
        ("POST", "/_sim/oauth/clients") => match serde_json::from_slice(&request.body) {
            Ok(client) => {
                controlled.identity.register(client);
                Reply::empty(204)
            }
            Err(error) => Reply::json(400, &json!({"error": format!("not a client: {error}")})),
        },
        ("POST", "/_sim/oauth/advance") => match request.one("seconds").and_then(|text| text.parse().ok()) {
            Some(seconds) => {
                controlled.identity.advance(Duration::from_secs(seconds));
                Reply::empty(204)
            }
            None => Reply::json(400, &json!({"error": "seconds must be a number"})),
        },
        ("DELETE", "/_sim/oauth/tokens") => {
            controlled.identity.revoke_all();
            Reply::empty(204)
        }
        _ => Reply::json(404, &json!({"error": "the simulator has no such endpoint"})),
    }
}

fn written(value: &impl serde::Serialize) -> Reply {
    Reply::json(200, &serde_json::to_value(value).unwrap_or(Value::Null))
}
