//! OAuth 2.0 with PKCE: a person logs in with a browser, and the tokens live in the operating system's keyring.
//!
//! | module | what is inside |
//! |---|---|
//! | [`registration`] | the application that PagerDuty knows, and how a login runs |
//! | [`login`] | one login or refresh for every call that waits for it, and for every process |
//! | [`provider`], [`proof`], [`form`] | what is sent to PagerDuty's identity provider |
//! | [`callback`], [`page`] | the loopback server that the browser comes back to |
//! | [`browser`] | opening one |
//! | [`scopes`] | what is asked for |
//! | [`store`], [`tokens`] | the keyring, and what stands in it |
//! | [`lock`] | one process at a time |
//!
//! Deliberately not in it: tokens of apps (client credentials), and revocation, for which PagerDuty documents no
//! endpoint. Nothing here runs before a call needs it: starting up touches no keyring and no D-Bus.

mod browser;
mod callback;
mod form;
mod lock;
mod login;
mod page;
mod proof;
mod provider;
mod registration;
mod scopes;
mod store;
mod tokens;

#[cfg(feature = "fuzzing")]
pub(crate) use callback::fuzz as fuzz_callback;
pub use login::Login;
pub(crate) use login::Progress;
pub(crate) use registration::{NotLoopback, Registration};
pub(crate) use tokens::Tokens;
