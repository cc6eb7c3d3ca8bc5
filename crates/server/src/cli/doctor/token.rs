//! The token: whether there is one, its kind, and whether PagerDuty accepts it.

use pagerduty::{BaseUrl, Credential};
use toolkit::phrasing;

use super::{region::Refusal, report::Check, started::Started, user::Identity};
use crate::{
    config::{
        Transport,
        settings_table::{API_HOST, TOKENS},
    },
    credentials::{Credentials, Unusable, oauth::Tokens},
};

const NAME: &str = "token";

/// A token to ask PagerDuty with.
pub(super) struct Token {
    pub(super) credential: Credential,
    /// The variable that contains it; `None` in demo mode.
    variable: Option<&'static str>,
    /// Whether a variable other than the region's decides where it is sent.
    has_address: bool,
}

impl Token {
    /// Finds the server's own token, or that of the login in the keyring; if there is neither, says why.
    pub(super) fn find(
        started: &Started<'_>,
        credentials: Result<Credentials, Unusable>,
        login: Option<Tokens>,
    ) -> Result<Self, Box<Check>> {
        let hint = started.without_token();
        let unusable = |why: &dyn std::error::Error| Box::new(Check::failed(NAME, why.to_string(), hint));
        let credentials = credentials.map_err(|why| unusable(&why))?;
        let environment = started.environment;
        let own = credentials.token().map(|(credential, _)| credential.clone());
        let found = own.or(login.map(|tokens| tokens.credential));
        match found {
            Some(credential) => Ok(Self {
                credential,
                variable: TOKENS.into_iter().find(|name| environment.var(name).is_some() && !started.options.demo),
                has_address: started.options.api_url.is_some() || environment.var(API_HOST).is_some(),
            }),
            None if started.transport == Transport::Http => Err(Box::new(Check::warning(
                NAME,
                "this server has no token of its own",
                "callers must send theirs as X-PagerDuty-Token; set PAGERDUTY_API_TOKEN to one of them to check more",
            ))),
            None => Err(Box::new(Check::failed(NAME, "no token is set", hint))),
        }
    }

    /// PagerDuty could not be asked.
    pub(super) fn not_asked(&self) -> Check {
        self.with_facts(Check::skipped(NAME, format!("{}; PagerDuty cannot be asked about it", self.described(""))))
    }

    /// What PagerDuty says about it.
    pub(super) fn check(&self, identity: &Identity, refused: Option<Refusal>, base_url: &BaseUrl) -> Check {
        let check = match (refused, identity) {
            (Some(refusal), _) => {
                let found = format!("{} {}", self.described(""), refusal.found());
                let check = Check::failed(NAME, found, refusal.hint(self.has_address && base_url.region().is_some()));
                match refusal {
                    Refusal::Region { is } => check.fact("region", is.as_str()),
                    _ => check,
                }
            }
            (None, Identity::User(_)) => {
                Check::ok(NAME, format!("{}, accepted", self.described(" of a user"))).fact("level", "user")
            }
            (None, Identity::Nobody) => {
                Check::ok(NAME, format!("{}, accepted", self.described(" of an account or an app")))
                    .fact("level", "account")
            }
            (None, Identity::Unknown(_)) => {
                Check::skipped(NAME, format!("{}; PagerDuty did not say who it belongs to", self.described("")))
            }
        };
        self.with_facts(check)
    }

    /// Such as "API key of a user in `PAGERDUTY_API_TOKEN`".
    fn described(&self, whose: &str) -> String {
        let kind = if self.credential.is_access_token() { "OAuth access token" } else { "API key" };
        match self.variable {
            Some(variable) => format!("{kind}{whose} in {}", phrasing::list([variable], "and")),
            None => format!("{kind}{whose}"),
        }
    }

    fn with_facts(&self, check: Check) -> Check {
        let kind = if self.credential.is_access_token() { "oauth_access_token" } else { "api_key" };
        let check = check.fact("kind", kind);
        match self.variable {
            Some(variable) => check.fact("variable", variable),
            None => check,
        }
    }
}
