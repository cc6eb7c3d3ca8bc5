//! A simulated PagerDuty with its identity provider, a session with a keyring, and the program between them.

use std::{
    fs,
    net::TcpListener,
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};

use pagerduty_sim::{Options, Simulator, identity::OauthClient};
use serde_json::{Value, json};

use crate::{
    machine::{Session, has},
    program::{Client, directory, program},
};

pub(crate) const CLIENT: &str = "test-client";
pub(crate) const SECRET: &str = "planted-client-secret";

/// One account, one keyring, one registered application.
pub(crate) struct Setup {
    pub(crate) simulator: Simulator,
    pub(crate) session: Session,
    pub(crate) port: u16,
    /// Where the "browser" leaves the addresses that it was told to open, one a line.
    opened: PathBuf,
    browser: PathBuf,
    secret: Option<&'static str>,
}

impl Setup {
    /// With an unlocked keyring and an application that has no secret; `None` where the machine has no keyring.
    pub(crate) async fn start(name: &str) -> Option<Self> {
        Self::with(name, None, Session::start).await
    }

    /// With an application that has a secret, whose access tokens live this long.
    pub(crate) async fn confidential(name: &str, access_token_seconds: u64) -> Option<Self> {
        let setup = Self::with(name, Some(SECRET), Session::start).await?;
        setup.simulator.identity().register(OauthClient { access_token_seconds, ..setup.client() });
        Some(setup)
    }

    pub(crate) async fn with(
        name: &str,
        secret: Option<&'static str>,
        session: fn(PathBuf) -> Session,
    ) -> Option<Self> {
        if !has(&["dbus-daemon", "dbus-send", "gnome-keyring-daemon"]) {
            return None;
        }
        let home = directory(&format!("oauth-{name}"));
        let (browser, opened) = (home.join("browser"), home.join("opened"));
        // What it is given besides the address is in a file too, for the test of secrets.
        let script = format!("#!/bin/sh\nenv > {}/environment\necho \"$1\" >> {}\n", home.display(), opened.display());
        fs::write(&browser, script).unwrap();
        make_executable(&browser);
        let session = session(home);
        let options = Options { size: crate::setup::small(), ..Options::default() };
        let simulator = Simulator::start(options).await.unwrap();
        // Free now, and a port that nobody gets by chance right after.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let setup = Self { simulator, session, port, opened, browser, secret };
        setup.simulator.identity().register(setup.client());
        Some(setup)
    }

    /// The application as PagerDuty knows it.
    pub(crate) fn client(&self) -> OauthClient {
        OauthClient::new(CLIENT, self.secret, &format!("http://localhost:{}/oauth/pagerduty", self.port))
    }

    /// The program, as a person would start it.
    pub(crate) fn program(&self) -> Command {
        let mut command = program();
        self.session.put(&mut command);
        command
            .current_dir(&self.session.home)
            .env("BROWSER", &self.browser)
            .env("PAGERDUTY_CLIENT_ID", CLIENT)
            .env("PAGERDUTY_OAUTH_CALLBACK_PORT", self.port.to_string())
            .env("PAGERDUTY_IDENTITY_URL", self.simulator.url())
            .env("PAGERDUTY_API_URL", self.simulator.url());
        if let Some(secret) = self.secret {
            command.env("PAGERDUTY_CLIENT_SECRET", secret);
        }
        command
    }

    /// The program without a browser that it could open.
    pub(crate) fn headless(&self) -> Command {
        let mut command = self.program();
        command.env_remove("BROWSER");
        command
    }

    /// The program as a server, greeted.
    pub(crate) fn server(&self) -> Client {
        Client::initialized(&mut self.program()).0
    }

    /// Runs a command to its end: exit code, standard output, standard error.
    pub(crate) fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        finish(self.program().args(arguments))
    }

    /// Every address that a browser was told to open so far.
    pub(crate) fn opened(&self) -> Vec<String> {
        fs::read_to_string(&self.opened).unwrap_or_default().lines().map(str::to_owned).collect()
    }

    /// The newest address, once there are this many.
    pub(crate) async fn login_page(&self, number: usize) -> String {
        let end = Instant::now() + Duration::from_secs(10);
        loop {
            let opened = self.opened();
            if opened.len() >= number {
                return opened.last().unwrap().clone();
            }
            assert!(Instant::now() < end, "no browser was opened");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The address that the browser comes back to.
    pub(crate) fn callback(&self, rest: &str) -> String {
        format!("http://localhost:{}{rest}", self.port)
    }

    /// How often tokens were asked for.
    pub(crate) fn token_requests(&self) -> usize {
        self.simulator.requests().iter().filter(|request| request.path == "/oauth/token").count()
    }

    /// Whether the keyring has tokens, as the program sees it.
    pub(crate) fn is_logged_in(&self) -> bool {
        self.run(&["auth", "status"]).0 == 0
    }
}

/// Starts a call of `get_teams`, which has to log in.
pub(crate) fn ask(server: &mut Client, id: u32) {
    server.post(id, "tools/call", json!({"name": "get_teams", "arguments": {"limit": 1}}));
}

/// The envelope of the next answer.
pub(crate) fn answer(server: &mut Client) -> Value {
    let mut answer = server.read().unwrap();
    answer["result"]["structuredContent"].take()
}

/// Asserts that a call worked.
pub(crate) fn assert_teams(answer: &Value) {
    assert_eq!(answer["metadata"]["count"], 1, "{answer:#}");
}

/// Asserts that a call needs a login; its message and hint.
pub(crate) fn assert_login_needed(answer: &Value) -> (String, String) {
    assert_eq!(answer["error"]["code"], "AUTH_REQUIRED", "{answer:#}");
    let text = |name: &str| answer["error"][name].as_str().unwrap_or_default().to_owned();
    (text("message"), text("hint"))
}

pub(crate) fn finish(command: &mut Command) -> (i32, String, String) {
    let output = command.stdin(std::process::Stdio::null()).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

pub(crate) fn small() -> pagerduty_sim::Size {
    pagerduty_sim::Size { incidents: 20, ..pagerduty_sim::Size::default() }
}

fn make_executable(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}
