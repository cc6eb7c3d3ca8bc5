//! PagerDuty's errors in the words of this server, with what to do about them.

use std::time::Duration;

use pagerduty::ErrorKind;

use super::{
    Error, Theirs,
    code::Code,
    network::{self, NOT_FROM_API},
    wording::ResourceWording,
};
use crate::hint::{Hint, tool};

/// Whether a text is a list of OAuth scopes, and nothing else that somebody had said.
fn are_scopes(text: &str) -> bool {
    const LONGEST: usize = 500;
    text.len() <= LONGEST && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._:-, ".contains(&byte))
}

/// What to do about a request that PagerDuty refused with this code.
fn advice(code: Option<i64>) -> Hint {
    match code {
        // Requester not found, or no valid `From` (REST documentation, "Errors").
        Some(1008 | 1028 | 2016) => "set PAGERDUTY_USER_EMAIL to the e-mail address of a user of this account".into(),
        // States that an incident is in (the same page).
        Some(1001) => "it is resolved: nothing is left to do, or it is a new incident".into(),
        Some(1002) => "it is acknowledged: nothing is left to do".into(),
        Some(1006) => Hint::from("it is resolved, or its policy has no such level").with(
            ": see ",
            tool("get_escalation_policies"),
            "",
        ),
        Some(1012) => Hint::from("acknowledge it first").with(", with ", tool("acknowledge_incident"), ""),
        Some(1015) => "choose users instead, or another policy".into(),
        Some(1019) => "look at the incident that it was merged into".into(),
        _ => "change what `upstream_message` names; the same call would be refused again".into(),
    }
}

impl From<pagerduty::Error> for Error {
    fn from(error: pagerduty::Error) -> Self {
        let said = error.message().to_owned();
        let again = Duration::from_secs(5);
        let answer = match error.kind() {
            ErrorKind::InvalidRequest if error.is_unsent() => {
                Self::new(Code::InvalidParameter, said).hint("nothing was sent: use fewer or shorter values")
            }
            ErrorKind::InvalidRequest => Self::new(Code::InvalidParameter, said).hint(advice(error.code())),
            ErrorKind::NoUser => Self::new(Code::UserContextUnavailable, said),
            ErrorKind::Unauthorized => Self::new(Code::Unauthorized, said)
                .hint("check the token; a token of the EU region needs PAGERDUTY_REGION=eu, one of the US region `us`"),
            ErrorKind::PlanRequired => Self::new(Code::PlanRequired, said)
                .hint("the account's plan or abilities do not cover this: leave it out or ask an administrator"),
            ErrorKind::Forbidden => match error.required_scopes().filter(|scopes| are_scopes(scopes)) {
                Some(scopes) => Self::new(Code::Forbidden, format!("{said}; the token lacks the scope `{scopes}`"))
                    .hint(format!("use a token with the scope `{scopes}`")),
                None => Self::new(Code::Forbidden, said).hint("use a token whose owner may do this"),
            },
            ErrorKind::NotFound => match error.subject().and_then(ResourceWording::of) {
                Some(resource) => {
                    let message = format!("{} with this ID does not exist: {said}", resource.noun());
                    Self::new(resource.code(), message).hint(resource.how_to_find())
                }
                None => Self::new(Code::NotFound, said),
            },
            ErrorKind::Conflict => Self::new(Code::Conflict, said).hint("read its present state, then decide again"),
            ErrorKind::RateLimited => Self::new(Code::RateLimited, said)
                .hint("wait, then try again; asking for less costs fewer requests")
                .retry_after(error.retry_after().unwrap_or(again)),
            ErrorKind::Timeout => {
                Self::new(Code::UpstreamTimeout, said).hint("try again, or ask for less").retry_after(again)
            }
            ErrorKind::Unreachable => {
                let advice = network::advice(&error);
                let answer = Self::new(Code::UpstreamUnreachable, said)
                    .hint(advice.unwrap_or("check the network of this server, and PAGERDUTY_API_URL if it is set"));
                let wait = error.retry_after().unwrap_or(again);
                if error.is_lasting() { answer } else { answer.retry_after(wait) }
            }
            ErrorKind::TooLarge => Self::new(Code::InvalidResponse, said)
                .hint("ask for less: a shorter range of time, or filters that leave this row out"),
            ErrorKind::InvalidResponse => Self::new(Code::InvalidResponse, said)
                .hint("check PAGERDUTY_API_URL if it is set, and what stands between this server and PagerDuty"),
            _ => Self::new(Code::UpstreamError, said)
                .hint("PagerDuty has a problem of its own: try again later; status.pagerduty.com may say more")
                .retry_after(error.retry_after().unwrap_or(again)),
        };
        let answer = match error.kind() {
            ErrorKind::RateLimited | ErrorKind::PlanRequired => answer,
            ErrorKind::Upstream if error.is_not_from_api() => answer.hint(format!(
                "PagerDuty, or something on the way to it, has a problem: try again later; if it stays, {NOT_FROM_API}"
            )),
            _ if error.is_not_from_api() => answer.hint(NOT_FROM_API),
            _ => answer,
        };
        let message = error.upstream_message().map(str::to_owned);
        let theirs = Theirs { code: error.code(), message, ..Theirs::default() };
        let answer = Self { theirs: Some(Box::new(theirs)), ..answer };
        if error.is_fate_unknown() {
            return Self {
                hint: Some("it may have been done nevertheless: read the present state before doing it again".into()),
                retry_after: None,
                is_fate_unknown: true,
                ..answer
            };
        }
        answer
    }
}
