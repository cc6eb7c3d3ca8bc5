//! What a tool takes: its schema, how values are read, the rules between them, and names instead of IDs.

pub mod arguments;
pub mod missing_ids;
pub mod names;
mod one_id;
pub mod rules;
pub mod schema;
