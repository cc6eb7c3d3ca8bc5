//! `cargo xtask questions`: what people on call ask, answered from the simulated account: how many calls and bytes each
//! answer takes, and whether it is right.
//!
//! Seed and clock are fixed, so that a number that changes was changed by the code. What is right is known from the
//! account's facts where these say it, and else from a second way to the same answer.

mod asked;
mod known;

use std::{collections::BTreeSet, sync::Arc};

use pagerduty::{Credential, Endpoint};
use pagerduty_sim::{Clock, Facts, Options, Simulator, token};
use serde_json::{Map, Value};
use toolkit::{
    call::{caller::Caller, toolbox::Toolbox},
    selection::Selection,
    settings::Settings,
};

use crate::{Result, print, table};

/// When the questions are asked.
const NOW: &str = "2026-06-15T14:00:00Z";

/// A call of a tool: its name and arguments.
type Call = (&'static str, Value);

/// A question, and what answers it.
struct Question {
    words: &'static str,
    /// The calls in order, each made of the facts and of the answers so far.
    calls: &'static [fn(&Facts, &[Value]) -> Call],
    /// What is wrong with the answers, if anything is.
    wrong: fn(&Facts, &[Value]) -> Option<String>,
}

/// Asks every question, prints what each takes, and fails where an answer is wrong, or all together take more calls or
/// bytes than these.
pub(crate) fn run(max_calls: usize, max_bytes: usize) -> Result<()> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(ask(max_calls, max_bytes))
}

async fn ask(max_calls: usize, max_bytes: usize) -> Result<()> {
    let options = Options { now: Clock::Fixed(NOW.parse()?), ..Options::default() };
    let simulator = Simulator::start(options).await?;
    let now = NOW.parse()?;
    let settings = Settings { selection: Selection::all(), clock: Arc::new(move || now), ..Settings::default() };
    let toolbox = Toolbox::new(tools::catalogue(), Endpoint::new(simulator.url().parse()?, "xtask"), settings);
    let caller = Caller { credential: Credential::new(token::USER)?.into(), ..Caller::default() };
    let facts = simulator.account();

    let (mut rows, mut wrong) = (Vec::new(), Vec::new());
    let (mut calls, mut bytes, mut requests) = (0, 0, 0);
    let mut tools = BTreeSet::new();
    for question in asked::QUESTIONS {
        let (mut answers, mut size) = (Vec::new(), 0);
        simulator.clear_requests();
        for call in question.calls {
            let (tool, arguments) = call(&facts, &answers);
            tools.insert(tool);
            let outcome = toolbox.call(toolbox.find(tool)?, object(arguments), caller.clone()).await;
            size += outcome.text.len();
            if outcome.is_error {
                wrong.push(format!("{}: {tool} failed: {}", question.words, outcome.text));
            }
            answers.push(outcome.answer());
        }
        wrong.extend((question.wrong)(&facts, &answers).map(|wrong| format!("{}: {wrong}", question.words)));
        let sent = simulator.requests().len();
        (calls, bytes, requests) = (calls + answers.len(), bytes + size, requests + sent);
        rows.push(row(question.words, answers.len(), size, sent));
    }
    rows.push(row(&format!("{} questions, {} tools", asked::QUESTIONS.len(), tools.len()), calls, bytes, requests));
    print(&table::aligned(["QUESTION", "CALLS", "BYTES", "REQUESTS"], &rows))?;
    if !wrong.is_empty() {
        return Err(wrong.join("\n").into());
    }
    if calls > max_calls || bytes > max_bytes {
        return Err(format!("{calls} calls and {bytes} bytes are more than {max_calls} and {max_bytes}").into());
    }
    Ok(())
}

fn row(words: &str, calls: usize, bytes: usize, requests: usize) -> [String; 4] {
    [words.to_owned(), calls.to_string(), bytes.to_string(), requests.to_string()]
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}
