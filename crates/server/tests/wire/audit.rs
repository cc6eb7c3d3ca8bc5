//! The audit log as the program keeps it: what cannot be a log, what cannot be written, and a process that is killed.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use pagerduty_sim::{Effect, Fault, Simulator, token};
use serde_json::{Value, json};

use crate::program::{Client, directory, program, run};

async fn simulator() -> Simulator {
    Simulator::start(pagerduty_sim::Options::default()).await.unwrap()
}

/// The program on this account, with this log.
fn on(simulator: &Simulator, log: &Path) -> Command {
    let mut command = program();
    command.env("PAGERDUTY_API_TOKEN", token::USER).env("PAGERDUTY_API_URL", simulator.url());
    command.env("PAGERDUTY_AUDIT_LOG", log).args(["--toolsets", "all"]);
    command
}

fn lines(path: &PathBuf) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn writes(simulator: &Simulator) -> usize {
    simulator.requests().iter().filter(|request| request.method != "GET").count()
}

fn note(simulator: &Simulator) -> Value {
    let incident = simulator.account().triggered_incident.unwrap();
    json!({"incident_id": incident.id, "content": "Looked"})
}

#[test]
fn what_is_no_log_is_refused_at_the_start() {
    let directory = directory("audit-refused");
    let other = directory.join("profile");
    fs::write(&other, "export PATH=/bin\n").unwrap();
    let pipe = directory.join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for path in [other.as_path(), pipe.as_path(), Path::new("/dev/full"), Path::new("/does/not/exist/log")] {
        let output = run(&["call", "get_teams", "--demo", "--audit-log", path.to_str().unwrap()]);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{}: {told}", path.display());
        assert!(told.contains("--audit-log"), "{told}");
    }
    assert_eq!(fs::read_to_string(&other).unwrap(), "export PATH=/bin\n");
}

#[test]
fn a_link_to_a_log_is_followed_and_one_that_points_nowhere_is_refused() {
    let directory = directory("audit-links");
    let (target, link) = (directory.join("target"), directory.join("link"));
    std::os::unix::fs::symlink(&target, &link).unwrap();
    let arguments = ["call", "get_teams", "--demo", "--audit-log", link.to_str().unwrap()];
    let output = run(&arguments);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("--audit-log") && told.contains("a symbolic link that points nowhere"), "{told}");
    assert!(!target.exists());
    fs::write(&target, "").unwrap();
    assert!(run(&arguments).status.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_stops_the_change() {
    let simulator = simulator().await;
    let directory = directory("audit-full");
    let log = directory.join("log");
    // A file may have a block here, and the log has filled it.
    fs::write(&log, format!("{{\"version\":1,\"event\":\"outcome\",\"filler\":\"{}\"}}\n", "x".repeat(1000))).unwrap();
    let command = on(&simulator, &log);
    let mut limited = Command::new("bash");
    limited.args(["-c", "ulimit -f 1; exec \"$@\"", "bash"]).arg(command.get_program());
    limited.args(command.get_args());
    limited.args(["call", "add_incident_note", &note(&simulator).to_string()]).current_dir(&directory).env_clear();
    limited.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let child = limited.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let output = tokio::task::spawn_blocking(move || child.wait_with_output()).await.unwrap().unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["error"]["code"], "AUDIT_UNAVAILABLE", "{answer}");
    assert_eq!(writes(&simulator), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_process_leaves_its_intent() {
    let simulator = simulator().await;
    let log = directory("audit-killed").join("log");
    simulator.faults().add(Fault {
        latency_ms: 60_000,
        effect: None,
        ..Fault::new("/incidents/*/notes", Effect::Trickle)
    });
    let (mut client, _) = Client::initialized(&mut on(&simulator, &log));
    client.post(1, "tools/call", json!({"name": "add_incident_note", "arguments": note(&simulator)}));
    while lines(&log).is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // SIGKILL.
    drop(client);
    let lines = lines(&log);
    assert_eq!(lines.len(), 1);
    assert_eq!((&lines[0]["event"], &lines[0]["client"]["name"]), (&json!("intent"), &json!("test")), "{lines:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_hangs_up_does_not_stop_a_change() {
    let simulator = simulator().await;
    let log = directory("audit-hung-up").join("log");
    simulator.faults().add(Fault {
        latency_ms: 200,
        effect: None,
        ..Fault::new("/incidents/*/notes", Effect::Trickle)
    });
    let (mut client, _) = Client::initialized(&mut on(&simulator, &log));
    client.post(1, "tools/call", json!({"name": "add_incident_note", "arguments": note(&simulator)}));
    while lines(&log).is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tokio::task::spawn_blocking(move || client.close()).await.unwrap();
    let lines = lines(&log);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert_eq!(lines[1]["outcome"], "ok");
}

#[test]
fn a_call_answers_although_its_log_cannot_be_written() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = program()
        .args(["call", "get_teams", "--demo", "--log", "trace"])
        .stdin(Stdio::null())
        .stderr(full)
        .output()
        .unwrap();
    assert!(output.status.success());
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(answer["teams"].is_array());
}

#[test]
fn a_call_answers_although_nobody_reads_its_log() {
    let mut command = program();
    command.args(["call", "get_incidents", r#"{"limit": 1000}"#, "--demo", "--log", "trace"]);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // The pipe of the log stays open, and fills.
    let log = child.stderr.take();
    let output = child.wait_with_output().unwrap();
    drop(log);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(answer["incidents"].is_array());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_says_yes_in_advance() {
    let simulator = simulator().await;
    let log = directory("audit-yes").join("log");
    let service = simulator.account().service.id;
    let arguments = json!({"service_id": service, "title": "Tills are down"}).to_string();
    let call = |more: &[&str]| {
        let mut command = on(&simulator, &log);
        command.args(["call", "create_incident", &arguments]).args(more);
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        tokio::task::spawn_blocking(move || child.wait_with_output())
    };
    let output = call(&[]).await.unwrap().unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), &answer["error"]["code"]), (Some(1), &json!("NOT_CONFIRMED")), "{answer}");
    assert!(answer["error"]["question"].as_str().unwrap().contains("This pages "), "{answer}");
    assert!(answer["error"]["hint"].as_str().unwrap().contains("--yes"), "{answer}");
    assert_eq!(writes(&simulator), 0);
    assert!(call(&["--yes"]).await.unwrap().unwrap().status.success());
    assert_eq!(writes(&simulator), 1);
    let lines = lines(&log);
    let told: Vec<_> = lines.iter().map(|line| (&line["event"], &line["consent"], &line["client"]["name"])).collect();
    let (client, none) = (json!("command line"), Value::Null);
    assert_eq!(
        told,
        [
            (&json!("refused"), &json!("client_cannot_ask"), &client),
            (&json!("intent"), &json!("in_advance"), &client),
            (&json!("outcome"), &none, &none),
        ]
    );
}
