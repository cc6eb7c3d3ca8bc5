//! Answers of PagerDuty with something wrong in them: there is always an answer, always the envelope, and never a panic.

use pagerduty_sim::{Effect, Fault, Options, token};
use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::{Value, json};
use toolkit::{error::Code, tool::Entry};

use crate::{
    strangers::fullest,
    support::{Account, options, settings},
};

/// A call, and what every request of it was answered with.
struct Recorded {
    tool: &'static str,
    arguments: Value,
    answers: Vec<(String, String, Value)>,
}

/// What is wrong with an answer.
#[derive(Clone, Debug)]
enum Mutation {
    /// Some value in it is another.
    Value(prop::sample::Index, Value),
    /// Some field or element is missing.
    Missing(prop::sample::Index),
    /// It ends early.
    Cut(prop::sample::Index),
    /// Some character of it is another.
    Character(prop::sample::Index, char),
    /// It is wrapped this many times.
    Deep(usize),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let value = prop_oneof![
        Just(Value::Null),
        Just(json!([])),
        Just(json!({})),
        Just(json!("")),
        Just(json!(true)),
        Just(json!(-1)),
        Just(json!(1e300)),
        Just(json!(u64::MAX)),
        Just(json!("\u{202e}2026-13-45T99:99:99Z")),
        Just(json!([[[null]]])),
        Just(json!({"id": {"id": []}})),
    ];
    let any = any::<prop::sample::Index>;
    prop_oneof![
        4 => (any(), value).prop_map(|(at, value)| Mutation::Value(at, value)),
        3 => any().prop_map(Mutation::Missing),
        1 => any().prop_map(Mutation::Cut),
        1 => (any(), proptest::char::any()).prop_map(|(at, character)| Mutation::Character(at, character)),
        1 => (1..300_usize).prop_map(Mutation::Deep),
    ]
}

/// The paths of all values in it.
fn paths(value: &Value, here: String, all: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| paths(value, format!("{here}/{name}"), all)),
        Value::Array(values) => {
            values.iter().enumerate().for_each(|(index, value)| paths(value, format!("{here}/{index}"), all));
        }
        _ => {}
    }
    all.push(here);
}

impl Mutation {
    fn of(&self, answer: &Value) -> String {
        let mut answer = answer.clone();
        let mut all = Vec::new();
        paths(&answer, String::new(), &mut all);
        match self {
            Self::Value(at, value) => {
                let path: &String = at.get(&all);
                *answer.pointer_mut(path).unwrap() = value.clone();
                answer.to_string()
            }
            Self::Missing(at) => {
                let path = at.get(&all[..]);
                if let Some((parent, name)) = path.rsplit_once('/') {
                    match answer.pointer_mut(parent).unwrap() {
                        Value::Object(fields) => drop(fields.shift_remove(name)),
                        Value::Array(values) => drop(values.remove(name.parse().unwrap())),
                        _ => {}
                    }
                }
                answer.to_string()
            }
            Self::Cut(at) => answer.to_string().chars().take(at.index(answer.to_string().len())).collect(),
            Self::Character(at, character) => {
                let mut text: Vec<char> = answer.to_string().chars().collect();
                let place = at.index(text.len());
                text[place] = *character;
                text.into_iter().collect()
            }
            Self::Deep(levels) => format!("{}{answer}{}", "[".repeat(*levels), "]".repeat(*levels)),
        }
    }
}

async fn recorded(account: &Account, entry: &Entry) -> Recorded {
    let arguments = fullest(account, entry).await;
    account.call("build_user_context", json!({})).await;
    account.simulator.clear_requests();
    account.call(entry.info.name, arguments.clone()).await;
    let answered = account.simulator.requests().into_iter();
    let answers = answered.filter_map(|request| Some((request.method, request.path, request.answer?)));
    Recorded { tool: entry.info.name, arguments, answers: answers.collect() }
}

#[test]
fn there_is_always_an_answer() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let recording = Options { record_answers: true, ..options() };
    let account = runtime.block_on(Account::with(token::USER, recording, settings()));
    let calls: Vec<Recorded> = runtime.block_on(async {
        let mut calls = Vec::new();
        for entry in account.toolbox.entries() {
            calls.push(recorded(&account, entry).await);
        }
        calls
    });
    let strategy = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), mutation());
    let config = ProptestConfig { cases: 600, max_shrink_iters: 50, ..ProptestConfig::default() };
    let result = TestRunner::new(config).run(&strategy, |(call, place, mutation)| {
        let call = call.get(&calls[..]);
        let place = place.index(call.answers.len().max(1));
        for (number, (method, path, answer)) in call.answers.iter().enumerate() {
            let body = if number == place { mutation.of(answer) } else { answer.to_string() };
            let effect = Effect::Answer { status: 200, content_type: "application/json".into(), body };
            account.simulator.faults().add(Fault { method: Some(method.clone()), ..Fault::new(path, effect) });
        }
        let (answer, is_error) = runtime.block_on(account.outcome(call.tool, call.arguments.clone()));
        account.simulator.faults().clear();
        account.simulator.clear_requests();
        prop_assert!(answer["metadata"].is_object() || call.tool == "build_user_context", "{}: {answer}", call.tool);
        if is_error {
            let code = answer["error"]["code"].as_str().unwrap();
            prop_assert!(code != "INTERNAL" && Code::ALL.iter().any(|known| known.as_str() == code), "{answer}");
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}
