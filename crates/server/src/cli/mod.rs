//! The commands of the program.

mod call;
mod simulate;
mod tools;

use std::{
    env,
    io::{self, Write},
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use clap::{CommandFactory, FromArgMatches};
use pagerduty::Client;
use tracing_subscriber::EnvFilter;

use crate::{
    config::{Cli, Command, Options},
    credentials, demo,
    demo::Demo,
    environment::Environment,
    server::Server,
    toolbox::{Settings, Toolbox},
    transport,
};

/// What a command came to that could not be done.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The exit code of a command that was used wrongly or could not start, as clap has it.
const UNUSABLE: u8 = 2;

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
        Some(Command::Simulate(command)) => simulate::run(command).await,
        Some(Command::Call(command)) => {
            let (toolbox, _demo) = toolbox(&cli.options, environment).await?;
            call::run(&toolbox, command).await
        }
        None => {
            let (toolbox, _demo) = toolbox(&cli.options, environment).await?;
            transport::stdio::serve(Server::new(toolbox)).await?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// The tools, on the account that the options name. The demo account lives as long as what is returned with them.
async fn toolbox(options: &Options, environment: &Environment) -> Result<(Toolbox, Option<Demo>), Failure> {
    let settings = Settings {
        response_limit: options.response_limit,
        call_timeout: Duration::from_secs(options.call_timeout),
        user_email: options.user_email.clone().filter(|email| !email.is_empty()),
        simulated: options.demo,
        clock: Arc::new(pagerduty::Timestamp::now),
    };
    let user_agent = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned();
    if options.demo {
        let demo = demo::start().await?;
        let (base_url, credential) = (demo.base_url.clone(), demo.credential.clone());
        let client = Client::new(pagerduty::Options { base_url, credential, user_agent });
        let settings = Settings { user_email: None, ..settings };
        return Ok((Toolbox::new(Some(client), settings), Some(demo)));
    }
    let base_url = options.api_url.clone().unwrap_or_else(|| options.region.into());
    let credential = credentials::find(environment).map_err(|error| format!("PAGERDUTY_API_TOKEN: {error}"))?;
    let client = credential.map(|credential| Client::new(pagerduty::Options { base_url, credential, user_agent }));
    Ok((Toolbox::new(client, settings), None))
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
    let _ = writeln!(io::stderr().lock(), "error: {text}");
}
