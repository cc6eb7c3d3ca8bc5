//! The program at a terminal: `call` asks before it changes what affects others, and a server says that it waits for a client.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use crate::program::program;

/// What stands on the terminal after a start with these arguments, and this line.
fn at_a_terminal(arguments: &str, answer: &str) -> Option<String> {
    let program = program();
    let command = format!("'{}' {arguments} --demo", program.get_program().to_str().unwrap());
    let mut terminal = Command::new("script");
    terminal.args(["-qec", &command, "/dev/null"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    for (name, value) in program.get_envs() {
        match value {
            Some(value) => terminal.env(name, value),
            None => terminal.env_remove(name),
        };
    }
    let Ok(mut child) = terminal.spawn() else {
        // `script` opens a terminal, and some machines lack it.
        let _ = writeln!(std::io::stderr(), "skipped: there is no `script`");
        assert!(std::env::var_os("CI").is_none(), "CI has it");
        return None;
    };
    child.stdin.take().unwrap().write_all(format!("{answer}\n").as_bytes()).unwrap();
    Some(String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap())
}

#[test]
fn it_asks_and_takes_a_yes_only() {
    let arguments = r#"{"service_id": "Checkout API", "title": "Tills are down"}"#;
    for (answer, is_done) in [("y", true), ("YES", true), ("n", false), ("", false), ("yep", false)] {
        let Some(shown) = at_a_terminal(&format!("call create_incident '{arguments}'"), answer) else { return };
        assert!(shown.contains("Create an incident on “Checkout API”") && shown.contains("[y/N]"), "{shown}");
        assert_eq!(shown.contains("NOT_CONFIRMED"), !is_done, "{answer:?}: {shown}");
        assert_eq!(shown.contains("\"incident_number\""), is_done, "{answer:?}: {shown}");
    }
    let Some(shown) = at_a_terminal("call get_teams", "") else { return };
    assert!(!shown.contains("[y/N]"), "{shown}");
}

#[test]
fn a_start_without_a_client_says_what_it_waits_for() {
    // The end of a terminal's input.
    let Some(shown) = at_a_terminal("", "\u{4}") else { return };
    let line =
        "Serving MCP on standard input; MCP clients usually start this program. Try `call`, `doctor` or `--help`.";
    assert_eq!(shown.matches(line).count(), 1, "{shown}");
}
