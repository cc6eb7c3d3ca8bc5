//! Who asks, and what their token lets them do.
//!
//! Source: PagerDuty REST documentation, "Authentication", and the scopes of the OpenAPI description.

use std::borrow::Cow;

use super::error::ApiError;
use crate::account::Account;
use crate::id::Key;
use crate::identity::Identity;
use crate::model::User;
use crate::token;

/// A token that the account knows.
#[derive(Clone, Debug)]
pub(crate) struct Credential {
    pub(crate) token: Cow<'static, str>,
    grant: Grant,
    holder: Holder,
}

#[derive(Clone, Debug)]
enum Grant {
    /// An API key: everything, or everything that does not change anything.
    Key { read_only: bool },
    /// An OAuth token with the scope `read` or `write`.
    Classic { write: bool },
    /// An OAuth token that names what it is for.
    Scoped { write: bool },
    /// A classic OAuth token that the identity provider issued, with the scopes it granted.
    Issued { scopes: String },
}

#[derive(Clone, Copy, Debug)]
enum Holder {
    DemoUser,
    TeamlessUser,
    Nobody,
}

static CREDENTIALS: [Credential; 8] = [
    known(token::USER, Grant::Key { read_only: false }, Holder::DemoUser),
    known(token::ACCOUNT, Grant::Key { read_only: false }, Holder::Nobody),
    known(token::READ_ONLY_ACCOUNT, Grant::Key { read_only: true }, Holder::Nobody),
    known(token::TEAMLESS_USER, Grant::Key { read_only: false }, Holder::TeamlessUser),
    known(token::OAUTH_READ, Grant::Classic { write: false }, Holder::DemoUser),
    known(token::OAUTH_WRITE, Grant::Classic { write: true }, Holder::DemoUser),
    known(token::OAUTH_SCOPED, Grant::Scoped { write: false }, Holder::DemoUser),
    known(token::OAUTH_APP, Grant::Scoped { write: true }, Holder::Nobody),
];

const fn known(token: &'static str, grant: Grant, holder: Holder) -> Credential {
    Credential { token: Cow::Borrowed(token), grant, holder }
}

/// What a scoped token of the simulator was granted.
const READ_SCOPES: [&str; 15] = [
    "abilities.read",
    "change_events.read",
    "custom_fields.read",
    "escalation_policies.read",
    "incident_types.read",
    "incident_workflows.read",
    "incidents.read",
    "oncalls.read",
    "priorities.read",
    "schedules.read",
    "services.read",
    "teams.read",
    "users.read",
    "users:contact_methods.read",
    "users:notifications.read",
];

impl Credential {
    /// The credential of an `Authorization` header. API keys and OAuth tokens each have their own form.
    pub(crate) fn of(authorization: Option<&str>, identity: &Identity) -> Result<Self, ApiError> {
        let header = authorization.ok_or_else(ApiError::no_token)?;
        let (token, is_key) = match header.strip_prefix("Token token=") {
            Some(key) => (key, true),
            None => (header.strip_prefix("Bearer ").ok_or_else(ApiError::no_token)?, false),
        };
        if let Some(credential) = CREDENTIALS.iter().find(|each| each.token == token && each.is_key() == is_key) {
            return Ok(credential.clone());
        }
        let scopes = if is_key { None } else { identity.scopes_of(token) };
        let scopes = scopes.ok_or_else(ApiError::unknown_token)?;
        let token = Cow::Owned(token.to_owned());
        Ok(Self { token, grant: Grant::Issued { scopes }, holder: Holder::DemoUser })
    }

    fn is_key(&self) -> bool {
        matches!(self.grant, Grant::Key { .. })
    }

    /// The token's user; account keys and app tokens have none.
    pub(crate) fn user(&self, account: &Account) -> Option<Key<User>> {
        match self.holder {
            Holder::DemoUser => Some(account.demo_user),
            Holder::TeamlessUser => Some(account.teamless_user),
            Holder::Nobody => None,
        }
    }

    /// Refuses what the token is not for.
    pub(crate) fn check(&self, scope: Option<&str>, writes: bool) -> Result<(), ApiError> {
        match &self.grant {
            Grant::Key { read_only: true } if writes => Err(ApiError::access_denied()),
            Grant::Key { .. } => Ok(()),
            Grant::Classic { write: false } if writes => Err(ApiError::missing_scope("write", "read")),
            Grant::Classic { .. } => Ok(()),
            Grant::Issued { scopes } => {
                let held = |scope| scopes.split(' ').any(|each| each == scope);
                match writes {
                    true if !held("write") => Err(ApiError::missing_scope("write", scopes)),
                    false if !held("read") && !held("write") => Err(ApiError::missing_scope("read", scopes)),
                    _ => Ok(()),
                }
            }
            Grant::Scoped { write } => {
                let Some(required) = scope else { return Ok(()) };
                let mut held = READ_SCOPES.join(" ");
                if *write {
                    held.push_str(" incidents.write");
                }
                if held.split(' ').any(|scope| scope == required) {
                    Ok(())
                } else {
                    Err(ApiError::missing_scope(required, &held))
                }
            }
        }
    }
}
