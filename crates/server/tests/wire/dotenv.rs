//! A `.env` file that somebody means well: what it sets, how it is written, and that it loses against everything else.

use std::fs;

use pagerduty_sim::{Options, Simulator, token};
use serde_json::{Value, json};

use crate::{
    command_line::requests_of,
    doctor::{Examined, examined},
    program::{directory, program},
};

/// What `doctor` says in a directory with this `.env`, without asking anybody.
pub(crate) async fn told(name: &str, file: impl AsRef<[u8]>, variables: &[(&str, &str)], flags: &[&str]) -> Examined {
    let directory = directory(name);
    fs::write(directory.join(".env"), file).unwrap();
    let mut command = program();
    command.current_dir(&directory).envs(variables.iter().copied()).args(flags);
    examined(command).await
}

/// The names that were read, and those that were ignored.
pub(crate) fn names(examined: &Examined) -> (Vec<&str>, Vec<&str>) {
    let dotenv = &examined.check("configuration")["facts"]["dotenv"];
    let texts = |list: &'_ Value| list.as_array().cloned().unwrap_or_default();
    let (read, ignored) = (texts(&dotenv["read"]).len(), texts(&dotenv["ignored"]).len());
    (
        (0..read).map(|at| dotenv["read"][at].as_str().unwrap()).collect(),
        (0..ignored).map(|at| dotenv["ignored"][at]["name"].as_str().unwrap()).collect(),
    )
}

#[tokio::test]
async fn a_token_in_the_working_directory_is_used_however_it_is_written() {
    let simulator = Simulator::start(Options::default()).await.unwrap();
    let (token, url) = (token::USER, simulator.url());
    for (number, file) in [
        format!("PAGERDUTY_API_TOKEN={token}\nPAGERDUTY_API_URL={url}\n"),
        format!("\u{feff}PAGERDUTY_API_TOKEN={token}\r\nPAGERDUTY_API_URL={url}\r\n"),
        format!("# a comment\n\nexport PAGERDUTY_API_TOKEN='{token}' # mine\nexport PAGERDUTY_API_HOST = \"{url}\""),
        format!(
            "  PAGERDUTY_USER_API_KEY=\"{token}\"\nPAGERDUTY_API_URL={url} # here\nOTHER='unclosed\nSECRET=$(id)\n"
        ),
        format!("PAGERDUTY_API_TOKEN=wrong\nPAGERDUTY_API_TOKEN={token}\nPAGERDUTY_API_URL={url}"),
    ]
    .iter()
    .enumerate()
    {
        let directory = directory(&format!("dotenv-written-{number}"));
        fs::write(directory.join(".env"), file).unwrap();
        let (output, requests) = requests_of(&simulator, program().current_dir(&directory)).await;
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{file}: {}{told}", String::from_utf8_lossy(&output.stdout));
        assert_eq!(requests, 1);
        // One line says what was read, without any value.
        assert_eq!(told.lines().count(), 1, "{told}");
        assert!(told.contains("`.env` sets PAGERDUTY_") && !told.contains(token) && !told.contains(url), "{told}");
    }
}

#[tokio::test]
async fn limits_may_be_lowered_and_the_server_made_stricter() {
    let api = ["--api-url", "http://127.0.0.1:9"];
    for (file, is_read) in [
        ("RESPONSE_LIMIT=7", true),
        ("RESPONSE_LIMIT=100", true),
        ("RESPONSE_LIMIT=101", false),
        ("RESPONSE_LIMIT=0", false),
        ("RESPONSE_LIMIT=many", false),
        ("RESPONSE_LIMIT=-1", false),
        ("PAGERDUTY_MAX_RESPONSE_BYTES=5000", true),
        ("PAGERDUTY_MAX_RESPONSE_BYTES=60001", false),
        ("PAGERDUTY_MAX_RESPONSE_BYTES=10", false),
        ("PAGERDUTY_CALL_TIMEOUT=5", true),
        ("PAGERDUTY_CALL_TIMEOUT=31", false),
        ("PAGERDUTY_MAX_WRITES_PER_MINUTE=1", true),
        ("PAGERDUTY_MAX_WRITES_PER_MINUTE=61", false),
        ("PAGERDUTY_MAX_WRITES_PER_MINUTE=99999999999999999999", false),
        ("PAGERDUTY_READ_ONLY=true", true),
        ("PAGERDUTY_READ_ONLY=Yes", true),
        ("PAGERDUTY_READ_ONLY=false", false),
        ("PAGERDUTY_READ_ONLY=0", false),
        ("PAGERDUTY_CONFIRM=always", true),
        ("PAGERDUTY_CONFIRM=auto", false),
        ("PAGERDUTY_CONFIRM=never", false),
    ] {
        let examined = told("dotenv-limits", file, &[], &api).await;
        let name = file.split('=').next().unwrap();
        let expected = if is_read { (vec![name], vec![]) } else { (vec![], vec![name]) };
        assert_eq!(names(&examined), expected, "{file}");
        let is_set = examined.check("configuration")["facts"]["settings"].as_array().unwrap().iter();
        assert_eq!(is_set.filter(|setting| setting["source"] == ".env").count(), usize::from(is_read), "{file}");
    }
}

#[test]
fn read_only_of_the_file_leaves_out_what_changes_something() {
    let tools = |file: &str| {
        let directory = directory("dotenv-read-only");
        fs::write(directory.join(".env"), file).unwrap();
        let output = program().args(["tools", "--json"]).current_dir(&directory).output().unwrap();
        serde_json::from_slice::<Value>(&output.stdout).unwrap()["tools"].as_array().unwrap().len()
    };
    assert!(tools("PAGERDUTY_READ_ONLY=true") < tools(""));
    assert_eq!(tools("PAGERDUTY_READ_ONLY=false\nPAGERDUTY_TOOLSETS=all\nPAGERDUTY_TOOLS=create_incident"), tools(""));
}

#[tokio::test]
async fn flags_and_the_environment_win() {
    let file = "RESPONSE_LIMIT=7\nPAGERDUTY_CONFIRM=always\nPAGERDUTY_READ_ONLY=true";
    let api = ["--api-url", "http://127.0.0.1:9"];
    let variables = [("RESPONSE_LIMIT", "500"), ("PAGERDUTY_CONFIRM", "never"), ("PAGERDUTY_READ_ONLY", "false")];
    let by_environment = told("dotenv-wins", file, &variables, &api).await;
    assert_eq!(names(&by_environment).0, Vec::<&str>::new());
    let settings = &by_environment.check("configuration")["facts"]["settings"];
    let limit = json!({"name": "RESPONSE_LIMIT", "source": "environment", "value": "500"});
    assert!(settings.as_array().unwrap().contains(&limit), "{settings}");
    let flags = [&api[..], &["--response-limit", "9", "--confirm", "auto"]].concat();
    let by_flag = told("dotenv-wins", file, &[], &flags).await;
    assert_eq!(names(&by_flag), (vec!["PAGERDUTY_READ_ONLY"], vec!["RESPONSE_LIMIT", "PAGERDUTY_CONFIRM"]));
}

#[tokio::test]
async fn names_that_nothing_reads_are_told_in_call_too() {
    let simulator = Simulator::start(Options::default()).await.unwrap();
    let mut command = program();
    command.env(concat!("PAGERDUTY", "_API_TOKN"), "planted").env(concat!("PAGERDUTY", "_ROUTING_KEY"), "another's");
    let (output, _) = requests_of(&simulator, &mut command).await;
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("did you mean PAGERDUTY_API_TOKEN?") && told.lines().count() == 1, "{told}");
    assert!(!told.contains("planted") && !told.contains("ROUTING"), "{told}");
    let file = concat!("PAGERDUTY", "_RESPONSE_LIMITS=1\n").repeat(2) + concat!("PAGERDUTY", "_ROUTING_KEY=a");
    let examined = told_of(&file).await;
    assert!(!examined.contains("ROUTING"), "{examined}");
}

async fn told_of(file: &str) -> String {
    told("dotenv-unknown", file, &[], &["--api-url", "http://127.0.0.1:9"]).await.words("configuration")
}

#[tokio::test]
async fn a_line_of_ours_that_says_nothing_clear_is_named_and_others_are_not() {
    let words = told_of("PAGERDUTY_API_TOKEN: planted\nPAGERDUTY_REGION='eu\nother line\nKEY: planted\n").await;
    assert!(words.contains("PAGERDUTY_API_TOKEN (not `NAME=value`)"), "{words}");
    assert!(words.contains("PAGERDUTY_REGION (its quotes do not end on the line)"), "{words}");
    assert!(!words.contains("planted") && !words.contains("KEY (") && !words.contains("other"), "{words}");
}
