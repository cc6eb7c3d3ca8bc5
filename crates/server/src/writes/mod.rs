//! What goes with every write: a plan that can be shown instead, asking the person, a cap on how many there are a
//! minute, and lines in the audit log.

mod cap;
mod confirm;
mod journal;
mod plan;
mod quoted;
mod record;
mod send;
mod target;
mod write;

pub use plan::Plan;
pub(crate) use quoted::{name, person};
pub(crate) use record::FIELDS as AUDIT_FIELDS;
pub(crate) use target::Target;
pub use write::Write;
pub(crate) use write::{DRY_RUN, WriteOptions, carry_out, only};
