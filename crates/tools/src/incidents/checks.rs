//! What several changes of incidents check and say.

use pagerduty::model::Urgency;
use toolkit::prelude::*;

/// Users or policies that one call pages.
const MAX_PAGED: usize = 25;

/// An urgency in a sentence.
pub(super) const fn word(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::High => "high",
        Urgency::Low => "low",
    }
}

/// Refuses to page more people than the limit.
pub(super) fn check_number(name: &str, number: usize) -> Result<()> {
    if number <= MAX_PAGED {
        return Ok(());
    }
    let message = format!("`{name}` has {number} values: one call pages at most {MAX_PAGED}");
    Err(Error::new(Code::InvalidParameter, message).hint("name those who are needed, or an escalation policy"))
}
