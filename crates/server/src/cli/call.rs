//! `call`: one tool, and its answer on standard output.

use std::{
    io::{self, IsTerminal, Read, Write},
    process::ExitCode,
    sync::Arc,
};

use serde_json::{Map, Value};
use toolkit::{
    call::{
        caller::{Caller, ClientName},
        toolbox::Toolbox,
    },
    write::consent::{ConsentChannel, ConsentReply},
};

use super::{Failure, auth, print, tell};
use crate::{config::CallCommand, credentials::Credentials, demo::Demo};

pub(super) async fn run(
    toolbox: &Toolbox,
    credentials: Credentials,
    demo: Option<&Demo>,
    command: CallCommand,
) -> Result<ExitCode, Failure> {
    let entry = toolbox.find(&command.tool)?;
    if let Some(login) = credentials.login() {
        // Nothing runs on after this program ends, so the person gets as much time as a login may take.
        auth::wait(login.tokens()).await?;
    }
    let credential = credentials.own().for_request(None);
    let arguments = arguments(command.arguments)?;
    let client_name = ClientName { name: "command line".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() };
    let ask = how_to_ask(command.yes, toolbox.settings().simulated);
    let caller = Caller { credential, ask, client_name: Some(client_name), ..Caller::default() };
    let outcome = toolbox.call(entry, arguments, caller).await;
    // Prints the bytes that a client gets, or indents them on a terminal.
    print(&if io::stdout().is_terminal() { format!("{:#}", outcome.answer()) } else { outcome.text });
    if demo.is_some_and(Demo::is_changed) {
        tell(
            "note: the simulated account forgets this change, since the call has ended; `pagerduty-mcp-server simulate` \
             serves one that remembers",
        );
    }
    Ok(if outcome.is_error { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// At a terminal, the person is asked. Elsewhere nobody can be asked, so a script passes `--yes`; on the simulated
/// account no change affects anybody.
fn how_to_ask(yes: bool, is_simulated: bool) -> ConsentChannel {
    match (yes, io::stdin().is_terminal() && io::stderr().is_terminal()) {
        (true, _) => ConsentChannel::AgreedBefore,
        (false, true) => ConsentChannel::Client(Arc::new(|question| Box::pin(ask(question)))),
        (false, false) if is_simulated => ConsentChannel::Cannot,
        (false, false) => ConsentChannel::MustAgreeBefore,
    }
}

async fn ask(question: String) -> ConsentReply {
    let answer = tokio::task::spawn_blocking(move || {
        let mut terminal = io::stderr().lock();
        let _ = write!(terminal, "{question}\n[y/N] ");
        let _ = terminal.flush();
        let mut line = String::new();
        io::stdin().read_line(&mut line).map(|_| line)
    });
    match answer.await {
        Ok(Ok(line)) if matches!(line.trim().to_lowercase().as_str(), "y" | "yes") => ConsentReply::Yes,
        _ => ConsentReply::No,
    }
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
