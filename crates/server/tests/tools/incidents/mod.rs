//! `get_incidents`.

mod list;
mod one;
mod past;
mod search;
