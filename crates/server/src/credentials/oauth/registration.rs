//! The registered application, and the settings of a login, from the environment.

use std::{sync::Arc, time::Duration};

use pagerduty::BaseUrl;
use secrecy::SecretString;

use crate::{
    config::{
        Options,
        settings_table::{CLIENT_ID, CLIENT_SECRET, IDENTITY_URL},
    },
    environment::Environment,
};

/// PagerDuty's identity provider, the same one for both regions (Terraform provider, `api_url_override`; PagerDuty
/// developer documentation names no other).
const IDENTITY: &str = "https://identity.pagerduty.com";

/// An application registered with PagerDuty, and the settings of its logins.
#[derive(Clone, Debug)]
pub(crate) struct Registration {
    pub(crate) client_id: String,
    /// Without it tokens cannot be refreshed (PagerDuty developer documentation, "OAuth Functionality").
    pub(crate) client_secret: Option<Arc<SecretString>>,
    pub(crate) identity: BaseUrl,
    pub(crate) callback_port: u16,
    pub(crate) login_timeout: Duration,
}

impl Registration {
    /// The registration in the environment, if there is one.
    ///
    /// # Errors
    ///
    /// When the address of the identity provider is not one of this machine: it gets the client secret.
    pub(crate) fn load(environment: &Environment, options: &Options) -> Result<Option<Self>, NotLoopback> {
        let Some(client_id) = environment.var(CLIENT_ID) else { return Ok(None) };
        let identity = match environment.var(IDENTITY_URL) {
            Some(url) => url.parse().ok().filter(BaseUrl::is_plain).ok_or(NotLoopback)?,
            None => IDENTITY.parse().map_err(|_| NotLoopback)?,
        };
        Ok(Some(Self {
            client_id,
            client_secret: environment.var(CLIENT_SECRET).map(|secret| Arc::new(secret.into())),
            identity,
            callback_port: options.oauth_callback_port,
            login_timeout: Duration::from_secs(options.login_timeout),
        }))
    }

    /// Where the browser is redirected to: exactly the address that has to be registered with PagerDuty.
    pub(crate) fn redirect_uri(&self) -> String {
        format!("http://localhost:{}{}", self.callback_port, super::callback::PATH)
    }

    /// A key that distinguishes the tokens of this registration from those of others.
    pub(crate) fn key(&self) -> String {
        format!("{} at {}", self.client_id, self.identity)
    }
}

/// An address that may not replace PagerDuty's identity provider.
#[derive(Debug, thiserror::Error)]
#[error("only a loopback address such as `http://127.0.0.1:8090` can replace PagerDuty's identity provider")]
pub(crate) struct NotLoopback;
