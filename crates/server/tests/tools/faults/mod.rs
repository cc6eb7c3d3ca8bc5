//! What PagerDuty and the network do wrong: each fault has its code, quotes PagerDuty, and costs no other call.

mod bodies;
mod clock;
mod connections;
mod limits;
mod statuses;

use std::time::Duration;

use pagerduty_sim::{Effect, Fault, token};
use serde_json::{Value, json};
use toolkit::settings::Settings;

use crate::support::{Account, options, settings};

/// Longer than any call here may take; a call that hangs fails the test instead of stopping it.
const HANGS: Duration = Duration::from_secs(60);

/// What `get_teams` fails with under a fault, and how many requests it made.
async fn fail_with(effect: Effect) -> (Value, usize) {
    let account = Account::start().await;
    account.simulator.faults().add(Fault::new("/teams", effect));
    let error = tokio::time::timeout(HANGS, account.fail("get_teams", json!({}))).await.unwrap();
    (error, account.requests().len())
}

/// An account whose calls may take so long.
async fn hasty(call_timeout: Duration) -> Account {
    Account::with(token::USER, options(), Settings { call_timeout, ..settings() }).await
}

fn answer(body: &str) -> Effect {
    Effect::Answer { status: 200, content_type: "application/json".into(), body: body.into() }
}

/// Any answer, with these headers.
fn respond(status: u16, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Effect {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Effect::Respond { status, headers, body: body.into() }
}
