//! How an incident compares with what its service usually has.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{resource::Resource, resource_kind::ResourceKind, untrusted::Untrusted};
use crate::Field;

/// How often incidents like one occur on its service.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct OutlierIncident {
    /// With `occurrence`: `count`, `frequency`, `category` (such as `rare` or `frequent`), `since` and `until`.
    pub incident: Field<Value>,
    /// The text that incidents like it have in common.
    pub incident_template: Field<Value>,
}

impl Resource for OutlierIncident {
    const KIND: ResourceKind = ResourceKind::OutlierIncident;
    const UNTRUSTED: Untrusted =
        Untrusted { titles: &["incident.title", "incident.summary", "incident_template"], ..Untrusted::NONE };
}
