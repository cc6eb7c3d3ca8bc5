//! The commands of the program.

mod auth;
mod call;
mod doctor;
mod log;
mod simulate;
mod stderr;
mod tools;

use std::{
    env,
    io::{self, IsTerminal, Write},
    path::Path,
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use clap::{ArgMatches, parser::ValueSource};
use mcp::{handler::Server, transport};
use pagerduty::{Credential, Endpoint, InvalidCredential};
use pagerduty_sim::History;
use secrecy::SecretString;
use toolkit::{
    call::{toolbox::Toolbox, trace},
    selection::Selection,
    settings::Settings,
    state_keys::StateKeys,
    write::audit_log::AuditLog,
};

use crate::{
    audit_file::AuditFile,
    config::{
        Cli, Command, Options, Serve, Transport,
        load::{self, Loaded},
    },
    credentials::Credentials,
    demo::{self, Demo},
    environment::Environment,
    harmless_signals, misplaced, regular_file,
};

/// Why a command failed.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The exit code for wrong usage and for a failed start, as in clap.
const UNUSABLE: u8 = 2;

const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// Runs the program and returns its exit code.
#[must_use]
pub fn run() -> ExitCode {
    let directory = env::current_dir().unwrap_or_default();
    let Loaded { cli, matches, environment } = match load::load(&directory) {
        Ok(loaded) => loaded,
        Err(error) => return stderr::exit(&error),
    };
    log::to_stderr(&cli);
    // Kept until the end of the program.
    let _exporter = trace::export();
    for warning in environment.told().iter().chain(environment.misspelt()).chain(&pagerduty::unusable_proxies()) {
        tracing::warn!("{warning}");
    }
    // `doctor` goes on and reports these problems with its other checks.
    if !environment.problems.is_empty() && !matches!(cli.command, Some(Command::Doctor(_))) {
        environment.problems.iter().for_each(|problem| complain(problem));
        return ExitCode::from(UNUSABLE);
    }
    let runtime = match (&cli.command, cli.serve.transport) {
        (None, Transport::Http) => tokio::runtime::Builder::new_multi_thread().enable_all().build(),
        // A single thread: calls wait for PagerDuty, not for the processor, and starting takes half as long.
        _ => tokio::runtime::Builder::new_current_thread().enable_all().build(),
    };
    let code = match runtime {
        Ok(runtime) => {
            let code = runtime.block_on(dispatch(cli, &matches, &environment));
            // A client may keep standard input open; do not wait for another line.
            runtime.shutdown_background();
            code
        }
        Err(error) => Err(error.into()),
    };
    // Prints the log before the error.
    stderr::flush();
    code.unwrap_or_else(|error| {
        complain(&error.to_string());
        ExitCode::from(UNUSABLE)
    })
}

async fn dispatch(cli: Cli, matches: &ArgMatches, environment: &Environment) -> Result<ExitCode, Failure> {
    harmless_signals::outlive();
    match cli.command {
        Some(Command::Doctor(command)) => {
            let started =
                doctor::Started { options: &cli.options, transport: cli.serve.transport, matches, environment };
            doctor::run(started, &command).await
        }
        Some(Command::Tools(command)) => tools::run(&command, &cli.tools),
        Some(Command::Auth(command)) => auth::run(&cli.options, environment, command).await,
        Some(Command::Simulate(command)) => simulate::run(command).await,
        Some(Command::Call(command)) => {
            // A tool that is named on the command line may be one that is off by default.
            let selection = tools::selection(&cli.tools, &Selection::all())?;
            // A second call has to find what the first one showed.
            let history = History::Today;
            let session = Session::start(&cli.options, selection, &cli.serve, environment, history).await?;
            call::run(&session.toolbox, session.credentials, session.demo.as_ref(), command).await
        }
        None => {
            check_addresses(cli.serve.transport, matches)?;
            if cli.serve.transport == Transport::Stdio && io::stdin().is_terminal() {
                tell(
                    "Serving MCP on standard input; MCP clients usually start this program. Try `call`, `doctor` or `--help`.",
                );
            }
            let selection = tools::selection(&cli.tools, &Selection::default())?;
            let history = History::UntilNow;
            let session = Session::start(&cli.options, selection, &cli.serve, environment, history).await?;
            let (sending, limit) =
                (session.toolbox.settings().sending.clone(), Duration::from_secs(cli.options.call_timeout));
            let server = Server::new(session.toolbox, session.credentials.own())?;
            let served = match cli.serve.transport {
                Transport::Stdio => {
                    transport::stdio::serve(server, Duration::from_secs(cli.serve.shutdown_grace)).await
                }
                Transport::Http => transport::http::serve(server, http_options(cli.serve)?).await,
            };
            // A change under way is finished, and logged, even if the client has gone away.
            sending.finish(limit).await;
            served?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// The tools, the account that the options name, and the credentials.
struct Session {
    toolbox: Toolbox,
    credentials: Credentials,
    /// The demo account lives as long as the session.
    demo: Option<Demo>,
}

impl Session {
    async fn start(
        options: &Options,
        selection: Selection,
        serve: &Serve,
        environment: &Environment,
        history: History,
    ) -> Result<Self, Failure> {
        let settings = Settings {
            selection,
            response_limit: options.response_limit,
            max_response_bytes: options.max_response_bytes as usize,
            lockdown: options.lockdown,
            call_timeout: Duration::from_secs(options.call_timeout),
            user_email: options.user_email.clone().filter(|email| !email.is_empty()),
            simulated: options.demo,
            max_writes_per_minute: options.max_writes_per_minute,
            allowed_operations: options.allow_operations.clone(),
            confirm: options.confirm,
            confirm_timeout: Duration::from_secs(options.confirm_timeout),
            audit: options.audit_log.as_deref().map(audit).transpose()?,
            state_keys: serve.state_key_file.as_deref().map(state_keys).transpose()?.unwrap_or_default(),
            most_calls: serve.max_calls as usize,
            most_calls_each: serve.max_calls_per_token as usize,
            ..Settings::default()
        };
        if options.demo {
            let (demo, base_url, credentials) = demo::start(history).await?;
            let settings = Settings { user_email: None, ..settings };
            let toolbox = Toolbox::new(::tools::catalogue(), Endpoint::new(base_url, USER_AGENT), settings);
            return Ok(Self { toolbox, credentials, demo: Some(demo) });
        }
        let toolbox =
            Toolbox::new(::tools::catalogue(), Endpoint::new(options.base_url(environment)?, USER_AGENT), settings);
        Ok(Self { toolbox, credentials: Credentials::load(environment, options, USER_AGENT)?, demo: None })
    }
}

/// Refuses an address to listen on without HTTP.
///
/// # Errors
///
/// When the command line has such an address and does not ask for HTTP.
fn check_addresses(transport: Transport, matches: &ArgMatches) -> Result<(), Failure> {
    let is_given = |id: &&str| matches.value_source(id) == Some(ValueSource::CommandLine);
    match ["listen", "metrics_listen"].into_iter().find(is_given) {
        Some(id) if transport != Transport::Http => {
            Err(format!("--{} needs --transport http", id.replace('_', "-")).into())
        }
        _ => Ok(()),
    }
}

fn audit(path: &Path) -> Result<Arc<dyn AuditLog>, Failure> {
    let opened = AuditFile::open(path).map_err(|error| format!("--audit-log {}: {error}", path.display()))?;
    Ok(Arc::new(opened))
}

fn state_keys(path: &Path) -> Result<StateKeys, Failure> {
    let named = |problem: &dyn std::fmt::Display| format!("--state-key-file {}: {problem}", path.display());
    let text = regular_file::read_private(path).map_err(|error| named(&error))?;
    Ok(text.parse().map_err(|problem: String| named(&problem))?)
}

fn http_options(serve: Serve) -> Result<transport::http::Options, Failure> {
    Ok(transport::http::Options {
        listen: serve.listen,
        metrics_listen: serve.metrics_listen,
        allowed_hosts: serve.allowed_hosts,
        allowed_origins: serve.allowed_origins,
        server_token: serve.server_token_file.as_deref().map(server_token).transpose()?,
        grace: Duration::from_secs(serve.shutdown_grace),
    })
}

/// Reads the token that callers have to send as Bearer.
///
/// # Errors
///
/// When the file cannot be read, or its content is not a usable token.
fn server_token(path: &Path) -> Result<SecretString, String> {
    let named = |problem: String| format!("--server-token-file {}: {problem}", path.display());
    let token = regular_file::read_secret(path).map_err(|error| named(error.to_string()))?;
    check_server_token(&token).map_err(named)?;
    Ok(token.into())
}

/// Refuses a server token that others could guess.
fn check_server_token(token: &str) -> Result<(), String> {
    const FEWEST: usize = 16;
    const ADVICE: &str = "write a random one, as `openssl rand -hex 32` prints it";
    match Credential::new(token) {
        Err(InvalidCredential::Quoted) => Err("the token is in quotes: remove them".to_owned()),
        Err(InvalidCredential::Placeholder) => Err(format!("this is a placeholder and not a token: {ADVICE}")),
        Err(why @ InvalidCredential::Named) => Err(why.to_string()),
        Err(InvalidCredential::Empty | InvalidCredential::Character) => {
            Err(format!("the token has a character that is not visible ASCII: {ADVICE}"))
        }
        // A random token may end with anything.
        Ok(_) | Err(InvalidCredential::Punctuation) if token.len() < FEWEST => {
            Err(format!("the token has {} characters, and needs {FEWEST} or more: {ADVICE}", token.len()))
        }
        Ok(_) | Err(InvalidCredential::Punctuation) => Ok(()),
    }
}

/// Prints for the person at the terminal. If the reader has gone away, that is not an error.
fn print(text: &str) {
    let _ = writeln!(io::stdout().lock(), "{}", stderr::cleaned(text));
}

fn complain(text: &str) {
    tell(&format!("error: {text}"));
}

/// Prints a remark that is not part of the output.
fn tell(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", misplaced::without_tokens(&stderr::cleaned(text)));
}
