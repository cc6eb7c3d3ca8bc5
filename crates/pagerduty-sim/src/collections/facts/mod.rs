//! What incidents and on-calls follow from: how what was said of it is taken, a file each.

mod escalation_policies;
mod schedules;
mod services;
mod teams;
mod users;
