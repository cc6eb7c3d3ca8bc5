//! The tools: a file per resource or question, a struct per tool.

mod coverage;
mod escalation_policies;
mod find_oncall;
mod handoff;
mod history;
mod incidents;
mod insights;
mod levels;
mod oncalls;
mod operations;
mod overrides;
mod past_incidents;
mod people;
mod priorities;
mod response;
mod schedules;
mod services;
mod shift_based;
mod shifts;
mod teams;
mod time_range;
mod titles;
mod triage;
mod user_names;
mod users;

use toolkit::tool::Entry;

/// Every tool, in the order in which clients list them.
#[must_use]
pub fn catalogue() -> Vec<Entry> {
    let files = [
        incidents::TOOLS,
        triage::TOOLS,
        priorities::TOOLS,
        history::TOOLS,
        response::TOOLS,
        find_oncall::TOOLS,
        coverage::TOOLS,
        oncalls::TOOLS,
        schedules::TOOLS,
        overrides::TOOLS,
        shift_based::TOOLS,
        escalation_policies::TOOLS,
        services::TOOLS,
        teams::TOOLS,
        users::TOOLS,
        insights::TOOLS,
        handoff::TOOLS,
        operations::TOOLS,
    ];
    files.into_iter().flatten().map(|entry| entry()).collect()
}

/// The default of `current_user_context`.
fn yes() -> bool {
    true
}
