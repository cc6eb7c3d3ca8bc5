//! The service region: where requests go, and whether a refused token belongs to the other one.

use pagerduty::{BaseUrl, ErrorKind, Region};

use super::report::Check;

const NAME: &str = "region";

/// Where requests go.
pub(super) fn check(base_url: &BaseUrl, configured: &str) -> Check {
    match base_url.region() {
        Some(region) => Check::ok(NAME, format!("{}: {base_url}", region.as_str())).fact("region", region.as_str()),
        None => {
            let host = if base_url.is_plain() { "this machine" } else { "not one of PagerDuty's hosts" };
            let found = format!("{base_url}, {host}");
            if configured.eq_ignore_ascii_case(Region::default().as_str()) {
                Check::ok(NAME, found)
            } else {
                let hint = format!("the region `{configured}` has no effect on another address: unset one of them");
                Check::warning(NAME, found, hint)
            }
        }
    }
    .fact("address", base_url.to_string())
}

/// The address cannot be used.
pub(super) fn unusable(problem: String) -> Check {
    Check::failed(NAME, problem, "correct the address, or unset it and set PAGERDUTY_REGION instead")
}

/// Why PagerDuty refused a token with 401.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The other region accepts it.
    Region { is: Region },
    /// Neither region accepts it.
    Token,
    /// The other region was asked, and did not answer.
    Unknown { other: Region },
    /// The address is not one of PagerDuty's, so the token was not sent anywhere else.
    NotOurs,
}

/// Why this address answered 401, given what the other region's host answered to the same token: `Ok`, or how it
/// failed. Only PagerDuty's own two hosts ever get the token.
pub(super) fn refusal(base_url: &BaseUrl, other: Option<Result<(), ErrorKind>>) -> Refusal {
    let (Some(here), Some(answer)) = (base_url.region(), other) else {
        return Refusal::NotOurs;
    };
    match answer {
        // These errors are about what the token may do, so the token is known there.
        Ok(()) | Err(ErrorKind::NoUser | ErrorKind::Forbidden | ErrorKind::PlanRequired) => {
            Refusal::Region { is: here.other() }
        }
        Err(ErrorKind::Unauthorized) => Refusal::Token,
        Err(_) => Refusal::Unknown { other: here.other() },
    }
}

impl Refusal {
    /// What was found; the check of the token starts with it.
    pub(super) fn found(self) -> String {
        match self {
            Self::Region { is } => {
                format!("belongs to the {} region, but requests go to the other one", is.as_str().to_uppercase())
            }
            Self::Token => "is accepted by neither region (401)".to_owned(),
            Self::Unknown { other } => {
                format!("is not accepted (401), and the {} region did not answer", other.as_str().to_uppercase())
            }
            Self::NotOurs => "is not accepted (401)".to_owned(),
        }
    }

    pub(super) fn hint(self, has_address: bool) -> String {
        let instead = |region: Region| {
            let unset = if has_address { "unset PAGERDUTY_API_URL and " } else { "" };
            format!("{unset}set PAGERDUTY_REGION={}", region.as_str())
        };
        match self {
            Self::Region { is } => {
                format!("your token belongs to the {} region: {}", is.as_str().to_uppercase(), instead(is))
            }
            Self::Token => {
                "it is mistyped, expired or revoked: create a new one in PagerDuty's web interface".to_owned()
            }
            Self::Unknown { other } => {
                format!("check the token; if the account lives in the other region, {}", instead(other))
            }
            Self::NotOurs => {
                "check the token; PagerDuty's own hosts were not asked, because another address is set".to_owned()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_region_is_told_from_a_wrong_token() {
        use ErrorKind::{Forbidden, NoUser, PlanRequired, RateLimited, Timeout, Unauthorized, Unreachable, Upstream};
        const US: &str = "https://api.pagerduty.com";
        const EU: &str = "https://api.eu.pagerduty.com";
        let eu = Refusal::Region { is: Region::Eu };
        for (address, other, expected) in [
            (US, Some(Ok(())), eu),
            (US, Some(Err(NoUser)), eu),
            (US, Some(Err(Forbidden)), eu),
            (US, Some(Err(PlanRequired)), eu),
            (EU, Some(Ok(())), Refusal::Region { is: Region::Us }),
            (US, Some(Err(Unauthorized)), Refusal::Token),
            (EU, Some(Err(Unauthorized)), Refusal::Token),
            (US, Some(Err(Timeout)), Refusal::Unknown { other: Region::Eu }),
            (US, Some(Err(Unreachable)), Refusal::Unknown { other: Region::Eu }),
            (US, Some(Err(Upstream)), Refusal::Unknown { other: Region::Eu }),
            (EU, Some(Err(RateLimited)), Refusal::Unknown { other: Region::Us }),
            ("https://pagerduty.example.com", None, Refusal::NotOurs),
            ("http://127.0.0.1:8090", None, Refusal::NotOurs),
        ] {
            assert_eq!(refusal(&address.parse().unwrap(), other), expected, "{address} {other:?}");
        }
        assert_eq!(eu.hint(false), "your token belongs to the EU region: set PAGERDUTY_REGION=eu");
        assert!(eu.hint(true).contains("unset PAGERDUTY_API_URL"));
    }
}
