//! What goes with every write: a line in the audit log, and a cap on how many there are a minute.

mod audit;
mod cap;

pub use audit::Audit;
pub(crate) use audit::{Record, target};
pub(crate) use cap::Recent;
