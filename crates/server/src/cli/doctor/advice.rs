//! What to do about an error from PagerDuty, for the person who set this up.

use pagerduty::{Error, ErrorKind};
use toolkit::error::network::{self, NOT_FROM_API};

/// Where PagerDuty reports its own failures.
pub(super) const STATUS_PAGE: &str = "try again later; https://status.pagerduty.com reports failures of PagerDuty";

pub(super) fn on(error: &Error) -> String {
    match error.kind() {
        ErrorKind::RateLimited => "wait until the rate limit resets, then try again".to_owned(),
        ErrorKind::Upstream if error.is_not_from_api() => {
            format!("{STATUS_PAGE}; if the error persists, {NOT_FROM_API}")
        }
        _ if error.is_not_from_api() => format!("this is not how PagerDuty's API answers: {NOT_FROM_API}"),
        ErrorKind::Unreachable | ErrorKind::Timeout => unanswered(error).to_owned(),
        ErrorKind::Forbidden => match error.required_scopes() {
            Some(scopes) => format!("the token lacks the scope `{scopes}`: use one that has it"),
            None => "use a token whose owner may do this".to_owned(),
        },
        ErrorKind::Unauthorized => "check the token: it may have been revoked just now".to_owned(),
        ErrorKind::PlanRequired => "the account's plan does not cover this: ask its administrator".to_owned(),
        ErrorKind::Upstream => STATUS_PAGE.to_owned(),
        _ => "this is not how PagerDuty answers: check PAGERDUTY_API_URL, and proxies on the way".to_owned(),
    }
}

/// Where to look for the cause of a request without an answer.
fn unanswered(error: &Error) -> &'static str {
    network::advice(error).unwrap_or("it took too long: check the network, then try again")
}
