//! The program: PagerDuty for AI agents and on-call engineers, over the Model Context Protocol.
//!
//! | module | what is inside |
//! |---|---|
//! | [`config`], `environment`, `regular_file`, `demo` | what the program is started with |
//! | [`credentials`] | as whom PagerDuty is called: tokens, and logging in with OAuth |
//! | [`audit_file`] | where lines about changes are kept |
//! | [`cli`], [`docs`] | commands, and documents written from them |

pub mod audit_file;
pub mod cli;
pub mod config;
pub mod credentials;
mod demo;
pub mod docs;
mod environment;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod regular_file;
