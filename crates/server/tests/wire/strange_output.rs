//! What the program prints on standard error and by `doctor`: nothing that steers a terminal, and no secret that is in a
//! wrong place.

use std::process::{Command, Output};

use crate::program::{directory, program};

const SECRET: &str = "uSECRETPASS-token1234";

fn output(command: &mut Command) -> (Output, String) {
    let output = command.output().unwrap();
    let both = [output.stdout.clone(), output.stderr.clone()].concat();
    (output, String::from_utf8_lossy(&both).into_owned())
}

fn steers(text: &str) -> bool {
    let hidden = ['\u{1b}', '\u{7}', '\u{202e}', '\u{200b}', '\u{2066}', '\u{9b}', '\u{e0041}'];
    text.contains(hidden) || ["\\u001b", "\\u0007"].iter().any(|escape| text.contains(escape))
}

#[test]
fn nothing_steers_the_terminal() {
    const HOSTILE: &str = "x\u{1b}]0;evil\u{7}\u{202e}\u{200b}\u{2066}\u{9b}31m\u{e0041}y";
    let file = format!("/nowhere/{HOSTILE}");
    let commands: Vec<Vec<&str>> = vec![
        vec!["doctor"],
        vec!["doctor", "--json"],
        vec!["call", "get_teams"],
        vec!["call", HOSTILE],
        vec![HOSTILE],
        vec!["--log", HOSTILE, "call", "get_teams", "--demo"],
        vec!["--toolsets", HOSTILE, "tools"],
        vec!["--region", HOSTILE, "call", "get_teams"],
        vec!["--audit-log", &file, "call", "get_teams", "--demo"],
        vec!["--transport", "http", "--server-token-file", &file],
        vec!["auth", "status"],
    ];
    for arguments in commands {
        let mut command = program();
        command.args(&arguments).stdin(std::process::Stdio::null());
        command.env("PAGERDUTY_API_TOKEN_FILE", &file).env("PAGERDUTY_USER_EMAIL", HOSTILE);
        command.env("PAGERDUTY_API_URL", "http://127.0.0.1:1").env("PAGERDUTY_LOG_FORMAT", "json");
        let (_, text) = output(&mut command);
        assert!(!steers(&text), "{arguments:?}: {text:?}");
    }
}

#[test]
fn a_secret_in_a_wrong_place_is_not_shown() {
    for arguments in [&["doctor"][..], &["doctor", "--json"], &["call", "get_teams"], &["auth", "status"]] {
        for (name, value) in [
            ("PAGERDUTY_API_URL", format!("https://127.0.0.1:1/?key={SECRET}")),
            ("PAGERDUTY_API_URL", SECRET.to_owned()),
            ("PAGERDUTY_API_TOKEN_FILE", SECRET.to_owned()),
            ("PAGERDUTY_REGION", SECRET.to_owned()),
            ("RESPONSE_LIMIT", SECRET.to_owned()),
            ("PAGERDUTY_CONFIRM", SECRET.to_owned()),
        ] {
            let mut command = program();
            command.args(arguments).env(name, &value).env("PAGERDUTY_CALL_TIMEOUT", "2");
            let (_, text) = output(&mut command);
            assert!(!text.contains(SECRET), "{arguments:?} {name}: {text}");
        }
    }
}

#[test]
fn a_server_token_is_one_that_nobody_guesses() {
    let file = directory("server-token-weak").join("token");
    for (token, words) in [
        ("short", "5 characters"),
        ("<SERVER_TOKEN_GOES_HERE>", "placeholder"),
        ("\"0123456789abcdef0123\"", "quotes"),
        ("0123456789 abcdef0123", "visible"),
        ("0123456789abcdéf0123", "visible"),
        ("changeme", "placeholder"),
    ] {
        std::fs::write(&file, token).unwrap();
        let arguments = ["--transport", "http", "--listen", "127.0.0.1:0", "--server-token-file"];
        let (output, text) = output(program().args(arguments).arg(&file).arg("--demo"));
        assert_eq!(output.status.code(), Some(2), "{token}: {text}");
        assert!(text.contains(words) && !text.contains(token), "{token}: {text}");
    }
}
