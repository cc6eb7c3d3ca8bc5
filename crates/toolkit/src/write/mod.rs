//! What goes with every write: a plan that can be shown instead, asking the person, a cap on how many there are a
//! minute, and lines in the audit log.

pub mod audit_log;
mod cap;
mod carry_out;
mod confirm;
pub mod consent;
mod edit;
mod journal;
mod pages;
mod plan;
mod question;
mod quotation;
mod quoted;
mod record;
mod send;
mod target;

pub(crate) use carry_out::{DRY_RUN, WriteOptions, carry_out};
pub use carry_out::{Write, single_reply};
pub use edit::Edit;
pub use pages::Pages;
pub use plan::Plan;
pub use quoted::{listed, name, named, person};
pub use record::FIELDS as AUDIT_FIELDS;
pub use target::Target;
