//! Calls that need to know something from their client first.

use serde_json::json;

use super::{Answer, Call, said};
use crate::questions::{self, Question};

fn name() -> Question {
    Question::elicit("user_name", "What is your name?", "name", "string")
}

fn roots() -> Question {
    Question::roots("client_roots")
}

pub(super) async fn missing_capability(call: Call) -> Answer {
    match call.context.client_capabilities() {
        Some(client) if client.sampling.is_some() => Ok(said("The client has a model.").into()),
        _ => Err(questions::requires(&json!({"sampling": {}}))),
    }
}

pub(super) async fn elicitation(call: Call) -> Answer {
    match call.text_filled_in("user_name", "name") {
        Some(name) => Ok(said(format!("Hello, {name}!")).into()),
        None => call.ask(&[name()]),
    }
}

pub(super) async fn sampling(call: Call) -> Answer {
    match call.replies.get("capital_question").and_then(|reply| reply["content"]["text"].as_str()) {
        Some(text) => Ok(said(text).into()),
        None => call.ask(&[Question::sample("capital_question", "What is the capital of France?", 100)]),
    }
}

pub(super) async fn list_roots(call: Call) -> Answer {
    match call.replies.get("client_roots").and_then(|reply| reply["roots"].as_array()) {
        Some(roots) => {
            let uris: Vec<_> = roots.iter().filter_map(|root| root["uri"].as_str()).collect();
            Ok(said(format!("{} roots: {}", roots.len(), uris.join(", "))).into())
        }
        None => call.ask(&[roots()]),
    }
}

pub(super) async fn request_state(call: Call) -> Answer {
    let is_known = call.answers()?.is_some();
    match questions::filled_in(&call.replies, "confirm", "ok") {
        Some(ok) if is_known => Ok(said(format!("state-ok, confirmed: {ok}")).into()),
        _ => call.ask_again(&[Question::elicit("confirm", "Please confirm", "ok", "boolean")], Vec::new()),
    }
}

pub(super) async fn multiple_inputs(call: Call) -> Answer {
    let is_known = call.answers()?.is_some();
    let name_filled_in = call.text_filled_in("user_name", "name");
    let greeting = call.replies.get("greeting").and_then(|reply| reply["content"]["text"].as_str());
    let client_roots = call.replies.get("client_roots").and_then(|reply| reply["roots"].as_array());
    match (name_filled_in, greeting, client_roots) {
        (Some(name), Some(greeting), Some(roots)) if is_known => {
            Ok(said(format!("{greeting} {name}, in {} roots", roots.len())).into())
        }
        _ => call.ask_again(&[name(), Question::sample("greeting", "Generate a greeting", 50), roots()], Vec::new()),
    }
}

pub(super) async fn multi_round(call: Call) -> Answer {
    let first = Question::elicit("step1", "Step 1: What is your name?", "name", "string");
    let second = Question::elicit("step2", "Step 2: What is your favorite color?", "color", "string");
    let Some(answers) = call.answers()? else { return call.ask_again(&[first], Vec::new()) };
    match (answers.as_slice(), call.text_filled_in("step1", "name"), call.text_filled_in("step2", "color")) {
        ([], Some(name), _) => call.ask_again(&[second], vec![name]),
        ([], None, _) => call.ask_again(&[first], answers),
        ([name, ..], _, Some(color)) => Ok(said(format!("{name} likes {color}.")).into()),
        ([_, ..], _, None) => call.ask_again(&[second], answers),
    }
}

pub(super) async fn capabilities(call: Call) -> Answer {
    let client = call.context.client_capabilities();
    let mut questions = vec![name(), Question::sample("greeting", "Generate a greeting", 50), roots()];
    questions.retain(|question| question.suits(client.as_ref()));
    if questions.iter().any(|question| !question.is_answered(&call.replies)) {
        return call.ask(&questions);
    }
    Ok(said("All that could be asked was answered.").into())
}
