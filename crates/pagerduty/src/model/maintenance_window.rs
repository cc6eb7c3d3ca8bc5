//! Maintenance windows: times in which services open no incidents.

use serde::{Deserialize, Serialize};

use super::{
    address::{BodyOf, ById, ListQuery},
    reference::Reference,
    request::references,
    resource::Resource,
    resource_kind::ResourceKind,
    service::Service,
    team::Team,
    untrusted::Untrusted,
};
use crate::{Field, Id, Timestamp};

/// A maintenance window.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct MaintenanceWindow {
    pub id: Field<String>,
    pub description: Field<String>,
    pub start_time: Field<String>,
    pub end_time: Field<String>,
    pub services: Field<Vec<Field<Reference>>>,
    pub teams: Field<Vec<Field<Reference>>>,
    pub created_by: Field<Reference>,
}

impl Resource for MaintenanceWindow {
    const KIND: ResourceKind = ResourceKind::MaintenanceWindow;
    const ON_REQUEST: &'static [&'static str] = &["html_url", "sequence_number"];
    const UNTRUSTED: Untrusted = Untrusted::DESCRIPTION;

    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
}

/// Which windows a list has.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub enum WindowFilter {
    #[default]
    Open,
    Ongoing,
    Future,
    Past,
    All,
}

/// The filters of `GET /maintenance_windows`.
#[derive(Clone, Debug, Default, Serialize)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct MaintenanceWindowsQuery {
    pub filter: WindowFilter,
    pub service_ids: Vec<Id<Service>>,
    pub team_ids: Vec<Id<Team>>,
    pub query: Option<String>,
}

impl ListQuery for MaintenanceWindowsQuery {
    type Row = MaintenanceWindow;
}

impl ById for MaintenanceWindow {}

/// A maintenance window as it is to be: PagerDuty wants all of it for a change too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename = "maintenance_window")]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct MaintenanceWindowBody {
    pub start_time: Timestamp,
    pub end_time: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(serialize_with = "references")]
    pub services: Vec<Id<Service>>,
}

impl BodyOf for MaintenanceWindowBody {
    type Object = MaintenanceWindow;
}

impl MaintenanceWindow {
    /// All that a change of it has to say, if its times can be read.
    #[must_use]
    pub fn body(&self) -> Option<MaintenanceWindowBody> {
        let services = self.services.get().into_iter().flatten().filter_map(|service| service.get()?.id.parsed());
        Some(MaintenanceWindowBody {
            start_time: self.start_time.parsed()?,
            end_time: self.end_time.parsed()?,
            description: self.description.get().cloned(),
            services: services.collect(),
        })
    }
}
