//! Files with a token: PagerDuty's, and the server's own.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

use pagerduty_sim::{Options, Simulator, token};

use crate::{
    command_line::requests_of,
    program::{directory, program},
};

fn file(directory: &Path, name: &str, content: impl AsRef<[u8]>, mode: u32) -> PathBuf {
    let path = directory.join(name);
    fs::write(&path, content).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    path
}

#[tokio::test]
async fn a_file_that_holds_no_single_token_is_refused_with_the_reason() {
    let directory = directory("token-files");
    let pipe = directory.join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let large = "a".repeat(64 * 1024 + 1);
    let utf_16 = [0xff, 0xfe, b'a', 0];
    for (path, why) in [
        (pipe, "not a regular file"),
        (PathBuf::from("/dev/zero"), "not a regular file"),
        (directory.clone(), "not a regular file"),
        (file(&directory, "lines", "planted-1\nplanted-2\n", 0o600), "more than one line"),
        (file(&directory, "carriage", "planted-1\rplanted-2", 0o600), "more than one line"),
        (file(&directory, "mark", "\u{feff}planted-1\n", 0o600), "byte order mark"),
        (file(&directory, "wide", utf_16, 0o600), "UTF-16"),
        (file(&directory, "latin", [0xe4], 0o600), "UTF-8"),
        (file(&directory, "large", large, 0o600), "larger than 64 KiB"),
        (file(&directory, "empty", " \n", 0o600), "it is empty"),
        (directory.join("missing"), "No such file"),
    ] {
        let mut own = program();
        own.args(["call", "get_teams"]).env("PAGERDUTY_API_TOKEN_FILE", &path).env("HTTPS_PROXY", "http://127.0.0.1:9");
        let mut server = program();
        server.args(["--transport", "http", "--listen", "127.0.0.1:0", "--server-token-file"]).arg(&path);
        for (mut command, place) in [(own, "PAGERDUTY_API_TOKEN_FILE (environment)"), (server, "--server-token-file")] {
            let output = command.output().unwrap();
            let told = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{}: {told}", path.display());
            assert!(told.contains(place) && told.contains(why), "{}: {told}", path.display());
            assert!(!told.contains("planted"), "{told}");
        }
    }
}

#[tokio::test]
async fn a_file_that_others_can_read_is_told() {
    let simulator = Simulator::start(Options::default()).await.unwrap();
    let directory = directory("token-files-readable");
    for (mode, is_told) in [(0o600, false), (0o400, false), (0o644, true), (0o640, true), (0o604, true)] {
        let path = file(&directory, &format!("{mode:o}"), format!("{}\r\n", token::USER), mode);
        // As containers mount their secrets.
        let link = directory.join(format!("link-{mode:o}"));
        std::os::unix::fs::symlink(&path, &link).unwrap();
        let mut command = program();
        command.env("PAGERDUTY_API_TOKEN_FILE", &link).env("PAGERDUTY_API_URL", simulator.url());
        let (output, requests) = requests_of(&simulator, &mut command).await;
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success() && requests == 1, "{told}");
        assert_eq!(told.contains("other users of this machine can read"), is_told, "{mode:o}: {told}");
    }
}
