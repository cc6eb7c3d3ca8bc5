//! What a tool is, and everything that happens around one: reading its arguments, asking a person, calling PagerDuty within
//! a deadline, and answering in one envelope. It knows no protocol, no command line and no tool by name.
//!
//! | module | what is inside |
//! |---|---|
//! | [`info`], [`access`], [`effect`], [`toolset`], [`selection`], [`tool_names`] | what is said of a tool, and which are on |
//! | [`tool`], [`browse`], [`tool_docs`] | what a tool is, and its documentation; what tools that list have in common |
//! | [`prelude`] | what nearly every tool is made of |
//! | [`parameters`] | what a tool takes: its schema, how values are read and checked, names instead of IDs |
//! | [`context`], [`account`], [`settings`] | what a tool may use while it runs |
//! | [`list`] | lists as answers need them |
//! | [`answer`], [`error`], [`hint`] | what a tool answers, what it answers when it cannot, and what is said of other tools |
//! | [`write`](mod@write) | what goes with every change: plan, consent, cap, sending, audit log |
//! | [`call`] | the path of one call: who calls, room for it, its deadline, the log and the metrics |
//! | [`store`], [`state_keys`] | what must hold across processes |
//! | [`times`], [`fold`], [`words`] | times, names and sentences |

pub mod access;
pub mod account;
pub mod answer;
#[cfg(feature = "bench")]
pub mod bench;
pub mod browse;
pub mod call;
pub mod context;
pub mod effect;
pub mod error;
pub mod fold;
pub mod hint;
pub mod info;
pub mod list;
pub mod parameters;
pub mod phrasing;
pub mod prelude;
pub mod selection;
pub mod settings;
pub mod state_keys;
pub mod store;
pub mod times;
pub mod tool;
pub mod tool_docs;
pub mod tool_names;
pub mod toolset;
pub mod write;

/// The name of the program, for the keyring, the log and the protocol.
pub const PRODUCT: &str = "pagerduty-mcp-server";

/// What it is, in one line.
pub const DESCRIPTION: &str = "PagerDuty for AI agents and on-call engineers: a Model Context Protocol server";
