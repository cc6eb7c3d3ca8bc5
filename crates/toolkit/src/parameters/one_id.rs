//! The ID that one text stands for, where it is no parameter of its own.

use pagerduty::{Client, ResourceKind};

use super::{
    arguments::ids,
    names::{self, Names},
};
use crate::error::{Error, Result};

/// The ID of a resource of this kind: what the text is, what the address of its page has, or what its name stands for.
/// `place` says where the text stands.
///
/// # Errors
///
/// When nothing has that name, or several have it; and whatever PagerDuty answers.
pub(crate) async fn find(
    client: Option<&Client>,
    names: &Names,
    kind: ResourceKind,
    place: &str,
    text: &str,
) -> Result<String> {
    let text = ids::read(place, kind, text.into())?;
    let text = text.as_str().unwrap_or_default();
    if !names::has_names(kind) || names::is_id(text) {
        return Ok(text.to_owned());
    }
    names.id(client.ok_or_else(Error::auth_required)?, kind, place, text).await
}
