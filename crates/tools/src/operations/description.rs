//! One operation with all that a call of it needs: parameters, body, an example, and what comes back.

use pagerduty::operation::{Access, Operation, Paging, Parameter, Place};
use serde_json::{Map, Value, json};
use toolkit::{
    context::Context,
    parameters::{names, schema::Kind},
};

use super::{
    allowed::{CHANGE, HOW_TO_CHANGE, READ},
    arguments::CSV,
    standing,
};

/// What is said of an operation that is looked at alone.
pub(super) fn whole(operation: &'static Operation, cx: &Context) -> Value {
    let mut said = Map::new();
    let mut say = |name: &str, value: Value| {
        said.insert(name.to_owned(), value);
    };
    say("operation_id", operation.id().into());
    say("request", format!("{} {}", operation.method(), operation.path()).into());
    say("summary", operation.summary().into());
    say("area", operation.tag().into());
    say("access", operation.access().as_str().into());
    let effects: Vec<&str> = operation.possible_effects().map(|effect| effect.as_str()).collect();
    if !effects.is_empty() {
        say("effects", json!(effects));
    }
    for (name, value) in standing::of(operation, cx) {
        say(&name, value);
    }
    let parameters: Map<String, Value> =
        operation.parameters().iter().filter(|one| !is_of_paging(operation, one)).map(parameter).collect();
    if !parameters.is_empty() {
        say("parameters", parameters.into());
    }
    if let Some(body) = operation.body() {
        let body = if operation.takes_csv() { format!("{{{CSV}*: string}}") } else { body.to_string() };
        if has_ids(&body) {
            say("ids_in_body", "a name works for the ID of what has one, as in parameters".into());
        }
        say("body", body.into());
        if operation.is_body_optional() {
            say("body_optional", true.into());
        }
    }
    say("answer", answer(operation).into());
    if let Some(paging) = operation.paging().filter(|_| operation.access() == Access::Read) {
        say("paging", in_words(paging).into());
    }
    if let Some(scope) = operation.scope() {
        say("scope", scope.into());
    }
    let tool = if operation.access() == Access::Read { READ } else { CHANGE }.name();
    say("tool", if cx.offers(tool) { tool.into() } else { format!("off: {HOW_TO_CHANGE}").into() });
    say("example", example(operation));
    said.into()
}

/// Whether `limit` and `cursor` of the tool stand for it.
fn is_of_paging(operation: &Operation, parameter: &Parameter) -> bool {
    let is_set = |paging: Paging| paging.parameters().contains(&parameter.name());
    operation.access() == Access::Read && parameter.place() == Place::Query && operation.paging().is_some_and(is_set)
}

/// Its name, with a star where a request needs it, and what it may be.
fn parameter(parameter: &Parameter) -> (String, Value) {
    let star = if parameter.is_required() { "*" } else { "" };
    let mut what = parameter.shape().to_string();
    if let Some(kind) = parameter.resource() {
        let noun = kind.singular().replace('_', " ");
        let or_name = if names::are_taken_by(&Kind::Id(kind)) { " or name" } else { "" };
        what = format!("{what}: {noun} ID{or_name}");
    }
    if parameter.place() == Place::Path {
        what.push_str(" (path)");
    }
    (format!("{}{star}", parameter.name()), what.into())
}

fn has_ids(body: &str) -> bool {
    body.contains("_reference\"") || body.contains("_id: ") || body.contains("_ids: ") || body.contains("_id*: ")
}

fn answer(operation: &Operation) -> String {
    match operation.answer_key() {
        Some(key) if operation.answers_with_rows() => format!("rows under `{key}`"),
        Some(key) => format!("an object under `{key}`"),
        None => "an object under `answer`".to_owned(),
    }
}

fn in_words(paging: Paging) -> &'static str {
    match paging {
        Paging::Limit => "`limit`; PagerDuty hands out no more than one page",
        _ => "`limit` and `cursor`",
    }
}

fn example(operation: &'static Operation) -> Value {
    let example = operation.example();
    let mut call = Map::from_iter([("operation_id".to_owned(), operation.id().into())]);
    let is_shown = |name: &String| {
        let parameter = operation.parameters().iter().find(|parameter| parameter.name() == name);
        parameter.is_none_or(|parameter| parameter.is_required() || !is_of_paging(operation, parameter))
    };
    let parameters: Map<String, Value> = example.parameters.into_iter().filter(|(name, _)| is_shown(name)).collect();
    if !parameters.is_empty() {
        call.insert("parameters".to_owned(), parameters.into());
    }
    match example.body {
        Some(body) if operation.takes_csv() => drop(call.insert("body".to_owned(), json!({ CSV: body }))),
        Some(body) => drop(call.insert("body".to_owned(), body)),
        None => {}
    }
    call.into()
}
