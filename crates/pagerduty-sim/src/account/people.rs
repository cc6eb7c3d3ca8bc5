//! Users and teams.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{Account, Device, Urgency};
use crate::id::{Key, Kind};

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

impl Account {
    /// Takes note of how a user wants to be told, after contact methods or notification rules changed. Rules of contact
    /// methods that are gone go with them.
    pub(crate) fn refresh_reached(&mut self, user: Key<User>) {
        let mut reached = Vec::new();
        let rules: Vec<usize> = self.rows.within(Kind::NotificationRule, user.index()).collect();
        for place in rules {
            let Some(rule) = self.rows.get(Kind::NotificationRule, place) else { continue };
            let method = self.find_row(Kind::ContactMethod, rule.text("contact_method"));
            match method.and_then(|method| self.rows.get(Kind::ContactMethod, method)) {
                Some(method) => reached.push(Reached {
                    delay_in_minutes: rule.number("start_delay_in_minutes"),
                    by: device(method.text("type")),
                    urgency: Urgency::named(rule.text("urgency")).unwrap_or(Urgency::High),
                }),
                None => self.rows.remove(Kind::NotificationRule, place),
            }
        }
        self.users[user.index()].reached = reached;
    }
}

fn device(contact_method_type: &str) -> Device {
    match contact_method_type {
        "phone_contact_method" => Device::Phone,
        "sms_contact_method" => Device::Sms,
        "push_notification_contact_method" => Device::Push,
        _ => Device::Email,
    }
}
