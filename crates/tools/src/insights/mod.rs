//! Insights: figures of many incidents, counted here so that no model has to read them.

mod calendar;
mod load;
mod measures;
mod stats;

use toolkit::tool::Entry;

pub(super) const TOOLS: &[fn() -> Entry] = &[Entry::of::<stats::IncidentStats>, Entry::of::<load::OncallLoad>];

/// Days that are looked back where no start is given.
const DEFAULT_DAYS: i64 = 30;
