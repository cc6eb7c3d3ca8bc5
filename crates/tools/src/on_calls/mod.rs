//! On-calls: who is on call, and whom to call.

pub(crate) mod find;
pub(crate) mod levels;
pub(crate) mod list;
pub(crate) mod shifts;
mod shown;
