//! The program: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    pagerduty_mcp_server::cli::run()
}
