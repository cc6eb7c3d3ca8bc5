//! What all objects have in common: a kind of ID, a type, a place in the API and on the web, and a summary.

use std::borrow::Cow;

use super::{
    Account, EscalationPolicy, Incident, IncidentWorkflow, PRIORITIES, Priority, Schedule, Service, Team, User,
};
use crate::id::{Key, Kind};

/// A kind of object that has an ID and can be referred to.
pub(crate) trait Resource: Sized + 'static {
    /// Of its IDs.
    const KIND: Kind;
    /// Its `type`; a reference to it has this and `_reference`.
    const TYPE: &'static str;
    /// The path of its collection in the REST API.
    const PATH: &'static str;
    /// The path of its collection on the web, if it has a page.
    const WEB_PATH: Option<&'static str>;

    fn all(account: &Account) -> &[Self];

    /// One line that names it.
    fn summary(&self, key: Key<Self>) -> Cow<'_, str>;
}

macro_rules! resource {
    ($resource:ident, $type:literal, $path:literal, $web_path:expr, $all:expr) => {
        impl Resource for $resource {
            const KIND: Kind = Kind::$resource;
            const TYPE: &'static str = $type;
            const PATH: &'static str = $path;
            const WEB_PATH: Option<&'static str> = $web_path;

            fn all(account: &Account) -> &[Self] {
                let all: fn(&Account) -> &[Self] = $all;
                all(account)
            }

            fn summary(&self, _key: Key<Self>) -> Cow<'_, str> {
                Cow::Borrowed(&self.name)
            }
        }
    };
}

resource!(User, "user", "users", Some("users"), |account| &account.users);
resource!(Team, "team", "teams", Some("teams"), |account| &account.teams);
resource!(Service, "service", "services", Some("service-directory"), |account| &account.services);
resource!(Schedule, "schedule", "schedules", Some("schedules"), |account| &account.schedules);
resource!(Priority, "priority", "priorities", None, |_| &PRIORITIES);
resource!(EscalationPolicy, "escalation_policy", "escalation_policies", Some("escalation_policies"), |account| {
    &account.escalation_policies
});

resource!(IncidentWorkflow, "incident_workflow", "incident_workflows", Some("flex-workflows/workflows"), |account| {
    &account.incident_workflows
});

impl Resource for Incident {
    const KIND: Kind = Kind::Incident;
    const TYPE: &'static str = "incident";
    const PATH: &'static str = "incidents";
    const WEB_PATH: Option<&'static str> = Some("incidents");

    fn all(account: &Account) -> &[Self] {
        account.incidents.all()
    }

    fn summary(&self, key: Key<Self>) -> Cow<'_, str> {
        let number = super::FIRST_NUMBER + key.index() as u64;
        Cow::Owned(format!("[#{number}] {}", self.title))
    }
}
