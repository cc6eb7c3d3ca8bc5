//! `cargo xtask questions`: what people on call ask, answered from the simulated account: how many calls and bytes each
//! answer takes, and whether it is right.
//!
//! Seed and clock are fixed, so that a number that changes was changed by the code. What is right is known from the
//! account's facts where these say it, and else from a second way to the same answer. Ten more questions are asked of an
//! account of another seed, so that no answer is right by chance.

mod asked;
mod derived;
mod known;
mod reads;

use std::{collections::BTreeSet, sync::Arc};

use pagerduty::{Credential, Endpoint};
use pagerduty_sim::{Clock, Options, Simulator, token};
use serde_json::{Map, Value};
use toolkit::{
    call::{caller::Caller, toolbox::Toolbox},
    selection::Selection,
    settings::Settings,
};

use self::reads::Reads;
use crate::{Result, print, table};

/// When the questions are asked.
const NOW: &str = "2026-06-15T14:00:00Z";

/// What the other account is made from.
const OTHER_SEED: u64 = 7_041_776;

/// A call of a tool: its name and arguments.
type Call = (&'static str, Value);

/// A question, and what answers it.
struct Question<K: 'static> {
    words: &'static str,
    /// The calls in order, each made of what is known and of the answers so far.
    calls: &'static [fn(&K, &[Value]) -> Call],
    /// What is wrong with the answers, if anything is.
    wrong: fn(&K, &[Value]) -> Option<String>,
}

/// Asks every question, prints what each takes, and fails where an answer is wrong, or the first thirty together take more
/// calls or bytes than these.
pub(crate) fn run(max_calls: usize, max_bytes: usize) -> Result<()> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(ask(max_calls, max_bytes))
}

async fn ask(max_calls: usize, max_bytes: usize) -> Result<()> {
    let first = Account::start(Options::default().seed).await?;
    let mut wrong = Vec::new();
    let (calls, bytes) = first.answer(asked::QUESTIONS, &first.simulator.account(), &mut wrong).await?;
    let other = Account::start(OTHER_SEED).await?;
    let client = other.endpoint()?.client(Credential::new(token::USER)?);
    let reads = Reads::of(&other.simulator.account(), &client, NOW.parse()?).await?;
    other.answer(derived::QUESTIONS, &reads, &mut wrong).await?;
    if !wrong.is_empty() {
        return Err(wrong.join("\n").into());
    }
    if calls > max_calls || bytes > max_bytes {
        return Err(format!("{calls} calls and {bytes} bytes are more than {max_calls} and {max_bytes}").into());
    }
    Ok(())
}

/// A simulated account with a toolbox on it.
struct Account {
    simulator: Simulator,
    toolbox: Toolbox,
}

impl Account {
    async fn start(seed: u64) -> Result<Self> {
        let options = Options { seed, now: Clock::Fixed(NOW.parse()?), ..Options::default() };
        let simulator = Simulator::start(options).await?;
        let now = NOW.parse()?;
        let settings = Settings { selection: Selection::all(), clock: Arc::new(move || now), ..Settings::default() };
        let toolbox = Toolbox::new(tools::catalogue(), Endpoint::new(simulator.url().parse()?, "xtask"), settings);
        Ok(Self { simulator, toolbox })
    }

    fn endpoint(&self) -> Result<Endpoint> {
        Ok(Endpoint::new(self.simulator.url().parse()?, "xtask"))
    }

    /// Asks the questions, prints what each takes, and adds what is wrong; the calls and bytes of all.
    async fn answer<K>(&self, questions: &[Question<K>], known: &K, wrong: &mut Vec<String>) -> Result<(usize, usize)> {
        let caller = Caller { credential: Credential::new(token::USER)?.into(), ..Caller::default() };
        let (mut calls, mut bytes, mut requests) = (0, 0, 0);
        let (mut rows, mut tools) = (Vec::new(), BTreeSet::new());
        for question in questions {
            let (mut answers, mut size) = (Vec::new(), 0);
            self.simulator.clear_requests();
            for call in question.calls {
                let (tool, arguments) = call(known, &answers);
                tools.insert(tool);
                let outcome = self.toolbox.call(self.toolbox.find(tool)?, object(arguments), caller.clone()).await;
                size += outcome.text.len();
                if outcome.is_error {
                    wrong.push(format!("{}: {tool} failed: {}", question.words, outcome.text));
                }
                answers.push(outcome.answer());
            }
            wrong.extend((question.wrong)(known, &answers).map(|wrong| format!("{}: {wrong}", question.words)));
            let sent = self.simulator.requests().len();
            (calls, bytes, requests) = (calls + answers.len(), bytes + size, requests + sent);
            rows.push(row(question.words, answers.len(), size, sent));
        }
        rows.push(row(&format!("{} questions, {} tools", questions.len(), tools.len()), calls, bytes, requests));
        print(&table::aligned(["QUESTION", "CALLS", "BYTES", "REQUESTS"], &rows))?;
        Ok((calls, bytes))
    }
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
