//! Every tool against the simulated account over HTTP: the requests that it sends, and what it answers.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[path = "../support/mod.rs"]
mod support;

mod arguments;
mod budget;
mod clock_changes;
mod counts;
mod coverage;
mod custom_shifts;
mod escalation_policies;
mod faults;
mod find_oncall;
mod handoff;
mod history;
mod incident_numbers;
mod incidents;
mod insights;
mod maintenance_windows;
mod masked;
mod meant;
mod mutated;
mod names;
mod oncalls;
mod operations;
mod overrides;
mod pages;
mod paging;
mod planted;
mod priorities;
mod questions;
mod response;
mod rotations;
mod schedule_times;
mod schedules;
mod services;
mod shift_based;
mod shift_overrides;
mod strangers;
mod teams;
mod texts;
mod times;
mod tokens;
mod triage;
mod typed;
mod user_context;
mod users;
mod writes;
