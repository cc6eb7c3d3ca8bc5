//! The whole of PagerDuty's REST API: operations are found by words, described, and carried out by their IDs. What reads and
//! what changes something are two tools, because clients allow tools by their names.

mod allowed;
mod arguments;
mod change;
mod consequences;
mod description;
mod find;
mod instead;
mod named;
mod pages;
mod read;
mod rows;
mod standing;

use toolkit::tool::Entry;

pub(super) const TOOLS: &[fn() -> Entry] =
    &[Entry::of::<find::GetOperations>, Entry::of::<read::ReadOperation>, Entry::of_write::<change::ChangeOperation>];
