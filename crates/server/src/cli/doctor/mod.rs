//! `doctor`: what is set, whether PagerDuty answers, as whom, and what the token may do. It only reads, and never shows
//! a token.

mod abilities;
mod advice;
mod configuration;
mod keyring;
mod rate_limit;
mod reachability;
mod region;
mod report;
mod scopes;
mod started;
mod token;
mod user;
mod user_email;

use std::{
    io::{self, IsTerminal},
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use pagerduty::{BaseUrl, Client, Credential, Endpoint, ErrorKind};
use pagerduty_sim::History;
use serde_json::json;
use tokio::time::Instant;

use super::{Failure, USER_AGENT, print};
use crate::{
    config::DoctorCommand,
    credentials::{Credentials, Unusable},
    demo,
};
use rate_limit::Watch;
use report::{Check, Report};
pub(super) use started::Started;
use token::Token;
use user::Identity;

/// How long one request, or one look into the keyring, may take; together they have the time of one call.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

/// The checks that need the token, except the check of the token itself.
const OF_TOKEN: [&str; 5] = [user::NAME, user_email::NAME, scopes::NAME, abilities::NAME, rate_limit::NAME];

pub(super) async fn run(started: Started<'_>, command: &DoctorCommand) -> Result<ExitCode, Failure> {
    let checks = if started.options.demo {
        let (_demo, base_url, credentials) = demo::start(History::UntilNow).await?;
        examine(&started, Ok(base_url), Ok(credentials)).await
    } else {
        let base_url = started.options.base_url(started.environment);
        let credentials = Credentials::load(started.environment, started.options, USER_AGENT);
        examine(&started, base_url, credentials).await
    };
    let report = Report::new(started.options.demo, checks);
    print(&match command.json {
        // Compact for programs, indented for people.
        true if io::stdout().is_terminal() => format!("{:#}", json!(report)),
        true => json!(report).to_string(),
        false => report.table(),
    });
    Ok(report.exit_code())
}

/// Runs all checks in the order in which they are shown: a failed check explains why later ones were skipped.
async fn examine(
    started: &Started<'_>,
    base_url: Result<BaseUrl, String>,
    credentials: Result<Credentials, Unusable>,
) -> Vec<Check> {
    let end = Instant::now() + Duration::from_secs(started.options.call_timeout);
    let mut checks = vec![configuration::check(started.matches, started.environment)];
    let base_url = match base_url {
        Ok(base_url) => {
            checks.push(region::check(&base_url, &started.options.region));
            Some(base_url)
        }
        Err(problem) => {
            checks.push(region::unusable(problem));
            None
        }
    };
    let pagerduty = base_url.map(|base_url| PagerDuty::new(base_url, end));
    let is_reachable = match &pagerduty {
        Some(pagerduty) => {
            let began = Instant::now();
            let answer = pagerduty.endpoint.reach(pagerduty.deadline()).await;
            let (check, is_reachable) = reachability::check(&pagerduty.base_url, &answer, began.elapsed());
            checks.push(check);
            is_reachable
        }
        None => {
            checks.push(Check::skipped(reachability::NAME, "there is no address to ask"));
            false
        }
    };
    let (keyring, login) = keyring::check(&credentials, deadline(end)).await;
    checks.push(keyring);
    match (Token::find(started, credentials, login), pagerduty.filter(|_| is_reachable)) {
        (Err(check), _) => {
            checks.push(*check);
            checks.extend(skipped(&OF_TOKEN, "there is no token to ask with"));
        }
        (Ok(token), None) => {
            checks.push(token.not_asked());
            checks.extend(skipped(&OF_TOKEN, "PagerDuty cannot be reached"));
        }
        (Ok(token), Some(pagerduty)) => checks.extend(examine_token(started, &pagerduty, &token).await),
    }
    checks
}

/// The checks that need the token.
async fn examine_token(started: &Started<'_>, pagerduty: &PagerDuty, token: &Token) -> Vec<Check> {
    let identity = Identity::read(pagerduty.client(&token.credential).current_user().await);
    let refused = match &identity {
        Identity::Unknown(error) if error.kind() == ErrorKind::Unauthorized => {
            let other = pagerduty.ask_other_region(token).await;
            Some(region::refusal(&pagerduty.base_url, other))
        }
        _ => None,
    };
    let mut checks = vec![token.check(&identity, refused, &pagerduty.base_url)];
    if refused.is_some() {
        checks.extend(skipped(&OF_TOKEN, "the token is not accepted"));
        return checks;
    }
    checks.push(user::check(&identity));
    let client = pagerduty.client(&token.credential);
    match &identity {
        Identity::Unknown(error)
            if matches!(error.kind(), ErrorKind::RateLimited | ErrorKind::Timeout | ErrorKind::Unreachable) =>
        {
            let rest = [user_email::NAME, scopes::NAME, abilities::NAME];
            checks.extend(skipped(&rest, "PagerDuty did not say who the token belongs to"));
        }
        identity => {
            // In demo mode, changes are made by the token's user, whatever is configured.
            let configured = started.options.user_email.as_deref().filter(|text| !text.is_empty());
            let configured = configured.filter(|_| !started.options.demo);
            let (user_email, scopes, abilities) = tokio::join!(
                user_email::check(&client, identity, configured),
                scopes::check(&client, token.credential.is_access_token()),
                abilities::check(&client),
            );
            checks.extend([user_email, scopes, abilities]);
        }
    }
    checks.push(rate_limit::check(&pagerduty.watch));
    checks
}

/// When a wait that begins now has to end.
fn deadline(end: Instant) -> Instant {
    end.min(Instant::now() + REQUEST_TIMEOUT)
}

fn skipped(names: &[&'static str], why: &str) -> Vec<Check> {
    names.iter().map(|name| Check::skipped(name, why)).collect()
}

/// The PagerDuty that is checked.
struct PagerDuty {
    base_url: BaseUrl,
    endpoint: Endpoint,
    /// When everything has to be finished.
    end: Instant,
    watch: Arc<Watch>,
}

impl PagerDuty {
    fn new(base_url: BaseUrl, end: Instant) -> Self {
        Self { endpoint: Endpoint::new(base_url.clone(), USER_AGENT), base_url, end, watch: Arc::default() }
    }

    fn deadline(&self) -> Instant {
        deadline(self.end)
    }

    fn client(&self, credential: &Credential) -> Client {
        self.endpoint.client(credential.clone()).with_deadline(self.deadline()).with_observer(self.watch.clone())
    }

    /// What the other region's host answers to the token; asked only if this host is PagerDuty's too.
    async fn ask_other_region(&self, token: &Token) -> Option<Result<(), ErrorKind>> {
        let other = Endpoint::new(self.base_url.region()?.other().into(), USER_AGENT);
        let client = other.client(token.credential.clone()).with_deadline(self.deadline());
        Some(client.current_user().await.map(drop).map_err(|error| error.kind()))
    }
}
