//! Over HTTP, what browsers and plain clients send: questions before a request, few words about what they accept, other
//! spellings of paths, and looking for an OAuth server.

use std::fs;

use serde_json::{Value, json};

use crate::{
    http_client::{Answer, Server},
    program::{directory, program},
};

const PAGE: &str = "https://chat.example.com";

fn json_of(answer: &Answer) -> Value {
    assert!(answer.head.contains("content-type: application/json"), "{answer:?}");
    serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{error}: {answer:?}"))
}

#[test]
fn a_page_of_an_allowed_origin_may_call_and_read() {
    let secret = directory("server-token-pages").join("secret");
    fs::write(&secret, "open-sesame-42-times").unwrap();
    let server =
        Server::start(program().args(["--demo", "--allowed-origin", PAGE]).arg("--server-token-file").arg(secret));
    let asks = |origin: &str| {
        let headers = [
            ("Origin", origin),
            ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "authorization, content-type, mcp-param-limit, x-evil"),
        ];
        server.send("OPTIONS", "/mcp", &headers, "")
    };
    let allowed = asks(PAGE);
    assert_eq!(allowed.status, 204, "without a token: browsers send none with the question");
    for line in [
        "access-control-allow-origin: https://chat.example.com\r\n",
        "access-control-max-age: ",
        "access-control-allow-methods: ",
        "vary: origin",
    ] {
        assert!(allowed.head.contains(line), "{line}: {allowed:?}");
    }
    let headers = allowed.head.lines().find(|line| line.starts_with("access-control-allow-headers: ")).unwrap();
    for name in [
        "authorization",
        "content-type",
        "mcp-protocol-version",
        "mcp-method",
        "mcp-name",
        "mcp-param-limit",
        "x-pagerduty-token",
        "x-mcp-toolsets",
        "x-mcp-read-only",
    ] {
        assert!(headers.contains(name), "{name}: {headers}");
    }
    assert!(!headers.contains("x-evil"), "{headers}");
    assert!(!allowed.head.contains("private-network"), "{allowed:?}");
    assert_eq!(asks("http://localhost:6274").status, 204);
    let other = asks("https://evil.example");
    assert_eq!(other.status, 403);
    assert!(!other.head.contains("access-control-"), "{other:?}");

    let open = ("Authorization", "Bearer open-sesame-42-times");
    for (headers, status) in [([("Origin", PAGE), open].as_slice(), 200), (&[("Origin", PAGE)], 401)] {
        let answer = server.post(headers, "tools/list", json!({}));
        assert_eq!(answer.status, status);
        assert!(answer.head.contains("access-control-allow-origin: https://chat.example.com"), "{answer:?}");
        assert!(answer.head.contains("access-control-expose-headers: "), "{answer:?}");
    }
    let nobody = server.post(&[open], "tools/list", json!({}));
    assert!(!nobody.head.contains("access-control-") && nobody.head.contains("vary: origin"), "{nobody:?}");
}

#[test]
fn a_page_of_the_internet_may_reach_this_machine_if_its_origin_is_allowed() {
    let server = Server::start(program().args(["--demo", "--allowed-origin", PAGE]));
    let asks = |origin: &str, wanted: &str| {
        let headers = [
            ("Origin", origin),
            ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Private-Network", wanted),
        ];
        server.send("OPTIONS", "/mcp", &headers, "")
    };
    let allows = |answer: &Answer| answer.head.contains("access-control-allow-private-network: true\r\n");
    assert!(allows(&asks(PAGE, "true")));
    assert!(!allows(&asks(PAGE, "false")));
    let other = asks("https://evil.example", "true");
    assert_eq!((other.status, allows(&other)), (403, false));
}

#[test]
fn a_refused_method_is_answered_with_those_that_are_served() {
    let server = Server::start(program().arg("--demo"));
    for (method, path, allow, said) in [
        ("GET", "/mcp", "allow: post", "`GET` is not served here: use `POST`"),
        ("DELETE", "/mcp", "allow: post", "`DELETE` is not served here: use `POST`"),
        ("PUT", "/mcp/", "allow: post", "`PUT` is not served here: use `POST`"),
        ("POST", "/healthz", "allow: get, head", "`POST` is not served here: use `GET` or `HEAD`"),
        ("DELETE", "/metrics", "allow: get, head", "`DELETE` is not served here: use `GET` or `HEAD`"),
    ] {
        let answer = server.send(method, path, &[], "");
        assert_eq!(answer.status, 405, "{method} {path}");
        assert!(answer.head.contains(allow) && answer.body.contains(said), "{answer:?}");
    }
}

/// The library's own words for these are about media types and its modes.
#[test]
fn what_is_no_request_is_refused_in_words_that_help() {
    let server = Server::start(program().arg("--demo"));
    let send = |body: &Value| {
        let headers = [("Content-Type", "application/json"), ("Accept", "application/json, text/event-stream")];
        server.send("POST", "/mcp", &headers, &body.to_string())
    };
    let id_is = "the `id` of a request is a string or a whole number";
    for (body, said) in [
        (json!({"jsonrpc": "2.0", "id": null, "method": "tools/list"}), id_is),
        (json!({"jsonrpc": "2.0", "id": 1.5, "method": "tools/list"}), id_is),
        (json!({"jsonrpc": "2.0", "id": {"a": 1}, "method": "tools/list"}), id_is),
        (json!({"id": null}), "it needs `jsonrpc` and `method`"),
        (json!({"jsonrpc": "2.0", "id": 1, "result": {}}), "this is an answer"),
        (json!({"jsonrpc": "2.0", "id": null, "error": {"code": 1, "message": "x"}}), "this is an answer"),
    ] {
        let answer = send(&body);
        let told = json_of(&answer);
        assert_eq!((answer.status, &told["error"]["code"]), (400, &json!(-32600)), "{body}: {answer:?}");
        assert_eq!(told["jsonrpc"], "2.0");
        assert!(told["error"]["message"].as_str().unwrap().contains(said), "{body}: {told}");
    }
    let whole = send(&json!({"jsonrpc": "2.0", "id": 1.0, "method": "ping"}));
    assert_eq!((whole.status, &json_of(&whole)["id"]), (200, &json!(1)));
    let told = send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
    assert_eq!(told.status, 202, "{told:?}");
}

#[test]
fn plain_clients_are_served() {
    let server = Server::start(program().arg("--demo"));
    let body = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).to_string();
    let content = ("Content-Type", "Application/JSON; charset=UTF-8");
    for headers in [
        [content].as_slice(),
        &[content, ("Accept", "")],
        &[content, ("Accept", "*/*")],
        &[content, ("Accept", "application/json")],
        &[content, ("Accept", "application/*, text/html;q=0.1")],
        &[content, ("Accept", "application/json"), ("Accept", "text/event-stream")],
    ] {
        for path in ["/mcp", "/mcp/"] {
            let answer = server.send("POST", path, headers, &body);
            assert_eq!(answer.status, 200, "{path} {headers:?}: {answer:?}");
            assert!(json_of(&answer)["result"]["tools"].is_array());
        }
    }
    for (headers, status) in [
        ([content, ("Accept", "text/html")].as_slice(), 406),
        (&[("Content-Type", "text/plain")], 415),
        (&[], 415),
        (&[content, ("Content-Type", "application/json")], 400),
        (&[content, ("Content-Encoding", "gzip")], 415),
        (&[content, ("Host", "localhost"), ("Host", "localhost")], 400),
        (&[content, ("Origin", "http://localhost"), ("Origin", "http://localhost")], 400),
    ] {
        let answer = server.send("POST", "/mcp", headers, &body);
        assert_eq!(answer.status, status, "{headers:?}");
        assert!(json_of(&answer)["error"]["message"].is_string(), "{answer:?}");
    }
    // What looks like JSON to nobody else is read as strictly as what does.
    let odd = server.send("POST", "/mcp", &[("Content-Type", "APPLICATION/JSON")], "garbage");
    assert_eq!((odd.status, &json_of(&odd)["error"]["code"]), (400, &json!(-32700)));
}

/// A client that reads no streams is told of no progress.
#[test]
fn whoever_accepts_json_only_gets_one_object() {
    let server = Server::start(program().arg("--demo"));
    let call = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {
        "name": "incident_stats",
        "arguments": {"current_user_context": false},
        "_meta": {"progressToken": 1},
    }});
    let send = |accept| {
        let headers = [("Content-Type", "application/json"), ("Accept", accept)];
        server.send("POST", "/mcp", &headers, &call.to_string())
    };
    assert!(send("application/json, text/event-stream").head.contains("content-type: text/event-stream"));
    assert!(json_of(&send("application/json"))["result"]["structuredContent"].is_object());
}

#[test]
fn addresses_are_read_in_one_way() {
    let server = Server::start(program().arg("--demo"));
    let get = |target: &str, host: &str| server.send("GET", target, &[("Host", host)], "").status;
    let own = server.address.to_string();
    assert_eq!(get(&format!("http://{own}/healthz"), &own), 200);
    assert_eq!(get("http://evil.example/healthz", &own), 400);
    assert_eq!(get(&format!("http://{own}/healthz"), "evil.example"), 400);
    assert_eq!(get(&format!("http://somebody@{own}/healthz"), &own), 400);
}

#[test]
fn a_client_that_looks_for_an_oauth_server_finds_json() {
    let server = Server::start(program().arg("--demo"));
    for (method, path) in [
        ("GET", "/.well-known/oauth-protected-resource"),
        ("GET", "/.well-known/oauth-protected-resource/mcp"),
        ("GET", "/.well-known/oauth-authorization-server"),
        ("GET", "/.well-known/openid-configuration"),
        ("POST", "/register"),
        ("GET", "/authorize"),
        ("POST", "/token"),
    ] {
        let answer = server.send(method, path, &[], "");
        assert_eq!(answer.status, 404, "{path}");
        let body = json_of(&answer);
        assert_eq!(body["error"], "not_found", "{path}: {body}");
        assert!(body["error_description"].is_string(), "{path}: {body}");
    }
}
