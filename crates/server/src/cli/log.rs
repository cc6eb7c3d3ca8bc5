//! The log: on standard error only, because standard output belongs to the protocol.

use std::io::{self, IsTerminal};

use mcp::handler;
use tracing_subscriber::EnvFilter;

use super::{complain, stderr::Stderr};
use crate::config::{Cli, LogFormat, Transport};

/// Crates of this program whose names do not begin with `pagerduty`.
const FLOORS: [&str; 3] = ["mcp", "toolkit", "tools"];

pub(super) fn to_stderr(cli: &Cli) {
    let is_http = cli.command.is_none() && cli.serve.transport == Transport::Http;
    let default = if is_http { "info" } else { "warn" };
    let wanted = whole(cli.options.log.as_deref().unwrap_or(default));
    // The protocol library logs every request, and warns of every client error; one line for each call is enough.
    let text = match wanted.contains(handler::LIBRARY) {
        true => wanted,
        false => format!("{}=error,{wanted}", handler::LIBRARY),
    };
    let filter = EnvFilter::try_new(text).unwrap_or_else(|error| {
        complain(&format!("the log filter is ignored: {error}"));
        EnvFilter::new(default)
    });
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(Stderr);
    // A line that cannot be written is lost: an error message would go to the same place.
    let log = log.log_internal_errors(false);
    let for_people = io::stderr().is_terminal();
    match cli.options.log_format.unwrap_or(if for_people { LogFormat::Human } else { LogFormat::Json }) {
        LogFormat::Human => log.with_ansi(for_people).init(),
        LogFormat::Json => log.json().flatten_event(true).with_current_span(false).with_span_list(false).init(),
    }
}

/// Extends a filter that names the program to all its crates, because people know them as one program.
fn whole(wanted: &str) -> String {
    let directives = wanted.split(',').map(str::trim).flat_map(|directive| {
        let level = directive.strip_prefix("pagerduty").and_then(|rest| Some(rest.split_once('=')?.1));
        let others = level.into_iter().flat_map(|level| FLOORS.map(|floor| format!("{floor}={level}")));
        std::iter::once(directive.to_owned()).chain(others)
    });
    directives.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_for_the_program_is_one_for_each_of_its_crates() {
        assert_eq!(whole("pagerduty=debug"), "pagerduty=debug,mcp=debug,toolkit=debug,tools=debug");
        assert_eq!(whole("warn, hyper=info"), "warn,hyper=info");
        assert_eq!(whole("info"), "info");
    }
}
