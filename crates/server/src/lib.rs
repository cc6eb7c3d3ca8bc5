//! The program: PagerDuty for AI agents and on-call engineers, over the Model Context Protocol.
//!
//! | module | what is inside |
//! |---|---|
//! | [`config`], `environment`, `regular_file`, `demo` | flags, variables and files |
//! | `harmless_signals` | signals that end nothing |
//! | `misplaced` | tokens in wrong places, which nothing repeats |
//! | [`credentials`] | tokens, and logging in with OAuth |
//! | [`audit_file`] | the file of the audit log |
//! | [`cli`], [`docs`] | the commands, and documents generated from them |

pub mod audit_file;
pub mod cli;
pub mod config;
pub mod credentials;
mod demo;
pub mod docs;
mod environment;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod harmless_signals;
mod misplaced;
mod regular_file;
