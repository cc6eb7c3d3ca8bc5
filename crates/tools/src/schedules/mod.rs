//! Schedules: who is on call in one, who stands in for whom, and setting up those that are shift-based.

pub(crate) mod list;
pub(crate) mod overrides;
pub(crate) mod shift_based;
