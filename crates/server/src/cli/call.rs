//! `call`: one tool, and its answer on standard output.

use std::{
    io::{self, IsTerminal, Read},
    process::ExitCode,
};

use serde_json::{Map, Value};

use super::{Failure, auth, print};
use crate::{
    config::CallCommand,
    credentials::{Credentials, Source},
    toolbox::{Caller, Toolbox},
};

pub(super) async fn run(
    toolbox: &Toolbox,
    credentials: Credentials,
    command: CallCommand,
) -> Result<ExitCode, Failure> {
    let entry = toolbox.find(&command.tool)?;
    let credential = credentials.of_request(None)?;
    if let Source::Login(login, _) = &credential {
        // Nothing goes on in the background when this program has ended, so the person gets the time that a login takes.
        auth::wait(login.tokens()).await?;
    }
    let caller = Caller { credential, ..Caller::default() };
    let outcome = toolbox.call(entry, arguments(command.arguments)?, caller).await;
    // The same bytes that a client gets, unless a person reads them.
    print(&if io::stdout().is_terminal() { format!("{:#}", outcome.answer()) } else { outcome.text });
    Ok(if outcome.is_error { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn arguments(text: String) -> Result<Map<String, Value>, Failure> {
    let text = if text == "-" {
        let mut input = String::new();
        io::stdin().read_to_string(&mut input)?;
        input
    } else {
        text
    };
    match serde_json::from_str(&text) {
        Ok(Value::Object(arguments)) => Ok(arguments),
        Ok(_) => Err("the arguments must be a JSON object, such as '{\"limit\": 3}'".into()),
        Err(error) => Err(format!("the arguments are not JSON ({error}); write for example '{{\"limit\": 3}}'").into()),
    }
}
