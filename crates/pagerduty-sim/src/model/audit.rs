//! The audit trail: who changed users, teams, schedules, escalation policies and services, and how.

use jiff::Timestamp;

use super::escalation_policy::EscalationPolicy;
use super::people::{Team, User};
use super::schedule::Schedule;
use super::service::Service;
use crate::id::Key;

/// One change.
#[derive(Clone, Debug)]
pub(crate) struct AuditRecord {
    pub(crate) at: Timestamp,
    /// `None` for an account-level API key.
    pub(crate) actor: Option<Key<User>>,
    pub(crate) method: AuditMethod,
    pub(crate) subject: Subject,
    pub(crate) action: AuditAction,
    pub(crate) fields: Vec<AuditedField>,
    /// Who or what was added to the subject or taken away from it.
    pub(crate) references: Option<AuditedReferences>,
}

/// How somebody was let in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum AuditMethod {
    Browser,
    /// With the last characters of a token.
    ApiToken(&'static str),
    IdentityProvider,
}

/// What was changed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Subject {
    User(Key<User>),
    Team(Key<Team>),
    Schedule(Key<Schedule>),
    EscalationPolicy(Key<EscalationPolicy>),
    Service(Key<Service>),
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum AuditAction {
    Create,
    Update,
    Delete,
}

/// What a field held, and what it holds.
#[derive(Clone, Debug)]
pub(crate) struct AuditedField {
    pub(crate) name: &'static str,
    pub(crate) before: Option<String>,
    pub(crate) value: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct AuditedReferences {
    pub(crate) name: &'static str,
    pub(crate) added: Vec<Subject>,
    pub(crate) removed: Vec<Subject>,
}

impl AuditMethod {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            AuditMethod::Browser => "browser",
            AuditMethod::ApiToken(_) => "api_token",
            AuditMethod::IdentityProvider => "identity_provider",
        }
    }

    pub(crate) const fn token(self) -> Option<&'static str> {
        match self {
            AuditMethod::ApiToken(end) => Some(end),
            AuditMethod::Browser | AuditMethod::IdentityProvider => None,
        }
    }
}

impl AuditAction {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            AuditAction::Create => "create",
            AuditAction::Update => "update",
            AuditAction::Delete => "delete",
        }
    }
}
