//! Questions of people on call, each answered in one call from several kinds of resources, counted and ranked here so that no
//! model has to.

mod calendar;
pub(crate) mod coverage;
pub(crate) mod handoff;
pub(crate) mod load;
mod measures;
pub(crate) mod stats;
pub(crate) mod triage;

/// Days that are looked back where no start is given.
const DEFAULT_DAYS: i64 = 30;
