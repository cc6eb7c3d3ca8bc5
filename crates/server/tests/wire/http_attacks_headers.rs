//! Headers that were meant for this server, bodies with two lengths, and tokens that are refused or echoed.

use pagerduty_sim::{Effect, Fault, token};
use serde_json::{Value, json};

use crate::{
    http::{on_a_simulator, started},
    program::program,
};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_nearly_a_header_of_this_server_is_refused_with_the_right_name() {
    let (simulator, _) = on_a_simulator(&[]).await;
    let mut command = program();
    command.env("PAGERDUTY_API_URL", simulator.url()).env("PAGERDUTY_API_TOKEN", token::USER);
    let server = started(command).await;
    for (name, right) in [
        ("X-PagerDutty-Token", "x-pagerduty-token"),
        ("X-PagerDty-Token", "x-pagerduty-token"),
        ("X-PD-Token", "x-pagerduty-token"),
        ("Authorisation", "authorization"),
        ("Autorization", "authorization"),
        ("X-Authorization", "authorization"),
        ("X-Read-Only", "x-mcp-readonly"),
        ("X-Readonly", "x-mcp-readonly"),
        ("X-Lockdown", "x-mcp-lockdown"),
        ("X-Toolsets", "x-mcp-toolsets"),
        ("X-MCP-Foo", "x-mcp-toolsets"),
        ("X-PagerDuty-Region", "x-pagerduty-token"),
    ] {
        let answer = server.post(&[(name, "true")], "tools/list", json!({}));
        assert_eq!(answer.status, 400, "{name}: {answer:?}");
        assert!(answer.body.contains(&format!("`{right}`")), "{name}: {answer:?}");
    }
    for other in ["X-Api-Key", "X-Request-Id", "Proxy-Authorization", "X-Forwarded-For", "X-MCP-Proxy-Auth", "Mcp-New"]
    {
        assert_eq!(server.post(&[(other, "x")], "tools/list", json!({})).status, 200, "{other}");
    }
    assert_eq!(server.post(&[("X-Authorization", "")], "tools/list", json!({})).status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_read_behind_a_body_with_two_lengths() {
    let (_simulator, server) = on_a_simulator(&[]).await;
    let body = r#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#;
    let head = format!(
        "POST /mcp HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nAccept: application/json\r\n",
        server.address
    );
    let chunked = format!("{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
    // The library shows one length only, in either order: so nothing that follows is read as a request.
    let smuggled = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    for lengths in
        ["Content-Length: 5\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 5"]
    {
        let answer = server.raw(format!("{head}{lengths}\r\n\r\n{chunked}{smuggled}").as_bytes());
        assert_eq!(answer.status, 200, "{answer:?}");
        assert!(answer.head.contains("connection: close") && !answer.body.contains("HTTP/1.1"), "{answer:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_refusal_costs_a_known_caller_no_place() {
    let (simulator, server) = on_a_simulator(&[]).await;
    let code = |token: &str| {
        let answer = server.call(&[("X-PagerDuty-Token", token)], "get_teams", json!({"limit": 1}));
        answer["error"]["code"].as_str().map(str::to_owned)
    };
    assert_eq!(code(token::USER), None);
    let refused = Effect::Answer { status: 401, content_type: "application/json".into(), body: "{}".into() };
    simulator.faults().add(Fault { times: Some(1), ..Fault::new("/teams", refused.clone()) });
    assert_eq!(code(token::USER).as_deref(), Some("UNAUTHORIZED"));
    // A flood of made-up tokens takes nothing from whoever is known.
    for number in 0..40 {
        code(&format!("u+made-up-token-{number:02}"));
    }
    assert_eq!(code("u+made-up-token-99").as_deref(), Some("RATE_LIMITED"));
    assert_eq!(code(token::USER), None);
    // Two in a row are no accident.
    simulator.faults().add(Fault { times: Some(2), ..Fault::new("/teams", refused) });
    assert_eq!(code(token::USER).as_deref(), Some("UNAUTHORIZED"));
    assert_eq!(code(token::USER).as_deref(), Some("UNAUTHORIZED"));
    assert_eq!(code(token::USER).as_deref(), Some("UNAUTHORIZED"), "it is not sent again at once");
}

#[tokio::test(flavor = "multi_thread")]
async fn failures_of_pagerduty_do_not_count_as_made_up_tokens() {
    let (simulator, server) = on_a_simulator(&[]).await;
    let body = json!({"error": {"code": 2010, "message": "Access Denied"}}).to_string();
    let forbidden = Effect::Answer { status: 403, content_type: "application/json".into(), body };
    simulator.faults().add(Fault::new("/teams", forbidden));
    for _ in 0..30 {
        let headers = [("X-PagerDuty-Token", token::TEAMLESS_USER)];
        let answer: Value = server.call(&headers, "get_teams", json!({"limit": 1}));
        assert_eq!(answer["error"]["code"], "FORBIDDEN", "{answer}");
    }
    simulator.faults().clear();
    let answer = server.call(&[("X-PagerDuty-Token", token::USER)], "get_teams", json!({"limit": 1}));
    assert_eq!(answer["metadata"]["count"], 1, "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_echoed_token_shows_however_it_is_stretched() {
    let (simulator, server) = on_a_simulator(&[]).await;
    for gap in ["\u{200b}", "\u{ad}", " ", "\n", "\u{202e}", "\u{301}", "\u{e0041}"] {
        let stretched: String = token::USER.chars().map(|letter| format!("{letter}{gap}")).collect();
        for body in [
            json!({"teams": [{"id": "P1", "name": stretched}], "more": false}).to_string(),
            json!({"teams": [{"id": "P1", "name": stretched}], "more": false})
                .to_string()
                .replace('\u{200b}', "\\u200b"),
        ] {
            simulator.faults().clear();
            let effect = Effect::Answer { status: 200, content_type: "application/json".into(), body };
            simulator.faults().add(Fault::new("/teams", effect));
            let answer = server.call(&[("X-PagerDuty-Token", token::USER)], "get_teams", json!({})).to_string();
            let letters: String = answer.chars().filter(|letter| !letter.is_whitespace()).collect();
            assert!(answer.contains("[redacted]") && !letters.contains(token::USER), "{gap:?}: {answer}");
        }
    }
}
