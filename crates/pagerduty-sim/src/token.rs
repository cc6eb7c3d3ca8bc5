//! The tokens that a simulated account accepts, one for each kind that behaves differently.
//!
//! They are fixed, in the shapes that PagerDuty documents, and worth nothing anywhere else.

/// A user API token of the demo user, who is in two teams. `Authorization: Token token=…`
pub const USER: &str = "u+demo-user-token-01";
/// A general access key: full access, no user. `Authorization: Token token=…`
pub const ACCOUNT: &str = "account-token-full-1";
/// A general access key that may only read. `Authorization: Token token=…`
pub const READ_ONLY_ACCOUNT: &str = "account-token-read-1";
/// A user API token of a user without teams. `Authorization: Token token=…`
pub const TEAMLESS_USER: &str = "u+teamless-user-tk-1";
/// A classic OAuth token of the demo user with the scope `read`. `Authorization: Bearer …`
pub const OAUTH_READ: &str = "pdus+_0DEMO00_oauth-classic-read";
/// A classic OAuth token of the demo user with the scope `write`. `Authorization: Bearer …`
pub const OAUTH_WRITE: &str = "pdus+_0DEMO00_oauth-classic-write";
/// A scoped OAuth token of the demo user with every read scope but without `incidents.write`. `Authorization: Bearer …`
pub const OAUTH_SCOPED: &str = "pdus+_0DEMO00_oauth-scoped-read";
/// A scoped OAuth token of an app: no user. `Authorization: Bearer …`
pub const OAUTH_APP: &str = "pdus+_0DEMO00_oauth-scoped-app";
