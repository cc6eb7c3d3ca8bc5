//! The settings of the program: every flag with its environment variable and its documentation; `settings_table` has
//! what else it reads, and what a `.env` file may set.

mod commands;
pub(crate) mod load;
pub(crate) mod settings_table;

use std::{net::SocketAddr, path::PathBuf};

use clap::{
    Args, Parser, ValueEnum,
    builder::{PossibleValue, PossibleValuesParser, TypedValueParser},
};
use pagerduty::{
    BaseUrl, Region,
    operation::{Operation, Refusal},
};

use crate::environment::Environment;
pub use commands::{AuthAction, AuthCommand, CallCommand, Command, DoctorCommand, SimulateCommand, ToolsCommand};
use settings_table::{API_HOST, Setting};
use toolkit::{phrasing, selection::Chosen, toolset::Toolset, write::consent::Confirm};

/// PagerDuty for AI agents and on-call engineers: a Model Context Protocol server.
///
/// Without a command it serves MCP on standard input and output, as clients such as Claude Code, Cursor and VS Code start
/// it. It needs a PagerDuty API token in PAGERDUTY_API_TOKEN (in the environment, or in a `.env` file in the
/// working directory); with --demo it needs nothing.
#[derive(Debug, Parser)]
#[command(name = "pagerduty-mcp-server", version, max_term_width = 100, after_help = EXAMPLES)]
pub struct Cli {
    /// What all commands have in common.
    #[command(flatten)]
    pub options: Options,
    /// Which tools are on.
    #[command(flatten)]
    pub tools: Tools,
    /// How to serve MCP.
    #[command(flatten)]
    pub serve: Serve,
    /// What to do instead of serving MCP.
    #[command(subcommand)]
    pub command: Option<Command>,
}

const EXAMPLES: &str = "\
Examples:
  pagerduty-mcp-server --demo                                    serve a simulated account over stdio
  pagerduty-mcp-server call get_incidents '{\"limit\": 3}' --demo   call one tool and print its answer
  pagerduty-mcp-server tools                                     list the tools
  PAGERDUTY_API_TOKEN=... pagerduty-mcp-server                   serve your account over stdio";

/// What all commands have in common.
#[derive(Args, Debug)]
pub struct Options {
    /// Use an embedded, simulated account: no token, no network, no real changes.
    #[arg(long, global = true)]
    pub demo: bool,

    /// The service region of the account: us or eu.
    #[arg(long, global = true, env = "PAGERDUTY_REGION", default_value = "us")]
    pub region: String,

    /// Address of PagerDuty's REST API, instead of the region's; plain http only for loopback addresses.
    #[arg(long, global = true, env = "PAGERDUTY_API_URL", value_name = "URL")]
    pub api_url: Option<String>,

    /// E-mail address of the user who makes changes; required with an account-level token, otherwise the token's user.
    #[arg(long, global = true, env = "PAGERDUTY_USER_EMAIL", value_name = "ADDRESS")]
    pub user_email: Option<String>,

    /// Default number of items when a call sets no `limit`.
    #[arg(long, global = true, env = "RESPONSE_LIMIT", value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    pub response_limit: u32,

    /// Largest answer in bytes of compact JSON; further items are left for the next call.
    #[arg(long, global = true, env = "PAGERDUTY_MAX_RESPONSE_BYTES", value_name = "N", default_value_t = 60_000, value_parser = clap::value_parser!(u32).range(2000..))]
    pub max_response_bytes: u32,

    /// Operations of PagerDuty's API that are refused otherwise: their IDs, or whole kinds of them.
    #[arg(long, global = true, env = "PAGERDUTY_ALLOW_OPERATIONS", value_name = "NAMES", value_delimiter = ',', value_parser = allowed_operation, help = allow_operations_help())]
    pub allow_operations: Vec<String>,

    /// Most seconds that one call may take in all.
    #[arg(long, global = true, env = "PAGERDUTY_CALL_TIMEOUT", value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub call_timeout: u64,

    /// Most changes per minute for one PagerDuty token; further ones are refused, which stops a model that runs in a
    /// loop.
    #[arg(long, global = true, env = "PAGERDUTY_MAX_WRITES_PER_MINUTE", value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..))]
    pub max_writes_per_minute: u32,

    /// When to ask the person: before changes beyond everyday work, if the client can ask (auto); before every change,
    /// and refuse it if the client cannot ask (always); or never.
    #[arg(long, global = true, env = "PAGERDUTY_CONFIRM", value_name = "WHEN", default_value = Confirm::Auto.as_str(), value_parser = confirm_values())]
    pub confirm: Confirm,

    /// Most seconds that the person may take to answer; the time of the call starts again after the answer.
    #[arg(long, global = true, env = "PAGERDUTY_CONFIRM_TIMEOUT", value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub confirm_timeout: u64,

    /// Leave out text that people and machines outside wrote, except titles: bodies, notes, details, channels, links.
    #[arg(long, global = true, env = "PAGERDUTY_LOCKDOWN", value_parser = clap::builder::BoolishValueParser::new())]
    pub lockdown: bool,

    /// Append a JSON line to this file before and after each change; while the file cannot be written, nothing is
    /// changed.
    #[arg(long, global = true, env = "PAGERDUTY_AUDIT_LOG", value_name = "FILE")]
    pub audit_log: Option<PathBuf>,

    /// Local port that the browser is redirected to after a login with OAuth, as registered with PagerDuty.
    #[arg(long, global = true, env = "PAGERDUTY_OAUTH_CALLBACK_PORT", value_name = "PORT", default_value_t = 5173, value_parser = clap::value_parser!(u16).range(1..))]
    pub oauth_callback_port: u16,

    /// Most seconds that a login in the browser may take.
    #[arg(long, global = true, env = "PAGERDUTY_LOGIN_TIMEOUT", value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=300))]
    pub login_timeout: u64,

    /// What to log on standard error: error, warn, info, debug or trace, or a filter such as `pagerduty=debug`; default
    /// info over HTTP, otherwise warn.
    #[arg(long, global = true, env = "PAGERDUTY_LOG", value_name = "FILTER")]
    pub log: Option<String>,

    /// Format of the log; default human on a terminal, otherwise json.
    #[arg(long, global = true, env = "PAGERDUTY_LOG_FORMAT", value_enum)]
    pub log_format: Option<LogFormat>,
}

/// Which tools are on.
#[derive(Args, Clone, Debug)]
pub struct Tools {
    /// Toolsets to turn on.
    #[arg(long, global = true, env = "PAGERDUTY_TOOLSETS", value_name = "NAMES", value_delimiter = ',', help = toolsets_help())]
    pub toolsets: Vec<String>,

    /// Tools to turn on in addition to --toolsets; without --toolsets, only these.
    #[arg(long, global = true, env = "PAGERDUTY_TOOLS", value_name = "NAMES", value_delimiter = ',')]
    pub tools: Vec<String>,

    /// Tools to turn off, whatever else is set.
    #[arg(long, global = true, env = "PAGERDUTY_EXCLUDE_TOOLS", value_name = "NAMES", value_delimiter = ',')]
    pub exclude_tools: Vec<String>,

    /// Turn off every tool that changes something, whatever else is set.
    #[arg(long, global = true, env = "PAGERDUTY_READ_ONLY", value_parser = clap::builder::BoolishValueParser::new())]
    pub read_only: bool,
}

/// How to serve MCP.
#[derive(Args, Debug)]
pub struct Serve {
    /// Serve one client on standard input and output, or many over HTTP at /mcp.
    #[arg(long, env = "PAGERDUTY_TRANSPORT", value_enum, default_value_t = Transport::Stdio)]
    pub transport: Transport,

    /// Address to listen on, with --transport http.
    #[arg(long, env = "PAGERDUTY_LISTEN", value_name = "ADDRESS", default_value = "127.0.0.1:8000")]
    pub listen: SocketAddr,

    /// Additional address for /metrics, /healthz and /readyz, such as 127.0.0.1:9000.
    #[arg(long, env = "PAGERDUTY_METRICS_LISTEN", value_name = "ADDRESS")]
    pub metrics_listen: Option<SocketAddr>,

    /// Host name by which clients may call the server, in addition to those of this machine, with or without a port;
    /// repeatable.
    #[arg(long = "allowed-host", env = "PAGERDUTY_ALLOWED_HOSTS", value_name = "HOST", value_delimiter = ',')]
    pub allowed_hosts: Vec<String>,

    /// Origin whose pages may call the server, in addition to those of this machine, such as https://chat.example.com;
    /// repeatable.
    #[arg(long = "allowed-origin", env = "PAGERDUTY_ALLOWED_ORIGINS", value_name = "ORIGIN", value_delimiter = ',')]
    pub allowed_origins: Vec<String>,

    /// File with a token of at least 16 characters that callers have to send as Bearer; required if others on the
    /// network could use this server's own PagerDuty token.
    #[arg(long, env = "PAGERDUTY_SERVER_TOKEN_FILE", value_name = "FILE")]
    pub server_token_file: Option<PathBuf>,

    /// File with a key that seals the questions of calls: servers with the same key can finish each other's. While keys
    /// are rotated, a second line has the previous key.
    #[arg(long, env = "PAGERDUTY_STATE_KEY_FILE", value_name = "FILE")]
    pub state_key_file: Option<PathBuf>,

    /// Most calls that may run at the same time; further ones are refused.
    #[arg(long, env = "PAGERDUTY_MAX_CALLS", value_name = "N", default_value_t = 256, value_parser = clap::value_parser!(u32).range(1..))]
    pub max_calls: u32,

    /// Most calls that may run at the same time with one PagerDuty token.
    #[arg(long, env = "PAGERDUTY_MAX_CALLS_PER_TOKEN", value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..))]
    pub max_calls_per_token: u32,

    /// Most seconds that running calls may take to finish after the server is told to stop.
    #[arg(long, env = "PAGERDUTY_SHUTDOWN_GRACE", value_name = "SECONDS", default_value_t = 20)]
    pub shutdown_grace: u64,
}

/// How clients reach the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Transport {
    /// Standard input and output.
    Stdio,
    /// Streamable HTTP.
    Http,
}

/// Format of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Lines for people.
    Human,
    /// One JSON object per line, for programs.
    Json,
}

fn confirm_values() -> impl TypedValueParser<Value = Confirm> {
    let values = Confirm::ALL.map(|mode| PossibleValue::new(mode.as_str()).help(mode.meaning()));
    let mode = |name: String| Confirm::ALL.into_iter().find(|mode| mode.as_str() == name).unwrap_or_default();
    PossibleValuesParser::new(values).map(mode)
}

fn toolsets_help() -> String {
    let names = phrasing::join(Toolset::ALL.map(|toolset| toolset.name().to_owned()), "and");
    format!("Toolsets to turn on: any of {names}; `default`, the tools that most people need; or `all`")
}

fn allow_operations_help() -> String {
    let kinds = phrasing::join(Refusal::ALL.map(|kind| kind.as_str().to_owned()), "and");
    format!("Operations of PagerDuty's API that are refused otherwise: their IDs, or any of {kinds}")
}

/// What may be allowed: a kind of operations, or one that is refused.
fn allowed_operation(name: &str) -> Result<String, String> {
    if Refusal::ALL.iter().any(|kind| kind.as_str() == name) {
        return Ok(name.to_owned());
    }
    match Operation::by_id(name) {
        Some(operation) if operation.refused().is_some() => Ok(operation.id().to_owned()),
        Some(_) => Err("this operation is not refused, and needs no permission".to_owned()),
        None => {
            let kinds = phrasing::list(Refusal::ALL.map(Refusal::as_str), "or");
            Err(format!("use {kinds}, or the ID of an operation that is refused"))
        }
    }
}

impl Tools {
    /// The names as they were given.
    pub(crate) fn chosen(&self) -> Chosen {
        let Self { toolsets, tools, exclude_tools, read_only } = self.clone();
        Chosen { toolsets, tools, exclude_tools, read_only }
    }
}

impl Options {
    /// PagerDuty's address: the one that was given, or the region's. Read only when PagerDuty is called, so that
    /// `--demo` works in any environment.
    ///
    /// # Errors
    ///
    /// When the address or the region is invalid.
    pub(crate) fn base_url(&self, environment: &Environment) -> Result<BaseUrl, String> {
        // The flags are the fields of this struct, and the table has them all; a test checks that.
        let place = |setting: Option<&Setting>| setting.map(|setting| environment.place(setting)).unwrap_or_default();
        let read = |place: String, url: &str| url.parse().map_err(|error| format!("{place}: {error}"));
        match (&self.api_url, environment.var(API_HOST)) {
            (Some(url), _) => read(place(Setting::of_flag("api-url")), url),
            (None, Some(url)) => read(place(Setting::of_variable(API_HOST)), &url),
            (None, None) => match self.region.parse::<Region>() {
                Ok(region) => Ok(region.into()),
                Err(error) => Err(format!("{}: {error}", place(Setting::of_flag("region")))),
            },
        }
    }
}
