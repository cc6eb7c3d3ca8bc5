//! The program itself: over standard input and output as clients start it, and on the command line.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod audit;
mod causes;
mod command_line;
mod consent;
mod consent_answers;
mod doctor;
mod doctor_region;
mod doctor_waits;
mod dotenv;
mod dotenv_hostile;
mod http;
mod http2;
mod http_attacks;
mod http_attacks_headers;
mod http_bounds;
mod http_client;
mod http_pages;
mod http_tokens;
mod offered;
#[cfg(feature = "otlp")]
mod otlp;
mod placeholders;
mod program;
mod progress;
mod prompts;
mod protocol;
#[cfg(unix)]
mod signals;
mod state_keys;
mod strange_output;
mod strangers;
mod terminal;
#[cfg(unix)]
mod token_files;
mod toolsets;
mod wrong_values;
