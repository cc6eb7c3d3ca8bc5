//! PagerDuty for AI agents and on-call engineers, over the Model Context Protocol.
//!
//! | module | what is inside |
//! |---|---|
//! | `tools` | the tools: a file per resource, a struct per tool |
//! | [`tool`], `tool_names`, [`toolbox`] | what a tool is, and the path of one call |
//! | `admission`, `ending`, `metrics`, `trace` | how many calls run, and what they came to |
//! | `schema`, `arguments`, [`rules`], `names`, `fold` | what a tool takes: shown to clients, read, and checked |
//! | `times` | how times are read, and in which zone an answer shows them |
//! | [`context`], `user_context` | what a tool may use while it runs |
//! | [`answer`], `extent`, `texts`, `fields`, `project`, `cursor`, `untrusted`, `strangers`, `lockdown` | what a tool answers |
//! | [`error`], `code` | what it answers when it cannot |
//! | [`writes`] | what goes with every write: plan, consent, cap, audit log |
//! | [`server`], [`transport`] | the protocol: the only modules that know rmcp |
//! | [`store`], [`state_keys`], `sending` | state that must hold across processes, and at the end of this one |
//! | `shutdown` | when the process is told to stop |
//! | [`credentials`] | as whom PagerDuty is called: tokens, and logging in with OAuth |
//! | [`config`], `environment`, `regular_file`, `demo` | what the program is started with |
//! | [`cli`], [`docs`] | commands, and documents written from the catalogue |

mod admission;
pub mod answer;
mod arguments;
#[cfg(feature = "bench")]
pub mod bench;
mod budget;
pub mod call_observer;
mod caller;
pub mod cli;
mod code;
pub mod config;
pub mod context;
pub mod credentials;
mod cursor;
mod deadline;
mod demo;
pub mod docs;
mod ending;
mod environment;
pub mod error;
mod extent;
mod fields;
mod fold;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod listing;
mod lockdown;
mod metrics;
mod names;
mod network;
mod project;
mod regular_file;
mod remembered;
pub mod rules;
pub mod schema;
mod search;
mod secrets;
mod sending;
pub mod server;
mod settings;
mod shutdown;
pub mod state_keys;
pub mod store;
mod strangers;
mod texts;
mod times;
pub mod tool;
mod tool_names;
pub mod toolbox;
mod tools;
pub mod toolset;
mod trace;
pub mod transport;
mod untrusted;
mod user_context;
mod words;
pub mod writes;
