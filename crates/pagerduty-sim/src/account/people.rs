//! Users and teams.

use jiff::Timestamp;

use crate::id::Key;

/// A person with a login.
pub(crate) struct User {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) job_title: &'static str,
    pub(crate) description: Option<&'static str>,
    pub(crate) role: &'static str,
    pub(crate) time_zone: &'static str,
    pub(crate) color: &'static str,
    pub(crate) created_via_sso: bool,
    pub(crate) contact_methods: Vec<ContactMethod>,
    pub(crate) notification_rules: Vec<NotificationRule>,
    /// When they left: what they did still names them, but nothing finds them any more.
    pub(crate) deleted_at: Option<Timestamp>,
}

/// A way to reach a user.
pub(crate) enum ContactMethod {
    Email,
    Phone { country_code: u16, number: String },
    Sms { country_code: u16, number: String },
    Push { device: &'static str, device_type: &'static str },
}

/// When a user wants to be reached how: some minutes after the assignment, by one of their contact methods.
pub(crate) struct NotificationRule {
    pub(crate) start_delay_in_minutes: u8,
    /// The place in the user's contact methods.
    pub(crate) contact_method: usize,
    pub(crate) urgency: super::Urgency,
}

/// People who share services.
pub(crate) struct Team {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) parent: Option<Key<Team>>,
    pub(crate) members: Vec<Membership>,
}

/// A user's place in a team.
pub(crate) struct Membership {
    pub(crate) user: Key<User>,
    /// `manager`, `responder` or `observer`.
    pub(crate) role: &'static str,
}

impl User {
    /// Whether they can acknowledge and resolve, and so be on call: those who only read cannot.
    pub(crate) fn may_respond(&self) -> bool {
        !matches!(self.role, "observer" | "read_only_user" | "read_only_limited_user")
    }
}

impl Team {
    pub(crate) fn has(&self, user: Key<User>) -> bool {
        self.members.iter().any(|member| member.user == user)
    }
}
