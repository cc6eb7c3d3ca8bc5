//! The log: on standard error only, because standard output belongs to the protocol.

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;

use super::{complain, stderr::Stderr};
use crate::config::{Cli, LogFormat, Transport};
use mcp::handler;

pub(super) fn to_stderr(cli: &Cli) {
    let is_http = cli.command.is_none() && cli.serve.transport == Transport::Http;
    let default = if is_http { "info" } else { "warn" };
    let wanted = cli.options.log.as_deref().unwrap_or(default);
    // The protocol's library tells of every request, and warns of every one that a client got wrong; one line for
    // each call is enough.
    let text = if wanted.contains(handler::LIBRARY) {
        wanted.to_owned()
    } else {
        format!("{}=error,{wanted}", handler::LIBRARY)
    };
    let filter = EnvFilter::try_new(text).unwrap_or_else(|error| {
        complain(&format!("the log filter is ignored: {error}"));
        EnvFilter::new(default)
    });
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(Stderr);
    // A line that cannot be written is lost; saying so would be written to the same place.
    let log = log.log_internal_errors(false);
    let for_people = io::stderr().is_terminal();
    match cli.options.log_format.unwrap_or(if for_people { LogFormat::Human } else { LogFormat::Json }) {
        LogFormat::Human => log.with_ansi(for_people).init(),
        LogFormat::Json => log.json().flatten_event(true).with_current_span(false).with_span_list(false).init(),
    }
}
