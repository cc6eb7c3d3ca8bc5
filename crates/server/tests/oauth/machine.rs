//! What the tests need of the machine: a D-Bus and a keyring for each test.

use std::{
    env,
    io::{BufRead, BufReader, Write},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// Whether these programs are there. If not, the test says that it is skipped, and fails in CI.
pub(crate) fn has(programs: &[&str]) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    let is_there = |program: &&&str| env::split_paths(&path).any(|directory| directory.join(program).is_file());
    let missing: Vec<_> = programs.iter().filter(|program| !is_there(program)).collect();
    if missing.is_empty() {
        return true;
    }
    assert!(env::var_os("CI").is_none(), "{missing:?} must be installed in CI");
    eprintln!(
        "SKIPPED: a test of logging in needs {missing:?} (apt-get install chromium chromium-driver dbus gnome-keyring)"
    );
    false
}

/// A program that ends with the test.
#[derive(Debug)]
pub(crate) struct Running(pub(crate) Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A session of a desktop: its bus, and a home with a keyring.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) home: PathBuf,
    address: String,
    _bus: Running,
    _keyring: Option<Running>,
}

impl Session {
    /// With an unlocked keyring.
    pub(crate) fn start(home: PathBuf) -> Self {
        let mut session = Self::without_keyring(home);
        session._keyring = Some(session.keyring(&["--unlock"]));
        session
    }

    /// With a keyring that nobody has unlocked, and nobody can.
    pub(crate) fn locked(home: PathBuf) -> Self {
        // The first one makes the keyring, the second one has no password for it.
        drop(Self::start(home.clone()));
        let mut session = Self::without_keyring(home);
        session._keyring = Some(session.keyring(&[]));
        session
    }

    /// With a bus, and nothing on it.
    pub(crate) fn without_keyring(home: PathBuf) -> Self {
        std::fs::create_dir_all(home.join("run")).unwrap();
        // As the XDG Base Directory Specification wants it.
        std::fs::set_permissions(home.join("run"), std::fs::Permissions::from_mode(0o700)).unwrap();
        // The bus could start a keyring of the machine by itself, so it gets a configuration without services.
        let configuration = home.join("bus.conf");
        std::fs::write(&configuration, BUS).unwrap();
        let mut bus = Command::new("dbus-daemon");
        bus.arg("--nofork").arg("--print-address=1").arg("--config-file").arg(&configuration);
        let mut bus = spawn(clean(&mut bus, &home, ""));
        let mut address = String::new();
        BufReader::new(bus.0.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Self { home, address: address.trim().to_owned(), _bus: bus, _keyring: None }
    }

    /// Puts a program into the session.
    pub(crate) fn put<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        clean(command, &self.home, &self.address)
    }

    fn keyring(&self, options: &[&str]) -> Running {
        let mut daemon = Command::new("gnome-keyring-daemon");
        daemon.arg("--foreground").arg("--components=secrets").args(options).stdin(Stdio::piped());
        let mut daemon = spawn(self.put(&mut daemon));
        // The password of the keyring ends where standard input ends.
        daemon.0.stdin.take().unwrap().write_all(b"keyring-password").unwrap();
        let end = Instant::now() + Duration::from_secs(10);
        while !self.has_secret_service() {
            assert!(Instant::now() < end, "the keyring did not start");
            thread::sleep(Duration::from_millis(50));
        }
        daemon
    }

    fn has_secret_service(&self) -> bool {
        let mut question = Command::new("dbus-send");
        question.args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"]);
        question.args(["org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets"]);
        let answer = self.put(&mut question).output().unwrap();
        String::from_utf8_lossy(&answer.stdout).contains("boolean true")
    }
}

const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

fn spawn(command: &mut Command) -> Running {
    Running(command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap())
}

/// Nothing of the desktop that the tests may run on.
fn clean<'a>(command: &'a mut Command, home: &Path, address: &str) -> &'a mut Command {
    for name in [
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "WSL_DISTRO_NAME",
        "BROWSER",
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "XDG_CACHE_HOME",
    ] {
        command.env_remove(name);
    }
    command.env("HOME", home).env("XDG_RUNTIME_DIR", home.join("run")).env("DBUS_SESSION_BUS_ADDRESS", address)
}
