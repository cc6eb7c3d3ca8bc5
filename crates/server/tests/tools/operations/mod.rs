//! The whole API: finding, reading and changing by the IDs of operations.

mod change;
mod consent;
mod every;
mod find;
mod read;
mod refused;
mod walk;

use std::sync::{Arc, Mutex};

use pagerduty_sim::token;
use serde_json::{Value, json};
use toolkit::{
    settings::Settings,
    write::consent::{ConsentChannel, ConsentReply},
};

use crate::support::{Account, options, settings};

/// The ID and the name of a service.
async fn service(account: &Account) -> (String, String) {
    let answer = account.call("get_services", json!({"limit": 1, "include": ["id", "name"]})).await;
    account.requests();
    let text = |field: &str| answer["services"][0][field].as_str().unwrap().to_owned();
    (text("id"), text("name"))
}

/// Reads with an operation, which must succeed.
async fn read(account: &Account, operation: &str, parameters: Value) -> Value {
    account.call("read_operation", json!({"operation_id": operation, "parameters": parameters})).await
}

/// What was sent since the last look that is no read.
fn writes(account: &Account) -> Vec<String> {
    account.requests().into_iter().filter(|line| !line.starts_with("GET ")).collect()
}

/// The body of the last request that changed something.
fn body(account: &Account) -> Value {
    let requests = account.simulator.requests();
    requests.into_iter().rev().find(|request| request.method != "GET").unwrap().body.unwrap()
}

/// An account whose client asks a person who always says this, and what they were asked.
async fn asking(said: ConsentReply) -> (Account, Arc<Mutex<Vec<String>>>) {
    let mut account =
        Account::with(token::USER, options(), Settings { max_writes_per_minute: 1000, ..settings() }).await;
    let asked = Arc::new(Mutex::new(Vec::new()));
    let questions = Arc::clone(&asked);
    account.caller.ask = ConsentChannel::Client(Arc::new(move |question| {
        questions.lock().unwrap().push(question);
        Box::pin(async move { said })
    }));
    (account, asked)
}

/// A window over a service, by its name.
fn window(service: &str) -> Value {
    json!({
        "operation_id": "createMaintenanceWindow",
        "body": {"maintenance_window": {
            "start_time": "2026-06-15T20:00:00Z", "end_time": "2026-06-15T22:00:00Z", "description": "New disks",
            "services": [{"id": service, "type": "service_reference"}],
        }},
    })
}
