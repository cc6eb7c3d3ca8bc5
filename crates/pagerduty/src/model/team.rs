//! Teams.

use serde::{Deserialize, Serialize};

use super::{
    address::{ById, ListQuery},
    resource::Resource,
    resource_kind::ResourceKind,
    untrusted::Untrusted,
};
use crate::Field;

/// A team.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct Team {
    pub id: Field<String>,
    pub name: Field<String>,
    pub description: Field<String>,
    /// The team above this one.
    pub parent: Field<TeamParent>,
}

/// The team above another.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct TeamParent {
    pub id: Field<String>,
    pub r#type: Field<String>,
}

impl Resource for Team {
    const KIND: ResourceKind = ResourceKind::Team;
    const ON_REQUEST: &'static [&'static str] = &["default_role", "html_url"];
    const UNTRUSTED: Untrusted = Untrusted::DESCRIPTION;

    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }
}

/// The filters of `GET /teams`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TeamsQuery {
    /// Part of the name.
    pub query: Option<String>,
}

/// `GET /teams`
impl ListQuery for TeamsQuery {
    type Row = Team;

    fn name_part(&mut self) -> Option<&mut Option<String>> {
        Some(&mut self.query)
    }
}

/// `GET /teams/{id}`
impl ById for Team {}
