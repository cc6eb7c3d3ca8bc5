//! Progress notifications of calls that take many requests, for clients that ask.

use serde_json::{Value, json};

use crate::{
    http_client::Server,
    program::{Client, program},
};

/// A call that takes several pages.
fn call(token: Option<Value>) -> Value {
    let arguments = json!({"current_user_context": false, "query": "e", "limit": 1000, "include": ["id"]});
    let mut params = json!({"name": "get_users", "arguments": arguments});
    if let Some(token) = token {
        params["_meta"] = json!({ "progressToken": token });
    }
    params
}

/// The notifications before the answer to request 1, and the answer.
fn until_answered(messages: impl Iterator<Item = Value>) -> (Vec<Value>, Value) {
    let mut news = Vec::new();
    for message in messages {
        if message["id"] == 1 {
            return (news, message);
        }
        assert_eq!(message["method"], "notifications/progress", "{message}");
        news.push(message["params"].clone());
    }
    panic!("no answer");
}

fn check(news: &[Value], token: &Value) {
    assert!(!news.is_empty(), "several pages are news");
    assert!(news.iter().all(|one| one["progressToken"] == *token && one["total"].as_f64() > Some(2.0)), "{news:?}");
    let steps: Vec<_> = news.iter().map(|one| one["progress"].as_f64().unwrap()).collect();
    assert!(steps.is_sorted_by(|a, b| a < b), "{steps:?}");
    assert!(news[0]["message"].as_str().unwrap().ends_with("requests to PagerDuty are answered"), "{news:?}");
}

fn simulator() -> (tokio::runtime::Runtime, pagerduty_sim::Simulator) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let size = pagerduty_sim::Size { users: 700, ..pagerduty_sim::Size::default() };
    let options = pagerduty_sim::Options { size, ..pagerduty_sim::Options::default() };
    let simulator = runtime.block_on(pagerduty_sim::Simulator::start(options)).unwrap();
    (runtime, simulator)
}

#[test]
fn a_client_that_asks_is_told_over_stdio() {
    let (_runtime, simulator) = simulator();
    let mut command = program();
    command.env("PAGERDUTY_API_URL", simulator.url()).env("PAGERDUTY_API_TOKEN", pagerduty_sim::token::USER);
    let (mut client, _) = Client::initialized(&mut command);
    client.post(1, "tools/call", call(Some("t1".into())));
    let (news, answer) = until_answered(std::iter::from_fn(|| client.read()));
    check(&news, &"t1".into());
    assert!(answer["result"]["structuredContent"]["metadata"]["count"].as_u64() > Some(200));

    client.post(1, "tools/call", call(None));
    let (news, _) = until_answered(std::iter::from_fn(|| client.read()));
    assert!(news.is_empty(), "nobody asked: {news:?}");
}

#[test]
fn over_http_news_make_the_answer_a_stream() {
    let (_runtime, simulator) = simulator();
    let mut command = program();
    command.env("PAGERDUTY_API_URL", simulator.url()).env("PAGERDUTY_API_TOKEN", pagerduty_sim::token::USER);
    let server = Server::start(&mut command);
    let answer = server.post(&[], "tools/call", call(Some(7.into())));
    assert!(answer.head.contains("content-type: text/event-stream"), "{}", answer.head);
    let events = answer.body.lines().filter_map(|line| serde_json::from_str(line.strip_prefix("data: ")?).ok());
    let (news, _) = until_answered(events.collect::<Vec<Value>>().into_iter());
    check(&news, &7.into());

    let answer = server.post(&[], "tools/call", call(None));
    assert!(answer.head.contains("content-type: application/json"), "{}", answer.head);
}
