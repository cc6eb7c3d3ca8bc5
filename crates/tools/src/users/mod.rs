//! Users: listing them, naming them, and who the current one is.

pub(crate) mod list;
pub(crate) mod people;
pub(crate) mod user_names;
