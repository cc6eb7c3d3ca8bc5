//! What a hostile answer costs: memory for the answer itself, and for what was asked of it.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use pagerduty::{ErrorKind, Window};
use support::{Answer, Server};

/// The most memory that this process ever had, in MiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().strip_suffix(" kB").unwrap().trim().parse::<u64>().unwrap() / 1024
}

/// An answer of 8 MiB that says the same again and again.
async fn repeating(status: u16, before: &'static str, again: &'static str, after: &'static str) -> Server {
    let count = (8 << 20) / again.len();
    Server::start(move |_| Answer::Body(status, [before, &again.repeat(count), after].concat())).await
}

#[tokio::test]
async fn millions_of_rows_cost_no_more_than_their_text() {
    let before = peak();
    let server = repeating(200, r#"{"teams":["#, "{},", "{}]}").await;
    assert_eq!(
        server
            .client
            .list(&pagerduty::model::team::TeamsQuery::default(), Window::new(0, 20))
            .await
            .unwrap()
            .rows
            .len(),
        20
    );
    let server = repeating(200, r#"{"priorities":["#, "null,", "{}]}").await;
    assert_eq!(server.client.priorities().await.unwrap().unwrap().rows.len(), 0);
    let server = repeating(200, r#"{"abilities":["#, r#""","#, r#"""]}"#).await;
    assert!(server.client.abilities().await.unwrap().len() <= 10_000);
    let server = repeating(200, "{", r#""a":1,"#, r#""b":1}"#).await;
    assert_eq!(server.client.priorities().await.unwrap_err().kind(), ErrorKind::InvalidResponse);
    let server = repeating(400, r#"{"error":{"errors":["#, "[],", "[]]}}").await;
    assert_eq!(server.client.priorities().await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    assert!(peak() - before < 100, "{} MiB", peak() - before);
}
