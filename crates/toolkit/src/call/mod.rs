//! The path of one call: who makes it, whether there is room, until when, and what is told of it afterwards.

pub mod admission;
pub mod caller;
pub mod caller_credential;
pub mod deadline;
pub mod login_prompt;
pub mod metrics;
pub mod observer;
pub mod offered;
pub mod outcome;
mod report;
pub mod sending;
pub mod toolbox;
pub mod trace;
