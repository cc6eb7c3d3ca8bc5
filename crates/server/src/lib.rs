//! PagerDuty for AI agents and on-call engineers, over the Model Context Protocol.
//!
//! | module | what is inside |
//! |---|---|
//! | `tools` | the tools: a file per resource, a struct per tool |
//! | [`tool`], [`toolbox`] | what a tool is, and the path of one call |
//! | `admission`, `ending`, `metrics`, `trace` | how many calls run, and what they came to |
//! | `schema`, [`arguments`], [`rules`] | what a tool takes: shown to clients, read, and checked |
//! | [`context`], `user_context` | what a tool may use while it runs |
//! | [`answer`], `extent`, `texts`, `fields`, `project`, `cursor`, `untrusted` | what a tool answers |
//! | [`error`], `code` | what it answers when it cannot |
//! | [`writes`] | what goes with every write: plan, consent, cap, audit log |
//! | [`server`], [`transport`] | the protocol: the only modules that know rmcp |
//! | `shutdown` | when the process is told to stop |
//! | [`credentials`] | as whom PagerDuty is called: tokens, and logging in with OAuth |
//! | [`config`], `environment`, `demo` | what the program is started with |
//! | [`cli`], [`docs`] | commands, and documents written from the catalogue |

mod admission;
pub mod answer;
pub mod arguments;
#[cfg(feature = "bench")]
pub mod bench;
mod budget;
pub mod call_observer;
pub mod cli;
mod code;
pub mod config;
pub mod context;
pub mod credentials;
mod cursor;
mod demo;
pub mod docs;
mod ending;
mod environment;
pub mod error;
mod extent;
mod fields;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod listing;
mod metrics;
mod names;
mod project;
mod remembered;
pub mod rules;
pub mod schema;
pub mod server;
mod settings;
mod shutdown;
mod texts;
pub mod tool;
pub mod toolbox;
mod tools;
pub mod toolset;
mod trace;
pub mod transport;
mod untrusted;
mod user_context;
mod words;
pub mod writes;
