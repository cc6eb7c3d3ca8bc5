//! `get_incidents`.

mod list;
mod one;
mod search;
