//! The account of a credential: its user, what belongs to them, and what is remembered of both.

pub mod current_user;
mod own_zone;
pub mod per_credential;
mod user_context;
