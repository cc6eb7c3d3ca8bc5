//! The commands of the program, and their own arguments.

use std::net::SocketAddr;

use clap::{Args, Subcommand};

/// What to do instead of serving MCP.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Call one tool and print its answer; exit code 1 if the answer is an error.
    Call(CallCommand),
    /// Check configuration, network, token and account, and say what to do; exit code 1 if a check fails.
    ///
    /// It only reads, and never shows a token. Checks: configuration, region, reachability, keyring, token, user,
    /// user_email, scopes, abilities, rate_limit. Exit code 0: no check failed (there may be warnings); 1: a check
    /// failed; 2: it could not run.
    ///
    /// With --json it prints one object: `status` (`ok`, `warning` or `failed`), `simulated`, and `checks`, each with
    /// `name`, `status` (also `skipped`), `found`, `hint` where there is something to do, and `facts` where they are
    /// known: configuration has `settings` (`name`, `source`, `value`), and `dotenv` where there is a `.env`: `read`, the names
    /// that it sets, and `ignored` (`name`, `why`); region `address`, `region`; reachability
    /// `http_status`, `milliseconds`, or `stage` (`dns`, `tcp`, `proxy`, `tls`, `http`, `timeout`); keyring `scopes`;
    /// token `kind` (`api_key`, `oauth_access_token`), `level` (`user`, `account`), `variable`, and `region` where it
    /// is of the other one; user `id`, `email`, `teams`; user_email `email`; scopes `readable`, `refused`, `missing`,
    /// `granted`; abilities `missing`; rate_limit `limit`, `remaining`, `reset_seconds`.
    Doctor(DoctorCommand),
    /// List the tools.
    Tools(ToolsCommand),
    /// Log in with OAuth, see who is logged in, or log out.
    Auth(AuthCommand),
    /// Serve a simulated PagerDuty over HTTP, for tests and for trying out clients.
    Simulate(SimulateCommand),
}

/// The arguments of `call`.
#[derive(Args, Debug)]
pub struct CallCommand {
    /// The name of the tool, such as get_incidents.
    pub tool: String,
    /// Its arguments as a JSON object; `-` reads them from standard input.
    #[arg(value_name = "JSON", default_value = "{}")]
    pub arguments: String,
    /// Make the change without asking. Without this flag, changes beyond everyday work are asked about on a terminal,
    /// and refused elsewhere.
    #[arg(long, short)]
    pub yes: bool,
}

/// The arguments of `doctor`.
#[derive(Args, Debug)]
pub struct DoctorCommand {
    /// Print the checks as JSON, for programs.
    #[arg(long)]
    pub json: bool,
}

/// The arguments of `tools`.
#[derive(Args, Debug)]
pub struct ToolsCommand {
    /// Print the definitions as clients see them, for programs.
    #[arg(long)]
    pub json: bool,
}

/// The arguments of `auth`.
#[derive(Args, Debug)]
pub struct AuthCommand {
    /// What to do about the login.
    #[command(subcommand)]
    pub action: AuthAction,
}

/// What to do about the login.
#[derive(Debug, Subcommand)]
pub enum AuthAction {
    /// Log in with a browser; needs PAGERDUTY_CLIENT_ID.
    Login,
    /// Show which token is in use, where it comes from, whose it is and what it may do; exit code 1 if there is no
    /// token.
    Status {
        /// Print JSON, for programs.
        #[arg(long)]
        json: bool,
    },
    /// Remove the tokens of the login from the keyring.
    Logout,
}

/// The arguments of `simulate`.
#[derive(Args, Debug)]
pub struct SimulateCommand {
    /// Where to listen.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8090")]
    pub listen: SocketAddr,
    /// Seed of the account: another number makes another account.
    #[arg(long, value_name = "N", default_value_t = pagerduty_sim::Options::default().seed)]
    pub seed: u64,
    /// Stop the clock at this time (ISO 8601); by default the account's history ends now.
    #[arg(long, value_name = "TIME")]
    pub now: Option<pagerduty::Timestamp>,
    /// Requests per minute that each token may make.
    #[arg(long, value_name = "N", default_value_t = pagerduty_sim::Options::default().rate_limit)]
    pub requests_per_minute: u32,
    /// Number of incidents in the last six months.
    #[arg(long, value_name = "N", default_value_t = pagerduty_sim::Size::default().incidents)]
    pub incidents: usize,
    /// Number of users.
    #[arg(long, value_name = "N", default_value_t = pagerduty_sim::Size::default().users)]
    pub users: usize,
    /// Number of teams.
    #[arg(long, value_name = "N", default_value_t = pagerduty_sim::Size::default().teams)]
    pub teams: usize,
    /// Number of services.
    #[arg(long, value_name = "N", default_value_t = pagerduty_sim::Size::default().services)]
    pub services: usize,
    /// Number of escalation policies.
    #[arg(long, value_name = "N", default_value_t = pagerduty_sim::Size::default().escalation_policies)]
    pub escalation_policies: usize,
    /// Number of schedules.
    #[arg(long, value_name = "N", default_value_t = pagerduty_sim::Size::default().schedules)]
    pub schedules: usize,
}
