//! A PagerDuty in memory: one account with six months of history behind PagerDuty's REST API v2.
//!
//! It serves demonstrations, tests and benchmarks. What it answers follows PagerDuty's REST documentation and
//! OpenAPI description as closely as is known, oddities included: parameters that it does not know are ignored,
//! lists end at offset 10000, `error` is a string in one place and an object in all others.
//!
//! - [`Simulator`] runs it, [`Options`] say what account to make up.
//! - [`token`] holds the tokens it accepts, [`Facts`] what is in the account.
//! - [`identity`] is where people let applications act for them: OAuth 2.0.
//! - [`Faults`] makes it misbehave, [`Simulator::requests`] tells what it was asked.
//!
//! A resource that is only listed, got, created, changed and deleted is a row of data in `collections/table.rs`; the others
//! have a file in `routes/`, `account/` and `view/`.
//!
//! Deliberately not in it: notifications that really go out, time-outs that fire while the clock runs, permissions finer
//! than those of tokens.

mod account;
mod api;
mod collections;
mod example;
mod facts;
mod http;
mod id;
pub mod identity;
mod model;
mod options;
mod questions;
mod random;
mod routes;
mod rows;
mod service;
mod simulator;
mod text;
mod time;
pub mod token;
mod view;
mod world;

pub use example::Example;
pub use facts::{Counts, Facts};
pub use http::{Effect, ErrorShape, Fault, Faults, OddRow, RecordedRequest};
pub use model::ABILITIES;
pub use options::{Clock, History, Options, Size};
pub use questions::{CoverageGap, DoubleBooking, Precedent, WorstNights};
pub use simulator::Simulator;
