//! Over standard input and output, a signal ends the program in order: what is being sent has its end, its line in the audit
//! log, and its answer.

use std::{fs, process::Command};

use pagerduty_sim::{Effect, Fault, Options, Simulator, token};
use serde_json::{Value, json};

use crate::program::{Client, directory, program};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_being_sent_has_an_end_and_an_answer() {
    for signal in ["TERM", "INT", "HUP", "QUIT"] {
        let simulator = Simulator::start(Options::default()).await.unwrap();
        let log = directory(&format!("signal-{signal}")).join("log");
        let mut command = program();
        command.env("PAGERDUTY_API_TOKEN", token::USER).env("PAGERDUTY_API_URL", simulator.url());
        command.env("PAGERDUTY_AUDIT_LOG", &log).args(["--toolsets", "all"]);
        let (mut client, _) = Client::initialized(&mut command);
        let slow = Fault { latency_ms: 700, effect: None, ..Fault::new("/incidents/*/notes", Effect::Trickle) };
        simulator.faults().add(Fault { method: Some("POST".into()), ..slow });
        let incident = simulator.account().triggered_incident.unwrap().id;
        let arguments = json!({"incident_id": incident, "content": "Looked"});
        client.post(1, "tools/call", json!({"name": "add_incident_note", "arguments": arguments}));
        while !fs::read_to_string(&log).unwrap_or_default().contains("\"intent\"") {
            std::thread::yield_now();
        }
        let pid = client.id().to_string();
        assert!(Command::new("kill").args([&format!("-{signal}"), &pid]).status().unwrap().success());
        let answer = client.read().unwrap_or_else(|| panic!("{signal}: no answer"));
        assert!(answer["result"]["structuredContent"]["notes"][0]["id"].is_string(), "{signal}: {answer}");
        // Standard input is still open.
        assert_eq!(client.wait(), Some(0), "{signal}");
        let lines = fs::read_to_string(&log).unwrap();
        let last: Value = serde_json::from_str(lines.lines().last().unwrap()).unwrap();
        assert_eq!((&last["event"], &last["outcome"]), (&json!("outcome"), &json!("ok")), "{signal}: {lines}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signals_of_other_programs_end_nothing() {
    let (mut client, _) = Client::initialized(program().arg("--demo"));
    let pid = client.id().to_string();
    for (id, signal) in (1..).zip(["USR1", "USR2", "ALRM", "XFSZ"]) {
        assert!(Command::new("kill").args([&format!("-{signal}"), &pid]).status().unwrap().success());
        let teams = client.call(id, "get_teams", json!({"limit": 1}));
        assert_eq!(teams["result"]["structuredContent"]["metadata"]["count"], 1, "{signal}: {teams}");
    }
}

#[test]
fn whoever_does_nothing_ends_at_once() {
    let (mut client, _) = Client::initialized(program().arg("--demo"));
    let pid = client.id().to_string();
    assert!(Command::new("kill").arg(&pid).status().unwrap().success());
    assert_eq!(client.wait(), Some(0));
}

/// Whoever starts it with `nohup` wants it to go on.
#[cfg(target_os = "linux")]
#[test]
fn a_hangup_that_is_ignored_ends_nothing() {
    let program = program();
    let mut command = Command::new("bash");
    command.args(["-c", "trap '' HUP; exec \"$@\"", "bash"]).arg(program.get_program()).arg("--demo");
    let (mut client, _) = Client::initialized(&mut command);
    let pid = client.id().to_string();
    assert!(Command::new("kill").args(["-HUP", &pid]).status().unwrap().success());
    let teams = client.call(1, "get_teams", json!({"limit": 1}));
    assert_eq!(teams["result"]["structuredContent"]["metadata"]["count"], 1, "{teams}");
}
