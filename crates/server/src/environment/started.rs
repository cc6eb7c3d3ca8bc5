//! How the program was started, except for the values of variables.

use std::{collections::BTreeSet, env};

/// How the program was started, except for its variables.
#[derive(Debug, Default)]
pub(crate) struct Started {
    /// The flags of the command line, without the dashes.
    pub(crate) flags: BTreeSet<&'static str>,
    /// Whether it serves callers over HTTP, who have credentials of their own.
    pub(crate) is_http: bool,
    /// Whether the account is the simulated one, which has its own credential and address.
    pub(crate) is_demo: bool,
}

/// Whether the environment sets a variable. A variable that is set but empty, as templates of client configurations
/// leave it, counts as unset.
pub(crate) fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty())
}
