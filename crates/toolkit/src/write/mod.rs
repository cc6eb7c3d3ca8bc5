//! What goes with every write: a plan that can be shown instead, asking the person, a cap on how many there are a
//! minute, and lines in the audit log.

pub mod audit_log;
mod cap;
mod confirm;
pub mod consent;
mod journal;
mod plan;
mod quoted;
mod record;
mod send;
mod target;
mod write;

pub use plan::Plan;
pub use quoted::{name, person};
pub use record::FIELDS as AUDIT_FIELDS;
pub use target::Target;
pub(crate) use write::{DRY_RUN, WriteOptions, carry_out};
pub use write::{Write, only};
