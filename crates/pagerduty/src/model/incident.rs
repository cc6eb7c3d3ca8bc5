//! Incidents.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    address::{ById, ListQuery},
    reference::{Reference, TypedReference},
    resource::Resource,
    resource_kind::ResourceKind,
    sent::{Link, Sent, without_title},
    service::Service,
    team::Team,
    untrusted::Untrusted,
    user::User,
};
use crate::{Field, Id, Timestamp};

/// An incident.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct Incident {
    pub id: Field<String>,
    pub incident_number: Field<u64>,
    pub title: Field<String>,
    pub status: Field<String>,
    pub urgency: Field<String>,
    /// Its name, such as `P1`.
    pub priority: Field<PriorityName>,
    pub created_at: Field<String>,
    pub updated_at: Field<String>,
    pub resolved_at: Field<String>,
    /// Absent where it only repeats the title.
    pub description: Field<String>,
    pub service: Field<Reference>,
    pub escalation_policy: Field<Reference>,
    pub teams: Field<Vec<Field<Reference>>>,
    pub assignments: Field<Vec<Field<Assignment>>>,
    pub acknowledgements: Field<Vec<Field<Acknowledgement>>>,
    pub last_status_change_at: Field<String>,
    pub last_status_change_by: Field<TypedReference>,
    pub alert_counts: Field<Value>,
    /// What monitoring sent or a person wrote; in the answer for one incident.
    pub body_details: Field<Value>,
    /// Where monitoring shows the problem; in the answer for one incident.
    pub client_url: Field<Value>,
    /// The links and images that monitoring sent; in the answer for one incident.
    pub links: Field<Vec<Link>>,
    /// Why it ended, where it was merged into another one.
    #[serde(skip_serializing)]
    pub resolve_reason: Field<Value>,
    /// Read for the three above only.
    #[serde(skip_serializing)]
    body: Field<Value>,
}

/// To whom an incident is assigned, and since when.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct Assignment {
    pub at: Field<String>,
    pub assignee: Field<Reference>,
}

/// Who acknowledged an incident, and when.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct Acknowledgement {
    pub at: Field<String>,
    pub acknowledger: Field<Reference>,
}

/// The name of a priority, out of the object that PagerDuty sends.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(from = "Priority")]
pub struct PriorityName(Field<String>);

impl PriorityName {
    /// Such as `P1`.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

#[derive(Deserialize)]
struct Priority {
    #[serde(default)]
    name: Field<String>,
    #[serde(default)]
    summary: Field<String>,
}

impl From<Priority> for PriorityName {
    fn from(priority: Priority) -> Self {
        Self(if priority.name.get().is_some() { priority.name } else { priority.summary })
    }
}

impl Resource for Incident {
    const KIND: ResourceKind = ResourceKind::Incident;
    const OPAQUE: &'static [&'static str] = &["body", "body_details", "client_url", "links", "custom_fields"];
    const ON_REQUEST: &'static [&'static str] = &[
        "summary",
        "incident_key",
        "html_url",
        "resolve_reason",
        "incident_type",
        "conference_bridge",
        "first_trigger_log_entry",
        "pending_actions",
        "is_mergeable",
        "assigned_via",
        "custom_fields",
        "alert_grouping",
        "basic_alert_grouping",
        "body",
        "external_references",
        "impacted_services",
        "incidents_responders",
        "log_entries",
        "occurrence",
        "responder_requests",
        "self",
        "subscriber_requests",
        "type",
    ];
    const UNTRUSTED: Untrusted = Untrusted {
        titles: &["title", "summary"],
        details: &[
            "description",
            "body_details",
            "client_url",
            "links",
            "incident_key",
            "resolve_reason",
            "conference_bridge",
            "first_trigger_log_entry",
            "custom_fields",
            "body",
            "external_references",
            "incidents_responders",
            "log_entries",
            "responder_requests",
            "subscriber_requests",
        ],
        ..Untrusted::NONE
    };

    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    fn complete(&mut self) {
        if self.description.as_deref() == self.title.as_deref() {
            self.description = Field::Absent;
        }
        let sent = Sent::read(std::mem::take(&mut self.body));
        self.body_details = sent.details;
        self.client_url = sent.client_url;
        self.links = sent.links;
        without_title(&mut self.body_details, self.title.as_deref());
    }
}

/// The status of an incident.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub enum IncidentStatus {
    Triggered,
    Acknowledged,
    Resolved,
}

impl Incident {
    /// Whether it ended because somebody merged it into another one.
    #[must_use]
    pub fn is_merged(&self) -> bool {
        self.resolve_reason.get().is_some_and(|reason| reason["type"] == "merge_resolve_reason")
    }
}

impl IncidentStatus {
    /// The state as PagerDuty writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Triggered => "triggered",
            Self::Acknowledged => "acknowledged",
            Self::Resolved => "resolved",
        }
    }
}

/// The urgency of an incident.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub enum Urgency {
    High,
    Low,
}

/// The order of a list of incidents.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub enum SortBy {
    #[serde(rename = "created_at:asc")]
    CreatedAtAsc,
    #[serde(rename = "created_at:desc")]
    CreatedAtDesc,
    #[serde(rename = "resolved_at:asc")]
    ResolvedAtAsc,
    #[serde(rename = "resolved_at:desc")]
    ResolvedAtDesc,
    #[serde(rename = "urgency:asc")]
    UrgencyAsc,
    #[serde(rename = "urgency:desc")]
    UrgencyDesc,
}

/// A range of time with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DateRange {
    /// Incidents of all times; `since` and `until` are ignored.
    All,
}

/// The filters of `GET /incidents`. Without times it answers for the last month.
#[derive(Clone, Debug, Default, Serialize)]
pub struct IncidentsQuery {
    /// Incidents of any of these services.
    pub service_ids: Vec<Id<Service>>,
    /// Incidents of any of these teams.
    pub team_ids: Vec<Id<Team>>,
    /// Incidents in any of these states.
    pub statuses: Vec<IncidentStatus>,
    /// Incidents of any of these urgencies.
    pub urgencies: Vec<Urgency>,
    /// Start of the range.
    pub since: Option<Timestamp>,
    /// End of the range, at most six months after its start.
    pub until: Option<Timestamp>,
    /// Whether the range counts at all.
    pub date_range: Option<DateRange>,
    /// Incidents that are assigned to any of these users; PagerDuty then lists open ones only.
    pub user_ids: Vec<Id<User>>,
    /// Incidents with this key.
    pub incident_key: Option<String>,
    /// The order of the list.
    pub sort_by: Option<SortBy>,
    /// Parts that PagerDuty sends only when asked, such as `conference_bridge`.
    pub include: Vec<&'static str>,
}

impl IncidentsQuery {
    /// Days that PagerDuty looks back where a query has no start (REST documentation, `GET /incidents`: a month).
    pub const DEFAULT_DAYS: i64 = 30;
}

/// `GET /incidents`
impl ListQuery for IncidentsQuery {
    type Row = Incident;
}

/// `GET /incidents/{id}`, by ID or number; with `body` and others also the parts that PagerDuty sends only when asked.
impl ById for Incident {}
