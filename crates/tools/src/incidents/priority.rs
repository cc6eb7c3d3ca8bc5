//! The priority that an incident is to have, by name.

use pagerduty::model::request::ReferenceTo;
use toolkit::prelude::*;

use crate::priorities;

/// The priority of this name or ID.
pub(super) async fn named(name: &str, cx: &Context) -> Result<ReferenceTo> {
    let found = priorities::named(&[name.to_owned()], "priority", cx).await?;
    let id = found.first().and_then(|priority| priority.id.as_deref());
    id.map(|id| ReferenceTo::new("priority_reference", id))
        .ok_or_else(|| Error::new(Code::InvalidResponse, "PagerDuty does not say the ID of the priority"))
}
