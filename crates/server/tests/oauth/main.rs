//! Logging in with OAuth, for real: the program, a keyring (gnome-keyring on a D-Bus of its own for each test), the
//! simulator's identity provider, and Chromium as the person's browser.
//!
//! Debian packages: chromium, chromium-driver, dbus, gnome-keyring. Where one is missing the tests say so and pass,
//! except where `CI` is set: there they fail.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "a test that cannot go on has failed")]

mod chromium;
mod commands;
mod elicitation;
mod keyring;
mod login;
mod machine;
mod person;
mod processes;
#[allow(dead_code, reason = "the other test binary uses the rest")]
#[path = "../wire/program.rs"]
mod program;
mod refresh;
mod refused;
mod secrets;
mod setup;
