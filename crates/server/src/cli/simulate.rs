//! `simulate`: serves the embedded account over HTTP.

use std::process::ExitCode;

use pagerduty_sim::{Clock, Options, Simulator, Size, identity, token};
use tokio::net::TcpListener;

use super::{Failure, print};
use crate::config::SimulateCommand;

pub(super) async fn run(command: SimulateCommand) -> Result<ExitCode, Failure> {
    let listener = TcpListener::bind(command.listen)
        .await
        .map_err(|error| format!("cannot listen on {}: {error}", command.listen))?;
    let address = listener.local_addr()?;
    let now = match command.now {
        Some(time) => Clock::Fixed(time.to_string().parse()?),
        None => Clock::Wall,
    };
    let size = Size {
        users: command.users,
        teams: command.teams,
        services: command.services,
        escalation_policies: command.escalation_policies,
        schedules: command.schedules,
        incidents: command.incidents,
    };
    print(&format!("A simulated PagerDuty listens on http://{address}; Ctrl-C stops it."));
    print(&format!("PAGERDUTY_API_URL=http://{address} PAGERDUTY_API_TOKEN={} pagerduty-mcp-server", token::USER));
    print(&format!(
        "To log in with OAuth: PAGERDUTY_API_URL=http://{address} PAGERDUTY_IDENTITY_URL=http://{address} \
         PAGERDUTY_CLIENT_ID={} pagerduty-mcp-server",
        identity::PUBLIC_CLIENT
    ));
    let rate_limit = command.requests_per_minute;
    let options = Options { seed: command.seed, now, size, rate_limit, ..Options::default() };
    tokio::select! {
        served = Simulator::serve(options, listener) => served?,
        interrupted = tokio::signal::ctrl_c() => interrupted?,
    }
    Ok(ExitCode::SUCCESS)
}
