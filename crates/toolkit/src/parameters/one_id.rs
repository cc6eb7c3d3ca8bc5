//! The ID that one text stands for, where it is no parameter of its own.

use pagerduty::ResourceKind;

use super::{arguments::ids, names};
use crate::{context::Context, error::Result};

impl Context {
    /// The ID that a text stands for where it names a resource of this kind: an ID, the address of its page, or a name.
    /// `place` says where it stands.
    ///
    /// # Errors
    ///
    /// When nothing has that name, or several have it; and whatever PagerDuty answers.
    pub async fn id_of(&self, kind: ResourceKind, place: &str, text: &str) -> Result<String> {
        let text = ids::read(place, kind, text.into())?;
        let text = text.as_str().unwrap_or_default();
        if !names::has_names(kind) || names::is_id(text) {
            return Ok(text.to_owned());
        }
        self.known.names.id(self.pagerduty()?, kind, place, text).await
    }
}
