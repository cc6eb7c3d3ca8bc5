//! The commands of the program.

mod auth;
mod call;
mod simulate;
mod tools;

use std::{
    env,
    io::{self, Write},
    process::ExitCode,
    time::Duration,
};

use clap::{CommandFactory, FromArgMatches};
use pagerduty::Endpoint;
use tracing_subscriber::EnvFilter;

use crate::{
    config::{Cli, Command, Options},
    credentials::Credentials,
    demo::{self, Demo},
    environment::Environment,
    server::Server,
    toolbox::{Settings, Toolbox},
    transport,
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
    let environment = Environment::load(&directory);
    let cli = match parse(&environment) {
        Ok(cli) => cli,
        Err(error) => error.exit(),
    };
    log_to_stderr(&cli.options.log);
    for warning in &environment.warnings {
        tracing::warn!("{warning}");
    }
    // One thread: calls wait for PagerDuty and not for the processor, and start-up takes half as long.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let code = match runtime {
        Ok(runtime) => runtime.block_on(dispatch(cli, &environment)),
        Err(error) => Err(error.into()),
    };
    code.unwrap_or_else(|error| {
        complain(&error.to_string());
        ExitCode::from(UNUSABLE)
    })
}

fn parse(environment: &Environment) -> Result<Cli, clap::Error> {
    let matches = environment.as_defaults(Cli::command()).try_get_matches()?;
    Cli::from_arg_matches(&matches)
}

async fn dispatch(cli: Cli, environment: &Environment) -> Result<ExitCode, Failure> {
    match cli.command {
        Some(Command::Tools(command)) => tools::run(&command),
        Some(Command::Auth(command)) => auth::run(&cli.options, environment, command).await,
        Some(Command::Simulate(command)) => simulate::run(command).await,
        Some(Command::Call(command)) => {
            let session = Session::start(&cli.options, environment).await?;
            call::run(&session.toolbox, session.credentials, command).await
        }
        None => {
            let session = Session::start(&cli.options, environment).await?;
            transport::stdio::serve(Server::new(session.toolbox, session.credentials)).await?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// The tools on the account that the options name, and as whom.
struct Session {
    toolbox: Toolbox,
    credentials: Credentials,
    /// The demo account lives as long as the session.
    _demo: Option<Demo>,
}

impl Session {
    async fn start(options: &Options, environment: &Environment) -> Result<Self, Failure> {
        let settings = Settings {
            response_limit: options.response_limit,
            call_timeout: Duration::from_secs(options.call_timeout),
            user_email: options.user_email.clone().filter(|email| !email.is_empty()),
            simulated: options.demo,
            ..Settings::default()
        };
        if options.demo {
            let (demo, base_url, credentials) = demo::start().await?;
            let settings = Settings { user_email: None, ..settings };
            let toolbox = Toolbox::new(Endpoint::new(base_url, USER_AGENT), settings);
            return Ok(Self { toolbox, credentials, _demo: Some(demo) });
        }
        let toolbox = Toolbox::new(Endpoint::new(options.base_url(environment)?, USER_AGENT), settings);
        Ok(Self { toolbox, credentials: Credentials::load(environment, options, USER_AGENT)?, _demo: None })
    }
}

fn log_to_stderr(filter: &str) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|error| {
        complain(&format!("the log filter is ignored: {error}"));
        EnvFilter::new("warn")
    });
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(false).init();
}

/// Prints for the person at the terminal. A reader that has gone away is no failure of ours.
fn print(text: &str) {
    let _ = writeln!(io::stdout().lock(), "{text}");
}

fn complain(text: &str) {
    tell(&format!("error: {text}"));
}

/// Says something to the person at the terminal that is not what was asked for.
fn tell(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}
