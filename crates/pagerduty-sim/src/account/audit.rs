//! The audit trail: who changed users, teams, schedules, escalation policies and services, and how.

use super::Account;
use crate::id::Kind;
use crate::model::{AuditRecord, Subject};

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
