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
fn no_error_at_the_start_repeats_a_token() {
    let tokens = [SECRET, "u+AbCdEfGhIjKlMnOpQr", "pdus+_AbCdEfGh_iJkLmNoPqRs-tUvWxYz", "yNbAkKcxryYTWUXYEuab"];
    for token in tokens {
        for variable in [
            "PAGERDUTY_TOOLSETS",
            "PAGERDUTY_TOOLS",
            "PAGERDUTY_EXCLUDE_TOOLS",
            "PAGERDUTY_ALLOW_OPERATIONS",
            "PAGERDUTY_ALLOWED_ORIGINS",
            "PAGERDUTY_ALLOWED_HOSTS",
            "PAGERDUTY_STATE_KEY_FILE",
            "PAGERDUTY_SERVER_TOKEN_FILE",
            "PAGERDUTY_LISTEN",
            "PAGERDUTY_LOG_FORMAT",
            "PAGERDUTY_REGION",
        ] {
            // Some of these are no error, and then nothing is served because there is no token.
            for (value, arguments) in [
                (token.to_owned(), &["--transport", "http", "--listen", "192.0.2.1:1"][..]),
                (format!("incidents,{token}"), &["doctor"]),
                (format!("/run/{token}"), &["doctor", "--json"]),
            ] {
                let mut command = program();
                command.args(arguments).env(variable, &value).env("PAGERDUTY_API_URL", "http://127.0.0.1:1");
                let (_, text) = output(&mut command);
                // Where a path has a word that is no token of PagerDuty's, it is shown.
                let is_path = value.starts_with('/') && !token.contains('+');
                assert!(is_path || !text.contains(token), "{variable}={value} {arguments:?}: {text}");
            }
        }
        for arguments in [
            vec![token.to_owned()],
            vec![format!("--{token}")],
            vec![format!("--{token}=x")],
            vec!["call".to_owned(), token.to_owned(), "--demo".to_owned()],
            vec!["auth".to_owned(), token.to_owned()],
            vec!["tools".to_owned(), token.to_owned()],
            vec!["tools".to_owned(), "--toolsets".to_owned(), token.to_owned()],
            vec!["--confirm".to_owned(), token.to_owned()],
            vec![format!("--confirm={token}")],
            vec!["--listen".to_owned(), token.to_owned()],
            vec!["--call-timeout".to_owned(), token.to_owned()],
            vec!["--read-only".to_owned(), token.to_owned()],
            vec!["--log".to_owned(), format!("{token}=x"), "tools".to_owned()],
            vec!["doctor".to_owned(), "--region".to_owned(), token.to_owned()],
        ] {
            let mut command = program();
            command.args(&arguments).stdin(std::process::Stdio::null());
            let (_, text) = output(command.env("PAGERDUTY_API_URL", "http://127.0.0.1:1"));
            assert!(!text.contains(token), "{arguments:?}: {text}");
        }
    }
}

#[test]
fn a_wrong_word_is_repeated() {
    let (_, text) = output(program().args(["tools", "--toolsets", "incidens"]));
    assert!(text.contains("there is no toolset `incidens`"), "{text}");
    let (_, text) = output(program().args(["call", "get_incidentz", "--demo"]));
    assert!(text.contains("`get_incidentz`; did you mean `get_incidents`?"), "{text}");
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
