//! The program itself: over standard input and output as clients start it, and on the command line.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod audit;
mod command_line;
mod consent;
mod doctor;
mod doctor_region;
mod doctor_waits;
mod http;
mod http_attacks;
mod http_client;
#[cfg(feature = "otlp")]
mod otlp;
mod program;
mod progress;
mod prompts;
mod protocol;
mod state_keys;
mod terminal;
mod toolsets;
