//! Applications that act for people.

use serde::Deserialize;

/// How long a classic access token lives.
pub(super) const ACCESS_TOKEN_SECONDS: u64 = 30 * 24 * 60 * 60;

/// An application that was registered with PagerDuty.
#[derive(Clone, Debug, Deserialize)]
pub struct OauthClient {
    /// What it is known by.
    pub client_id: String,
    /// Its secret, where it can keep one.
    pub client_secret: Option<String>,
    /// Where the browser may be sent back to: exactly these.
    pub redirect_uris: Vec<String>,
    /// How long its access tokens live.
    #[serde(default = "access_token_seconds")]
    pub access_token_seconds: u64,
    /// What it may ask for; of anything else it gets nothing, without an error.
    #[serde(default = "scopes")]
    pub scopes: Vec<String>,
}

fn scopes() -> Vec<String> {
    ["read", "write"].map(str::to_owned).to_vec()
}

const fn access_token_seconds() -> u64 {
    ACCESS_TOKEN_SECONDS
}

impl OauthClient {
    /// An application with tokens that live as long as PagerDuty's.
    #[must_use]
    pub fn new(client_id: &str, client_secret: Option<&str>, redirect_uri: &str) -> Self {
        Self {
            client_id: client_id.to_owned(),
            client_secret: client_secret.map(str::to_owned),
            redirect_uris: vec![redirect_uri.to_owned()],
            access_token_seconds: ACCESS_TOKEN_SECONDS,
            scopes: scopes(),
        }
    }
}
