//! Related incidents: others that are open at the same time and may have the same cause.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{incident::Incident, resource::Resource, resource_kind::ResourceKind, untrusted::Untrusted};
use crate::Field;

/// An incident, and why it is thought to be related.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(from = "Wire")]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct RelatedIncident {
    #[serde(flatten)]
    pub incident: Incident,
    pub relationship_type: Field<String>,
    /// Its shape depends on the type.
    pub relationship_metadata: Field<Value>,
}

/// How PagerDuty sends it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Wire {
    incident: Field<Incident>,
    relationships: Field<Vec<Field<Relationship>>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Relationship {
    r#type: Field<String>,
    metadata: Field<Value>,
}

impl From<Wire> for RelatedIncident {
    fn from(Wire { incident, mut relationships }: Wire) -> Self {
        let mut incident = match incident {
            Field::Known(incident) => incident,
            Field::Absent => Incident::default(),
            // Whatever it is, it says which incident is meant.
            Field::Odd(raw) => {
                let mut incident = Incident::default();
                incident.id = Field::Odd(raw);
                incident
            }
        };
        incident.complete();
        // The first is the one that PagerDuty shows.
        let first = relationships.take().and_then(|all| all.into_iter().find_map(|mut one| one.take()));
        let Relationship { r#type, metadata } = first.unwrap_or_default();
        Self { incident, relationship_type: r#type, relationship_metadata: metadata }
    }
}

impl Resource for RelatedIncident {
    const KIND: ResourceKind = ResourceKind::RelatedIncident;
    const OPAQUE: &'static [&'static str] = &["body_details", "client_url", "links", "relationship_metadata"];
    const UNTRUSTED: Untrusted = Incident::UNTRUSTED;
}
