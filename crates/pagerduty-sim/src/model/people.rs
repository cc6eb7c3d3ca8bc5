//! Users and teams.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::device::Device;
use super::status::Urgency;
use crate::id::Key;

/// A person with a login.
pub(crate) struct User {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) job_title: &'static str,
    pub(crate) description: Option<&'static str>,
    pub(crate) role: String,
    pub(crate) time_zone: String,
    pub(crate) color: &'static str,
    pub(crate) created_via_sso: bool,
    /// How they want to be told of an incident. The rules that say so are rows.
    pub(crate) reached: Vec<Reached>,
    /// When they left: what they did still names them, but nothing finds them any more.
    pub(crate) deleted_at: Option<Timestamp>,
    /// What the API was told besides, which decides nothing.
    pub(crate) said: Map<String, Value>,
}

/// When a user wants to be reached how: some minutes after the assignment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reached {
    pub(crate) delay_in_minutes: u64,
    pub(crate) by: Device,
    pub(crate) urgency: Urgency,
}

/// People who share services.
#[derive(Default)]
pub(crate) struct Team {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) parent: Option<Key<Team>>,
    pub(crate) members: Vec<Membership>,
    pub(crate) deleted_at: Option<Timestamp>,
    /// What the API was told besides, which decides nothing.
    pub(crate) said: Map<String, Value>,
}

/// A user's place in a team.
pub(crate) struct Membership {
    pub(crate) user: Key<User>,
    /// `manager`, `responder` or `observer`.
    pub(crate) role: &'static str,
}

impl User {
    /// Somebody of whom nothing is known yet.
    pub(crate) fn new(time_zone: &str) -> Self {
        Self {
            name: String::new(),
            email: String::new(),
            job_title: "",
            description: None,
            role: "user".to_owned(),
            time_zone: time_zone.to_owned(),
            color: "purple",
            created_via_sso: false,
            reached: Vec::new(),
            deleted_at: None,
            said: Map::new(),
        }
    }

    /// Whether they can acknowledge and resolve, and so be on call: those who only read cannot.
    pub(crate) fn may_respond(&self) -> bool {
        !matches!(self.role.as_str(), "observer" | "read_only_user" | "read_only_limited_user")
    }
}

impl Team {
    pub(crate) fn has(&self, user: Key<User>) -> bool {
        self.members.iter().any(|member| member.user == user)
    }
}
