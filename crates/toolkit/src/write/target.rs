//! What a change is about, as data: its kind, its ID, and how people know it.

use std::borrow::Cow;

use pagerduty::{Id, Resource};
use serde::Serialize;

use super::quoted;

/// Characters of a name.
const LONGEST: usize = 80;

/// Something that a change is about.
#[derive(Clone, Debug, Serialize)]
pub struct Target {
    /// Such as `incident`.
    kind: Cow<'static, str>,
    id: String,
    /// The number of an incident.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u64>,
    /// Its name or title, cleaned and cut.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

impl Target {
    /// What has this ID, with its name where that is known.
    pub fn new<T: Resource>(id: &Id<T>, name: Option<&str>) -> Self {
        let name = name.map(|name| quoted::plain(name, LONGEST)).filter(|name| !name.is_empty());
        Self { kind: T::KIND.singular().into(), id: quoted::plain(id.as_str(), LONGEST), number: None, name }
    }

    /// What has this ID and is of this kind, such as `maintenance_window`.
    pub fn of_kind(kind: &str, id: &str, name: Option<&str>) -> Self {
        let name = name.map(|name| quoted::plain(name, LONGEST)).filter(|name| !name.is_empty());
        Self { kind: quoted::plain(kind, LONGEST).into(), id: quoted::plain(id, LONGEST), number: None, name }
    }

    /// With the number of an incident.
    pub fn number(self, number: Option<u64>) -> Self {
        Self { number, ..self }
    }
}
