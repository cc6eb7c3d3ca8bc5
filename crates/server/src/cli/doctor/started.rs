//! What the program was started with, for the checks that need it.

use clap::ArgMatches;

use crate::{
    config::{Options, Transport},
    environment::Environment,
};

/// What the program was started with.
pub(in crate::cli) struct Started<'a> {
    pub(in crate::cli) options: &'a Options,
    pub(in crate::cli) transport: Transport,
    pub(in crate::cli) matches: &'a ArgMatches,
    pub(in crate::cli) environment: &'a Environment,
}
