//! The kinds of objects, in one table: by which names PagerDuty's paths and bodies know them, how people name them, and how
//! one is found.

/// The kinds of [`Resource`](super::Resource).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub enum ResourceKind {
    Alert,
    ChangeEvent,
    ContactMethod,
    CustomField,
    CustomShift,
    EscalationPolicy,
    Incident,
    IncidentType,
    IncidentWorkflow,
    LogEntry,
    MaintenanceWindow,
    Note,
    Oncall,
    OutlierIncident,
    Override,
    PastIncident,
    Priority,
    RelatedIncident,
    Rotation,
    Schedule,
    Service,
    Team,
    User,
}

/// How callers say which object they mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// Not at all: it is read as a part of another object, or listed.
    None,
    /// By its ID.
    Id,
    /// By its ID or the name that people gave it, which a list can be searched for.
    Name,
}

/// A path in PagerDuty's web pages behind which an ID follows, segment by segment.
type Page = &'static [&'static str];

/// What is said of a kind.
#[derive(Debug)]
struct Row {
    singular: &'static str,
    plural: &'static str,
    /// With its article, in a sentence.
    noun: &'static str,
    lookup: Lookup,
    pages: &'static [Page],
}

const fn row(
    singular: &'static str,
    plural: &'static str,
    noun: &'static str,
    lookup: Lookup,
    pages: &'static [Page],
) -> Row {
    Row { singular, plural, noun, lookup, pages }
}

impl ResourceKind {
    /// Every kind.
    pub const ALL: [Self; 23] = [
        Self::Alert,
        Self::ChangeEvent,
        Self::ContactMethod,
        Self::CustomField,
        Self::CustomShift,
        Self::EscalationPolicy,
        Self::Incident,
        Self::IncidentType,
        Self::IncidentWorkflow,
        Self::LogEntry,
        Self::MaintenanceWindow,
        Self::Note,
        Self::Oncall,
        Self::OutlierIncident,
        Self::Override,
        Self::PastIncident,
        Self::Priority,
        Self::RelatedIncident,
        Self::Rotation,
        Self::Schedule,
        Self::Service,
        Self::Team,
        Self::User,
    ];

    const fn row(self) -> Row {
        use Lookup::{Id, Name, None};
        match self {
            Self::Alert => row("alert", "alerts", "an alert", Id, &[&["alerts"]]),
            Self::ChangeEvent => {
                row("change_event", "change_events", "a change event", Id, &[&["change_events"], &["change-events"]])
            }
            Self::ContactMethod => row("contact_method", "contact_methods", "a contact method", None, &[]),
            Self::CustomField => row("custom_field", "custom_fields", "a custom field", None, &[]),
            Self::CustomShift => row("custom_shift", "custom_shifts", "a custom shift", Id, &[]),
            Self::EscalationPolicy => row(
                "escalation_policy",
                "escalation_policies",
                "an escalation policy",
                Name,
                &[&["escalation_policies"], &["escalation-policies"]],
            ),
            Self::Incident => row("incident", "incidents", "an incident", Id, &[&["incidents"]]),
            Self::IncidentType => row("incident_type", "incident_types", "an incident type", None, &[]),
            Self::IncidentWorkflow => row(
                "incident_workflow",
                "incident_workflows",
                "an incident workflow",
                Name,
                &[&["incident_workflows"], &["incident-workflows", "workflows"], &["incident-workflows"]],
            ),
            Self::LogEntry => row("log_entry", "log_entries", "a log entry", Id, &[&["log_entries"]]),
            Self::MaintenanceWindow => {
                let pages: &[Page] = &[&["service-directory", "maintenance-windows"]];
                row("maintenance_window", "maintenance_windows", "a maintenance window", Id, pages)
            }
            Self::Note => row("note", "notes", "a note", None, &[]),
            Self::Oncall => row("oncall", "oncalls", "an on-call", None, &[]),
            Self::OutlierIncident => row("outlier_incident", "outlier_incidents", "an outlier incident", None, &[]),
            Self::Override => row("override", "overrides", "an override", Id, &[]),
            Self::PastIncident => row("past_incident", "past_incidents", "a past incident", None, &[]),
            Self::Priority => row("priority", "priorities", "a priority", None, &[]),
            Self::RelatedIncident => row("related_incident", "related_incidents", "a related incident", None, &[]),
            Self::Rotation => row("rotation", "rotations", "a rotation", Id, &[]),
            Self::Schedule => row("schedule", "schedules", "a schedule", Name, &[&["schedules"]]),
            Self::Service => row("service", "services", "a service", Name, &[&["service-directory"], &["services"]]),
            Self::Team => row("team", "teams", "a team", Name, &[&["teams"]]),
            Self::User => row("user", "users", "a user", Name, &[&["users"]]),
        }
    }

    /// The kind whose key of one object this is.
    #[must_use]
    pub fn of_singular(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.singular() == name)
    }

    /// The kind whose key of a list this is.
    #[must_use]
    pub fn of_plural(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.plural() == name)
    }

    /// The kind whose ID a key or a parameter of this name holds: `service_id`, `service_ids`, `requester_id`.
    #[must_use]
    pub fn of_id(name: &str) -> Option<Self> {
        let singular = name.strip_suffix("_ids").or_else(|| name.strip_suffix("_id"))?;
        Self::of_reference(singular)
    }

    /// The kind that a reference of this name, without its ending, is to. People have several names, by what they do.
    #[must_use]
    pub fn of_reference(name: &str) -> Option<Self> {
        match name {
            "requester" | "responder" | "assignee" | "resolved_by_user" => Some(Self::User),
            "schedule_v3" => Some(Self::Schedule),
            name => Self::of_singular(name),
        }
    }

    /// The key of one object.
    #[must_use]
    pub const fn singular(self) -> &'static str {
        self.row().singular
    }

    /// The key of a list, and the first segment of its path.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        self.row().plural
    }

    /// What people call one of it, with its article: `an escalation policy`.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        self.row().noun
    }

    /// How callers say which one they mean.
    #[must_use]
    pub const fn lookup(self) -> Lookup {
        self.row().lookup
    }

    /// Where PagerDuty's web pages show one: the segments before its ID.
    #[must_use]
    pub const fn pages(self) -> &'static [&'static [&'static str]] {
        self.row().pages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_known_by_its_names() {
        for kind in ResourceKind::ALL {
            assert_eq!(ResourceKind::of_singular(kind.singular()), Some(kind));
            assert_ne!(kind.singular(), kind.plural());
            let words = kind.noun().split_once(' ').unwrap().1.replace(' ', "_").replace('-', "");
            assert_eq!(words.replace("on_call", "oncall"), kind.singular(), "{}", kind.noun());
        }
    }
}
