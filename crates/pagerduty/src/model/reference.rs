//! References: how PagerDuty names one object inside another.

use serde::{Deserialize, Serialize};

use crate::Field;

/// Another object, by its ID and name.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct Reference {
    pub id: Field<String>,
    pub summary: Field<String>,
}

/// Another object of a kind that varies, by its ID, type and name.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct TypedReference {
    pub id: Field<String>,
    /// Such as `user_reference` or `schedule_reference`; new ones may appear.
    pub r#type: Field<String>,
    pub summary: Field<String>,
}
