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
    regular_file,
};

/// What a command came to that could not be done.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The exit code of a command that was used wrongly or could not start, as clap has it.
const UNUSABLE: u8 = 2;

const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// Runs the program: reads its arguments, does what they say, and answers with its exit code.
#[must_use]
pub fn run() -> ExitCode {
    let directory = env::current_dir().unwrap_or_default();
    let Loaded { cli, matches, environment } = match load::load(&directory) {
        Ok(loaded) => loaded,
        Err(error) => return stderr::exit(&error),
    };
    log::to_stderr(&cli);
    // Until the end of the program.
    let _exporter = trace::export();
    for warning in environment.told().iter().chain(environment.misspelt()).chain(&pagerduty::unusable_proxies()) {
        tracing::warn!("{warning}");
    }
    // `doctor` goes on, and says so among everything else.
    if !environment.problems.is_empty() && !matches!(cli.command, Some(Command::Doctor(_))) {
        environment.problems.iter().for_each(|problem| complain(problem));
        return ExitCode::from(UNUSABLE);
    }
    let runtime = match (&cli.command, cli.serve.transport) {
        (None, Transport::Http) => tokio::runtime::Builder::new_multi_thread().enable_all().build(),
        // One thread: calls wait for PagerDuty and not for the processor, and start-up takes half as long.
        _ => tokio::runtime::Builder::new_current_thread().enable_all().build(),
    };
    let code = match runtime {
        Ok(runtime) => {
            let code = runtime.block_on(dispatch(cli, &matches, &environment));
            // A client may hold standard input open, and nothing waits for its next line.
            runtime.shutdown_background();
            code
        }
        Err(error) => Err(error.into()),
    };
    // What was logged comes before what is complained of.
    stderr::flush();
    code.unwrap_or_else(|error| {
        complain(&error.to_string());
        ExitCode::from(UNUSABLE)
    })
}

async fn dispatch(cli: Cli, matches: &ArgMatches, environment: &Environment) -> Result<ExitCode, Failure> {
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
            // Whoever names a tool on the command line wants it, also where it is not on by default.
            let selection = tools::selection(&cli.tools, &Selection::all())?;
            // What one call shows, the next one finds again.
            let history = History::Today;
            let session = Session::start(&cli.options, selection, &cli.serve, environment, history).await?;
            call::run(&session.toolbox, session.credentials, session.demo.as_ref(), command).await
        }
        None => {
            check_addresses(cli.serve.transport, matches)?;
            if cli.serve.transport == Transport::Stdio && io::stdin().is_terminal() {
                tell("Serving MCP on standard input; clients start this. Try `call`, `doctor` or `--help`.");
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
            // What is being sent has its end, and its line in the audit log, also when the client has gone.
            sending.finish(limit).await;
            served?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// The tools on the account that the options name, and as whom.
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

/// Refuses an address to listen at where nothing would listen.
///
/// # Errors
///
/// When the command line has one of them, and does not ask for HTTP.
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

/// Reads what callers must send as Bearer.
///
/// # Errors
///
/// When the file cannot be read or holds no token.
fn server_token(path: &Path) -> Result<SecretString, String> {
    let named = |problem: String| format!("--server-token-file {}: {problem}", path.display());
    let token = regular_file::read_secret(path).map_err(|error| named(error.to_string()))?;
    check_server_token(&token).map_err(named)?;
    Ok(token.into())
}

/// Whether a token can open a server: what others can guess opens it to them.
fn check_server_token(token: &str) -> Result<(), String> {
    const FEWEST: usize = 16;
    const ADVICE: &str = "write a random one, as `openssl rand -hex 32` prints it";
    match Credential::new(token) {
        Err(InvalidCredential::Quoted) => Err("the token is in quotes: remove them".to_owned()),
        Err(InvalidCredential::Placeholder) => Err(format!("this is a placeholder and not a token: {ADVICE}")),
        Err(_) => Err(format!("the token has a character that is no visible one of ASCII: {ADVICE}")),
        Ok(_) if token.len() < FEWEST => {
            Err(format!("the token has {} characters, and needs {FEWEST} or more: {ADVICE}", token.len()))
        }
        Ok(_) => Ok(()),
    }
}

/// Prints for the person at the terminal. A reader that has gone away is no failure of ours.
fn print(text: &str) {
    let _ = writeln!(io::stdout().lock(), "{}", stderr::cleaned(text));
}

fn complain(text: &str) {
    tell(&format!("error: {text}"));
}

/// Says something to the person at the terminal that is not what was asked for.
fn tell(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", stderr::cleaned(text));
}
