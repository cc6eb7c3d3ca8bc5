//! The commands, their exit codes, and what decides where the token goes.

use std::{
    fs,
    io::Write,
    process::{Command, Output, Stdio},
};

use pagerduty_sim::{Simulator, token};
use serde_json::{Value, json};

use crate::program::{directory, program, run};

fn answer(stdout: &[u8]) -> Value {
    serde_json::from_slice(stdout).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(stdout)))
}

#[test]
fn the_readmes_first_command_works() {
    let output = run(&["call", "get_incidents", r#"{"limit": 3}"#, "--demo"]);
    assert!(output.status.success());
    let answer = answer(&output.stdout);
    assert_eq!((&answer["metadata"]["count"], &answer["metadata"]["simulated"]), (&json!(3), &json!(true)));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn two_calls_on_one_day_find_the_same_incident() {
    // Around midnight, UTC, the account becomes that of the next day: then the calls are made again.
    let fields = json!({"limit": 3, "statuses": ["triggered"], "all_dates": true,
        "include": ["id", "incident_number", "title", "created_at"]});
    let listed = || answer(&run(&["call", "get_incidents", &fields.to_string(), "--demo"]).stdout)["incidents"].clone();
    let (mut first, mut second) = (listed(), listed());
    if first != second {
        (first, second) = (listed(), listed());
    }
    assert_eq!(first, second);
    assert_eq!(first.as_array().map(Vec::len), Some(3));
    let one = json!({"incident_id": first[0]["incident_number"].to_string(), "include": ["id", "created_at"]});
    let found = answer(&run(&["call", "get_incidents", &one.to_string(), "--demo"]).stdout);
    assert_eq!(found["incidents"][0]["id"], first[0]["id"]);
}

#[test]
fn a_change_of_the_simulated_account_is_said_to_be_forgotten() {
    let arguments = |dry_run: bool| {
        json!({"service_id": "Checkout API", "title": "Tills are down", "dry_run": dry_run}).to_string()
    };
    let told = |arguments: &[&str]| String::from_utf8(run(arguments).stderr).unwrap();
    let said = told(&["call", "create_incident", &arguments(false), "--demo", "--yes"]);
    assert!(said.contains("forgets this change") && said.contains("pagerduty-mcp-server simulate"), "{said}");
    assert_eq!(told(&["call", "create_incident", &arguments(true), "--demo", "--yes"]), "");
}

#[test]
fn exit_codes_tell_errors_apart() {
    for (arguments, code) in [
        (&["call", "get_teams", "--demo"][..], 0),
        (&["call", "get_teams", r#"{"limit": 0}"#, "--demo"], 1),
        (&["call", "get_teams"], 1),
        (&["call", "get_team", "--demo"], 2),
        (&["call", "get_teams", "[1]", "--demo"], 2),
        (&["call", "get_teams", "{", "--demo"], 2),
        (&["--region", "mars", "call", "get_teams"], 2),
        (&["--api-url", "http://api.pagerduty.com", "call", "get_teams"], 2),
        (&["unknown-command"], 2),
        (&["--version"], 0),
        (&["--help"], 0),
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.stderr.is_empty(), code < 2, "{arguments:?}");
    }
    let told = String::from_utf8(run(&["--api-url", "http://api.pagerduty.com", "call", "get_teams"]).stderr).unwrap();
    assert!(told.contains("unencrypted") && told.contains("https"), "{told}");
    let told = String::from_utf8(run(&["call", "get_team", "--demo"]).stderr).unwrap();
    assert!(told.contains("did you mean `get_teams`?"), "{told}");
}

#[test]
fn arguments_come_from_standard_input_too() {
    let mut child = program()
        .args(["call", "get_teams", "-", "--demo"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(br#"{"limit": 1}"#).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(answer(&output.stdout)["metadata"]["count"], 1);
}

#[test]
fn tools_are_listed_for_people_and_for_programs() {
    let table = String::from_utf8(run(&["tools"]).stdout).unwrap();
    assert!(table.contains("get_incidents            incidents  read"), "{table}");
    let list = answer(&run(&["tools", "--json"]).stdout);
    assert_eq!(list["tools"].as_array().unwrap().len(), table.lines().count() - 1);
    assert_eq!(list["tools"][0]["name"], "get_incidents");
}

/// What `call get_teams` printed, and how many requests reached the simulator.
pub(crate) async fn requests_of(simulator: &Simulator, command: &mut Command) -> (Output, usize) {
    let command =
        command.args(["call", "get_teams"]).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    let output = tokio::task::spawn_blocking(move || child.wait_with_output()).await.unwrap().unwrap();
    let count = simulator.requests().len();
    simulator.clear_requests();
    (output, count)
}

#[test]
fn the_demo_works_in_any_environment() {
    let variables =
        [("PAGERDUTY_API_URL", "http://example.com"), ("PAGERDUTY_REGION", "mars"), ("PAGERDUTY_API_TOKEN", "a b")];
    let output = program().args(["call", "get_teams", "--demo"]).envs(variables).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_variable_that_is_empty_is_as_good_as_unset() {
    let names = [
        "API_URL",
        "REGION",
        "API_TOKEN",
        "USER_EMAIL",
        "CALL_TIMEOUT",
        "LOG",
        "LOG_FORMAT",
        "API_HOST",
        "LISTEN",
        "MAX_CALLS",
    ];
    let mut command = program();
    command.args(["call", "get_teams"]).env("RESPONSE_LIMIT", "");
    command.envs(names.map(|name| (format!("PAGERDUTY_{name}"), "")));
    let output = command.output().unwrap();
    assert_eq!(answer(&output.stdout)["error"]["code"], "AUTH_REQUIRED", "{}", String::from_utf8_lossy(&output.stderr));
}

#[tokio::test]
async fn tokens_and_addresses_have_other_names_too() {
    let simulator = Simulator::start(pagerduty_sim::Options::default()).await.unwrap();
    let file = directory("token-file").join("token");
    fs::write(&file, format!("{}\n", token::USER)).unwrap();
    let url = simulator.url();
    for variables in [
        [("PAGERDUTY_USER_API_KEY", token::USER), ("PAGERDUTY_API_HOST", url)],
        [("PAGERDUTY_API_TOKEN_FILE", file.to_str().unwrap()), ("PAGERDUTY_API_URL", url)],
    ] {
        let (output, requests) = requests_of(&simulator, program().envs(variables)).await;
        assert!(output.status.success(), "{variables:?}: {}", String::from_utf8_lossy(&output.stdout));
        assert_eq!(requests, 1);
    }
    for (variables, word) in [
        ([("PAGERDUTY_API_TOKEN_FILE", "/does/not/exist"), ("PAGERDUTY_API_URL", url)], "PAGERDUTY_API_TOKEN_FILE"),
        ([("PAGERDUTY_API_TOKEN", token::USER), ("PAGERDUTY_API_HOST", "http://api.pagerduty.com")], "unencrypted"),
    ] {
        let (output, _) = requests_of(&simulator, program().envs(variables)).await;
        assert_eq!(output.status.code(), Some(2), "{variables:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(word), "{variables:?}");
    }
}

#[test]
fn a_token_is_never_shown() {
    for log in ["warn", "trace"] {
        let output = program()
            .args(["call", "get_teams", "--log", log])
            .env("PAGERDUTY_API_TOKEN", "planted-secret")
            .env("PAGERDUTY_API_URL", "http://127.0.0.1:9")
            .output()
            .unwrap();
        let all = [output.stdout, output.stderr].concat();
        assert!(!String::from_utf8_lossy(&all).contains("planted-secret"), "{log}");
    }
    let output = program().args(["call", "get_teams"]).env("PAGERDUTY_API_TOKEN", "planted secret").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(!String::from_utf8_lossy(&output.stderr).contains("planted"));
}

#[test]
fn an_address_where_nothing_would_listen_is_refused() {
    for (flag, address) in [("--listen", "127.0.0.1:8000"), ("--metrics-listen", "127.0.0.1:9000")] {
        let output = run(&["--demo", flag, address]);
        assert_eq!(output.status.code(), Some(2), "{flag}");
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.contains(&format!("{flag} needs --transport http")), "{told}");
    }
}
