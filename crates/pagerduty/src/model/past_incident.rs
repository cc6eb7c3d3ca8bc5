//! Past incidents: earlier ones that look like a given one, on the same service.

use serde::{Deserialize, Serialize};

use super::{resource::Resource, resource_kind::ResourceKind, untrusted::Untrusted};
use crate::Field;

/// An earlier incident, and how much it looks like the one that was asked about.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, from = "Wire")]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct PastIncident {
    pub id: Field<String>,
    pub title: Field<String>,
    pub created_at: Field<String>,
    /// Higher is more alike; the scale is PagerDuty's own.
    pub similarity_score: Field<f64>,
}

/// How PagerDuty sends it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Wire {
    incident: Field<Summary>,
    score: Field<f64>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Summary {
    id: Field<String>,
    title: Field<String>,
    created_at: Field<String>,
}

impl From<Wire> for PastIncident {
    fn from(Wire { incident, score }: Wire) -> Self {
        let Summary { id, title, created_at } = match incident {
            Field::Known(summary) => summary,
            Field::Absent => Summary::default(),
            // Whatever it is, it says which incident is meant.
            Field::Odd(raw) => Summary { id: Field::Odd(raw), ..Summary::default() },
        };
        Self { id, title, created_at, similarity_score: score }
    }
}

impl Resource for PastIncident {
    const KIND: ResourceKind = ResourceKind::PastIncident;
    const UNTRUSTED: Untrusted = Untrusted { titles: &["title"], ..Untrusted::NONE };

    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
}
