//! The audit trail: who changed users, teams, schedules, escalation policies and services, and how.

use jiff::Timestamp;

use super::{Account, EscalationPolicy, Schedule, Service, Team, User};
use crate::id::{Key, Kind};

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

impl Subject {
    /// As paths and the filter of types name its kind.
    pub(crate) const fn root_type(self) -> &'static str {
        match self {
            Subject::User(_) => "users",
            Subject::Team(_) => "teams",
            Subject::Schedule(_) => "schedules",
            Subject::EscalationPolicy(_) => "escalation_policies",
            Subject::Service(_) => "services",
        }
    }

    /// What the path of a resource names.
    pub(crate) fn find(account: &Account, root_type: &str, id: &str) -> Option<Self> {
        match root_type {
            "users" => account.find(id).map(Subject::User),
            "teams" => account.find(id).map(Subject::Team),
            "schedules" => account.find(id).map(Subject::Schedule),
            "escalation_policies" => account.find(id).map(Subject::EscalationPolicy),
            "services" => account.find(id).map(Subject::Service),
            _ => None,
        }
    }
}

impl Account {
    pub(crate) fn audit_record_id(&self, place: usize) -> String {
        self.ids.encode(Kind::AuditRecord, place as u64)
    }

    /// Notes a change through the API.
    pub(crate) fn audit(&mut self, record: AuditRecord) {
        self.audit_records.push(record);
    }
}
