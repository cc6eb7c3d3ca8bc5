//! All operations, each by the example that is shown of it.

use pagerduty::operation::{Access, Operation, Refusal};
use pagerduty_sim::token;
use serde_json::json;
use toolkit::settings::Settings;

use crate::support::{Account, options, settings};

/// An account on which nothing is refused.
async fn account() -> Account {
    let allowed_operations = Refusal::ALL.iter().map(|kind| kind.as_str().to_owned()).collect();
    let settings = Settings { allowed_operations, max_writes_per_minute: 10_000, ..settings() };
    Account::with(token::USER, options(), settings).await
}

#[tokio::test]
async fn the_example_of_every_read_is_sent_and_sends_what_reads() {
    let account = account().await;
    for operation in Operation::all().iter().filter(|operation| operation.access() == Access::Read) {
        let shown = account.call("get_operations", json!({"operation_id": operation.id()})).await;
        let example = shown["operations"][0]["example"].clone();
        account.requests();
        let (answer, _) = account.outcome("read_operation", example.clone()).await;
        let requests = account.simulator.requests();
        account.requests();
        let is_own = |method: &str| method == "GET" || method == operation.method();
        assert!(requests.iter().all(|request| is_own(&request.method)), "{example}: {requests:?}");
        let message = answer["error"]["message"].as_str().unwrap_or_default();
        assert!(!requests.is_empty() && !message.contains("was not sent"), "{example}: {answer}");
    }
}

#[tokio::test]
async fn the_example_of_every_change_is_planned_and_sends_nothing() {
    let account = account().await;
    for operation in Operation::all().iter().filter(|operation| operation.access() == Access::Change) {
        let shown = account.call("get_operations", json!({"operation_id": operation.id()})).await;
        let mut example = shown["operations"][0]["example"].clone();
        account.requests();
        example["dry_run"] = true.into();
        let answer = account.call("change_operation", example).await;
        let [planned] = answer["requests"].as_array().unwrap().as_slice() else { panic!("{answer}") };
        assert_eq!(planned["method"], operation.method(), "{answer}");
        let would = answer["metadata"]["would"].as_str().unwrap();
        assert!(would.starts_with(operation.summary()) && would.contains(operation.id()), "{would}");
        let written: Vec<_> = account.requests().into_iter().filter(|line| !line.starts_with("GET ")).collect();
        assert_eq!(written, [] as [&str; 0], "{}", operation.id());
    }
}
