//! How the program was started, apart from its variables' values.

use std::{collections::BTreeSet, env};

/// How the program was started, apart from its variables.
#[derive(Debug, Default)]
pub(crate) struct Started {
    /// The flags of the command line, without the dashes.
    pub(crate) flags: BTreeSet<&'static str>,
    /// Whether callers over HTTP are served, who have credentials of their own.
    pub(crate) is_http: bool,
    /// Whether the account is the simulated one, which has its own credential and address.
    pub(crate) is_demo: bool,
}

/// Whether the environment of the process sets a variable. One that is set and empty, as templates of client
/// configurations leave it, is as good as unset.
pub(crate) fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty())
}
