//! What goes with every write: a plan that can be shown instead, asking the person, a cap on how many there are a
//! minute, and a line in the audit log.

mod audit;
mod cap;
mod confirm;
mod plan;
mod write;

pub use audit::Audit;
pub(crate) use audit::{Record, target};
pub(crate) use cap::Recent;
pub use confirm::{Ask, Confirm, PlanDigest, Question, Said};
pub use plan::Plan;
pub use write::Write;
pub(crate) use write::{Manner, carry_out, only};
