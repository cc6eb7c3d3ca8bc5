//! Nothing secret stands in anything that the program says, however much it is told to say.

use std::{fs, process::Command};

use crate::{
    person,
    program::Client,
    setup::{SECRET, Setup, answer, ask, assert_teams, finish},
};

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_ever_said() {
    let Some(setup) = Setup::confidential("secrets", 30).await else { return };
    let log = setup.session.home.join("log");
    let program = setup.program();
    let mut shell = Command::new("sh");
    shell.args(["-c", "exec \"$0\" --log trace 2>\"$LOG\""]).arg(program.get_program()).env("LOG", &log);
    for (name, value) in program.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    shell.current_dir(&setup.session.home);
    let mut server = Client::initialized(&mut shell).0;
    let mut said = String::new();
    for id in 1..=3 {
        ask(&mut server, id);
        if id == 1 {
            person::log_in(&setup.login_page(1).await).await;
        }
        let answer = answer(&mut server);
        assert_teams(&answer);
        said.push_str(&answer.to_string());
    }
    // A refused refresh, a denied login, and every command.
    setup.simulator.identity().revoke_all();
    ask(&mut server, 4);
    let page = setup.login_page(2).await;
    let state = page.split("state=").nth(1).unwrap().split('&').next().unwrap();
    person::get(&setup.callback(&format!("/oauth/pagerduty?error=access_denied&state={state}"))).await;
    said.push_str(&answer(&mut server).to_string());
    let mut login = setup.program();
    let login = tokio::task::spawn_blocking(move || finish(login.args(["--log", "trace", "auth", "login"])));
    person::log_in(&setup.login_page(3).await).await;
    let mut outputs = vec![login.await.unwrap()];
    for arguments in [["auth", "status"], ["call", "get_teams"], ["auth", "logout"]] {
        outputs.push(setup.run(&[&["--log", "trace"], &arguments[..]].concat()));
    }
    for (code, out, error) in outputs {
        assert_eq!(code, 0, "{out} {error}");
        said.push_str(&out);
        said.push_str(&error);
    }
    said.push_str(&fs::read_to_string(&log).unwrap());

    let secrets = setup.simulator.identity().secrets();
    assert!(secrets.len() >= 9, "codes, access and refresh tokens: {}", secrets.len());
    assert!(said.len() > 10_000, "trace says a lot");
    for secret in secrets.iter().map(String::as_str).chain([SECRET, "keyring-password"]) {
        assert!(!said.contains(secret), "{secret} was said");
    }
    // Nor is it in a file, but for the keyring's own, or in the environment of the browser.
    for file in files(&setup.session.home) {
        let bytes = fs::read(&file).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let is_in_it = secrets.iter().map(String::as_str).chain([SECRET]).any(|secret| text.contains(secret));
        assert!(!is_in_it, "{}", file.display());
    }
}

fn files(directory: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).unwrap().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => found.extend(files(&entry.path())),
            Ok(kind) if kind.is_file() => found.push(entry.path()),
            _ => {}
        }
    }
    found
}
