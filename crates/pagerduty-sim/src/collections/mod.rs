//! Resources that are only listed, got, created, changed and deleted: each is a row of data in `table/`, and the same few
//! functions serve them all.
//!
//! A collection says where it is, what its objects hold and how its list is filtered. Nothing here knows any of them by
//! name, except where a rule is one collection's own: such a rule is a function that its row names. What incidents and
//! on-calls follow from is facts and no rows; `facts/` says how those are written and changed, and the rest is shared.

mod answer;
mod change;
mod description;
mod facts;
mod field;
mod filter;
mod find;
mod links;
mod living;
mod read;
mod rules;
mod table;
mod write;

pub(crate) use self::answer::respond;
pub(crate) use self::description::{Action, Collection};
pub(crate) use self::find::find;
pub(crate) use self::write::write;
