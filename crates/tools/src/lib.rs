//! The tools: a folder or a file per kind of resource, named as PagerDuty names it, and `questions` for what needs several of
//! them. A tool is a struct.

mod change_events;
mod escalation_policies;
mod incident_workflows;
mod incidents;
mod log_entries;
mod maintenance_windows;
mod on_calls;
mod operations;
mod priorities;
mod questions;
mod schedules;
mod services;
mod teams;
mod time_range;
mod users;

use toolkit::tool::Entry;

/// Every tool, in the order in which clients list them.
#[must_use]
pub fn catalogue() -> Vec<Entry> {
    let files = [
        incidents::TOOLS,
        questions::triage::TOOLS,
        priorities::TOOLS,
        incidents::alerts::TOOLS,
        log_entries::TOOLS,
        change_events::TOOLS,
        incidents::RESPONSE,
        incident_workflows::TOOLS,
        on_calls::find::TOOLS,
        questions::coverage::TOOLS,
        on_calls::list::TOOLS,
        schedules::list::TOOLS,
        schedules::overrides::TOOLS,
        schedules::shift_based::TOOLS,
        escalation_policies::TOOLS,
        services::TOOLS,
        maintenance_windows::TOOLS,
        teams::TOOLS,
        users::list::TOOLS,
        questions::stats::TOOLS,
        questions::load::TOOLS,
        questions::handoff::TOOLS,
        operations::TOOLS,
    ];
    files.into_iter().flatten().map(|entry| entry()).collect()
}

/// The default of `current_user_context`.
fn yes() -> bool {
    true
}
