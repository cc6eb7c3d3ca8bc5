//! Opening a browser: the one that `BROWSER` names, else the system's.

use std::{
    env,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tokio::sync::oneshot;

/// How long to wait for a program to report that it cannot open a browser.
const PATIENCE: Duration = Duration::from_secs(2);

/// Opens an address; returns whether there was a browser for it.
pub(super) async fn open(url: &str) -> bool {
    let (sender, receiver) = oneshot::channel();
    let url = url.to_owned();
    let work = move || {
        let opened = commands(&url).into_iter().any(launch);
        let _ = sender.send(opened);
    };
    match thread::Builder::new().name("browser".to_owned()).spawn(work) {
        Ok(_) => receiver.await.unwrap_or(false),
        Err(_) => false,
    }
}

/// What to try, in order.
fn commands(url: &str) -> Vec<Command> {
    match env::var("BROWSER").ok().filter(|value| !value.trim().is_empty()) {
        Some(browsers) => env::split_paths(&browsers).filter_map(|browser| named(browser.to_str()?, url)).collect(),
        None if has_screen() => open::commands(url),
        None => Vec::new(),
    }
}

/// A browser as `BROWSER` names it: a command, with `%s` where the address goes, or at its end.
fn named(browser: &str, url: &str) -> Option<Command> {
    let mut words = browser.split_whitespace();
    let mut command = Command::new(words.next()?);
    let mut is_placed = false;
    for word in words {
        is_placed |= word.contains("%s");
        command.arg(word.replace("%s", url));
    }
    if !is_placed {
        command.arg(url);
    }
    Some(command)
}

/// Without a display, the desktop's openers would start a browser in the terminal, or nothing.
fn has_screen() -> bool {
    cfg!(any(target_os = "macos", target_os = "windows"))
        || ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"].iter().any(|name| env::var_os(name).is_some())
}

/// Starts a program and checks whether it fails at once. It gets none of our streams, because standard output belongs
/// to the protocol, and none of our secrets.
fn launch(mut command: Command) -> bool {
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PAGERDUTY_")) {
        command.env_remove(name);
    }
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let Ok(mut child) = child else { return false };
    let end = Instant::now() + PATIENCE;
    while Instant::now() < end {
        match child.try_wait() {
            // On Windows, the openers report failure even if they succeed (documentation of the `open` crate).
            Ok(Some(status)) => return status.success() || cfg!(windows),
            Ok(None) => thread::sleep(Duration::from_millis(20)),
            Err(_) => return true,
        }
    }
    // The browser may be the child process itself; whoever started it has to wait for its end.
    let _ = thread::Builder::new().name("browser".to_owned()).spawn(move || child.wait());
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_goes_where_the_command_says() {
        let line = |browser| {
            let command = named(browser, "http://x").unwrap();
            let words = std::iter::once(command.get_program()).chain(command.get_args());
            words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(line("firefox"), "firefox http://x");
        assert_eq!(line("browse --url=%s --new"), "browse --url=http://x --new");
        assert!(named(" ", "http://x").is_none());
    }
}
