//! Whether PagerDuty answers at all, and if not, how far a request gets.

use std::time::Duration;

use pagerduty::{BaseUrl, Error, Stage};

use super::{
    advice::{self, STATUS_PAGE},
    report::Check,
};

pub(super) const NAME: &str = "reachability";

/// The check, and whether the other checks make sense.
pub(super) fn check(base_url: &BaseUrl, answer: &Result<u16, Error>, elapsed: Duration) -> (Check, bool) {
    let milliseconds = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    let check = match answer {
        Ok(status @ 300..=399) => Check::failed(
            NAME,
            format!("{base_url} redirects to another address (HTTP {status}), which is not followed with a token"),
            "something other than PagerDuty answers: check PAGERDUTY_API_URL and any proxy or login page of the network",
        ),
        Ok(status @ 500..) => Check::failed(NAME, format!("{base_url} fails (HTTP {status})"), STATUS_PAGE),
        Ok(status) => {
            Check::ok(NAME, format!("answered in {milliseconds} ms (HTTP {status} to a request without a token)"))
        }
        Err(error) => Check::failed(NAME, error.to_string(), advice::on(error)),
    };
    let check = match answer {
        Ok(status) => check.fact("http_status", *status).fact("milliseconds", milliseconds),
        Err(error) => check.fact("stage", error.stage().map_or("timeout", name)),
    };
    (check, answer.as_ref().is_ok_and(|status| !matches!(status, 300..=399)))
}

/// The stage that a request did not get past, for programs.
fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Name => "dns",
        Stage::Connection => "tcp",
        Stage::ProxyAddress | Stage::ProxyLogin | Stage::ProxyRefusal | Stage::Proxy => "proxy",
        Stage::Tls | Stage::NoTls | Stage::Setup => "tls",
        _ => "http",
    }
}
