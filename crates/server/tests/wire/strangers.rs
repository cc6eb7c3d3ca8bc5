//! What clients sent, in the errors of the protocol: nothing that steers or hides comes back, over either transport.

use icu_properties::{
    CodePointMapData, CodePointSetData,
    props::{DefaultIgnorableCodePoint, GeneralCategory},
};
use serde_json::{Value, json};

use crate::{
    http_client::Server,
    program::{Client, program, run},
};

/// The first of each range of characters that show nothing, some hundreds.
fn invisible() -> Vec<char> {
    let categories = CodePointMapData::<GeneralCategory>::new();
    let of = |category| categories.iter_ranges_for_value(category).take(250);
    let listed =
        [GeneralCategory::Control, GeneralCategory::Format, GeneralCategory::PrivateUse, GeneralCategory::Unassigned];
    let ranges =
        listed.into_iter().flat_map(of).chain(CodePointSetData::new::<DefaultIgnorableCodePoint>().iter_ranges());
    let ends = ranges.flat_map(|range| [*range.start(), *range.end()]);
    let more = ['\u{1b}', '\u{2028}', '\u{2029}', '\u{2800}', '\u{e0080}', '\u{e0fff}', '\u{202e}', '\u{2066}'];
    let mut all: Vec<char> = ends.filter_map(char::from_u32).chain(more).collect();
    all.retain(|one| !matches!(one, '\n' | '\t'));
    all.sort_unstable();
    all.dedup();
    all
}

fn shows_nothing(character: char) -> bool {
    use GeneralCategory::{Control, Format, LineSeparator, ParagraphSeparator, PrivateUse, Unassigned};
    let category = CodePointMapData::<GeneralCategory>::new().get(character);
    let is_listed = matches!(category, Control | Format | LineSeparator | ParagraphSeparator | PrivateUse | Unassigned);
    let is_ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character);
    (is_listed || is_ignorable || character == '\u{2800}') && !matches!(character, '\n' | '\t')
}

/// Every text of a message, names of fields included.
fn texts(value: &Value, all: &mut String) {
    match value {
        Value::String(text) => all.push_str(text),
        Value::Array(values) => values.iter().for_each(|value| texts(value, all)),
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            all.push_str(name);
            texts(value, all);
        }),
        _ => {}
    }
}

fn check(place: &Value, message: &Value) {
    let mut all = String::new();
    texts(message, &mut all);
    let shown: Vec<_> =
        all.chars().filter(|one| shows_nothing(*one)).map(|one| format!("U+{:04X}", u32::from(one))).collect();
    assert!(shown.is_empty(), "{place}: {shown:?} in {message}");
}

/// Requests that are refused, or answered with what they quote.
fn requests(text: &str) -> Vec<(String, Value)> {
    let call = |name: &str, arguments: Value| ("tools/call".to_owned(), json!({"name": name, "arguments": arguments}));
    let complete = |reference: Value| {
        let argument = json!({"name": text, "value": text});
        ("completion/complete".to_owned(), json!({"ref": reference, "argument": argument}))
    };
    vec![
        (text.to_owned(), json!({})),
        (format!("tools/{text}"), json!({"name": text})),
        call(text, json!({})),
        call("get_teams", json!({text: 1})),
        call("get_teams", json!({"query": text, "limit": 1})),
        call("get_teams", json!({"team_id": text})),
        call("get_teams", json!({"limit": text, "include": [text]})),
        call("get_incidents", json!({"statuses": [text], "since": text})),
        call("get_incidents", json!({"incident_id": text})),
        call("build_user_context", json!({"current_user_context": text})),
        ("resources/read".to_owned(), json!({"uri": text})),
        ("resources/read".to_owned(), json!({"uri": format!("pagerduty://services/{text}")})),
        ("prompts/get".to_owned(), json!({"name": text})),
        ("prompts/get".to_owned(), json!({"name": "triage", "arguments": {"incident": text}})),
        complete(json!({"type": "ref/prompt", "name": text})),
        complete(json!({"type": "ref/resource", "uri": text})),
    ]
}

/// A limited number at a time, because quoted text is cut.
fn chunks() -> Vec<String> {
    let all = invisible();
    assert!(all.len() > 300, "{}", all.len());
    all.chunks(25).map(|some| format!("a{}b", some.iter().map(|one| format!("{one}c")).collect::<String>())).collect()
}

#[test]
fn no_error_of_the_protocol_quotes_what_nobody_sees() {
    let (mut client, _) = Client::initialized(program().arg("--demo"));
    let mut id = 0;
    for text in chunks() {
        for (method, params) in requests(&text) {
            id += 1;
            let answer = client.request(id, &method, params.clone());
            check(&json!([method, params]), &answer);
        }
    }
}

#[test]
fn nor_does_one_over_http() {
    let server = Server::start(program().arg("--demo"));
    let text = "a\u{1b}[2J\u{202e}b\u{e0041}\u{2028}c\u{34f}\u{fff0}\u{2800}";
    for (method, params) in requests(text) {
        let answer = server.post(&[], &method, params.clone());
        let message = serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{error}: {answer:?}"));
        check(&json!([method, params]), &message);
    }
    let version = json!({"_meta": {
        "io.modelcontextprotocol/protocolVersion": text,
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "0"},
    }});
    for headers in [vec![], vec![("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/list")]] {
        let answer = server.post(&headers, "tools/list", version.clone());
        let message: Value = serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{error}: {answer:?}"));
        assert!(message["error"].is_object(), "{message}");
        check(&version, &message);
    }
}

#[test]
fn lockdown_comes_from_the_operator_or_the_request() {
    let arguments = r#"{"limit": 1, "include": ["id", "title", "body"]}"#;
    let output = run(&["call", "get_incidents", arguments, "--demo", "--lockdown"]);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["metadata"]["lockdown"], true, "{answer}");
    assert!(answer["metadata"]["warnings"][0].as_str().unwrap().contains("`body`"), "{answer}");
    assert!(answer["incidents"][0]["title"].is_string() && answer["incidents"][0].get("body").is_none(), "{answer}");

    let server = Server::start(program().arg("--demo"));
    let arguments = json!({"current_user_context": false, "limit": 3});
    let free = server.call(&[], "get_change_events", arguments.clone());
    assert!(free["change_events"][0]["source"].is_string() && free["metadata"].get("lockdown").is_none(), "{free}");
    for value in ["true", "1", "TRUE"] {
        let locked = server.call(&[("X-MCP-Lockdown", value)], "get_change_events", arguments.clone());
        assert!(locked["change_events"][0].get("source").is_none(), "{locked}");
        assert!(locked["change_events"][0]["summary"].is_string(), "{locked}");
        assert_eq!(locked["metadata"]["lockdown"], true);
    }
    let odd =
        server.post(&[("X-MCP-Lockdown", "perhaps")], "tools/call", json!({"name": "get_teams", "arguments": {}}));
    assert!(odd.body.contains("neither `true` nor `false`"), "{odd:?}");

    // A request cannot turn off what the operator turned on, and resources are answers too.
    let server = Server::start(program().args(["--demo", "--lockdown"]));
    let locked = server.call(&[("X-MCP-Lockdown", "false")], "get_change_events", arguments);
    assert_eq!(locked["metadata"]["lockdown"], true, "{locked}");
    let open = server.call(&[], "get_incidents", json!({"limit": 1, "include": ["id"]}));
    let uri = format!("pagerduty://incidents/{}", open["incidents"][0]["id"].as_str().unwrap());
    let read: Value = serde_json::from_str(&server.post(&[], "resources/read", json!({"uri": uri})).body).unwrap();
    let text = read["result"]["contents"][0]["text"].as_str().unwrap();
    assert!(text.contains(r#""lockdown":true"#) && !text.contains(r#""body_details""#), "{text}");
}
