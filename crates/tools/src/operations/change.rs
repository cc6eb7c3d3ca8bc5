//! Carrying out an operation that changes something.

use pagerduty::{
    Id, Reply,
    model::{Incident, IncidentStatus},
    operation::{Access, Author, Effect as Judged, Operation},
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};
use toolkit::{
    answer::Answer,
    context::Context,
    effect::Effect,
    error::{Code, Error, Result},
    info::Info,
    toolset::Toolset,
    write::{self, Plan, Write, single_reply},
};

use super::{
    allowed,
    arguments::{self, Prepared},
    consequences, named, pages, rows,
};
use crate::incidents::IncidentTarget;

/// Texts of a body that a person is shown.
const MAX_QUOTES: usize = 40;

/// Characters of the place of one.
const LONGEST_PLACE: usize = 80;

/// Carry out an operation of PagerDuty's REST API that changes something, by its ID: a person is asked first where it pages,
/// silences, deletes or reaches others.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct ChangeOperation {
    /// Such as createMaintenanceWindow.
    operation_id: String,
    /// Of its path and query: {"id": "PABC123"}; a name works for an ID.
    parameters: Option<Map<String, Value>>,
    /// Where it has one: {"team": {"name": "Billing"}}.
    body: Option<Map<String, Value>>,
}

impl Write for ChangeOperation {
    const INFO: Info = Info::write("change_operation", "Change operation", Toolset::Api, Effect::Irreversible);

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        let operation = allowed::to_carry_out(&self.operation_id, Access::Change, cx)?;
        let prepared = arguments::prepare(operation, self.parameters.as_ref(), self.body.as_ref(), cx).await?;
        check_stays_resolved(&prepared, cx).await?;
        let from = match operation.author() {
            Some(Author::Required) => Some(cx.author().await?),
            Some(Author::Optional) => cx.author().await.ok(),
            None => None,
        };
        let effects = prepared.request.effects();
        let effect = consequences::worst(operation, &effects);
        let subjects = named::subjects(operation, &prepared, cx.describes(effect), cx).await;
        let change = prepared.request.change(from.as_deref());
        let change = change.ok_or_else(|| Error::new(Code::Internal, "an operation that changes has no change"))?;
        let mut plan = Plan::new(effect, order(operation, &subjects)).change(change);
        if effects.contains(&Judged::Pages) {
            plan = plan.pages(pages::of(&prepared, cx).await);
        }
        for sentence in consequences::sentences(operation, &effects, &subjects, prepared.request.body()) {
            plan = plan.consequence(sentence);
        }
        let mut texts = Vec::new();
        for (name, value) in prepared.request.query() {
            texts.push((name.clone(), value.clone()));
        }
        if let Some(body) = prepared.request.body() {
            quoted(body, "", &mut texts);
        }
        for (place, text) in texts {
            plan = plan.quote(place, Some(&text));
        }
        Ok(plan.targets(subjects.iter().map(named::Subject::target)).names_read_as(prepared.names))
    }

    async fn answer(&self, replies: Vec<Result<Reply>>, _: &Context) -> Result<Answer> {
        let operation = allowed::operation(&self.operation_id)?;
        Ok(rows::changed(operation, single_reply(replies)?.value()?))
    }
}

/// What is to be done, in facts: what the operation does, its ID, and what it is about.
fn order(operation: &Operation, subjects: &[named::Subject]) -> String {
    let of = subjects.iter().map(named::Subject::called);
    let about = match subjects {
        [] => String::new(),
        _ => format!(", for {}", write::listed(of, "others")),
    };
    format!("{} ({}){about}", operation.summary(), operation.id())
}

/// What the body says, each value with its place. IDs are named with what they stand for, and types say nothing to a person.
fn quoted(value: &Value, place: &str, found: &mut Vec<(String, String)>) {
    if found.len() >= MAX_QUOTES {
        return;
    }
    match value {
        Value::Object(fields) => {
            let is_reference = fields.contains_key("id") && fields.len() <= 2;
            for (name, value) in fields.iter().filter(|(name, _)| !is_reference && *name != "type") {
                let place = if place.is_empty() { name.clone() } else { format!("{place}.{name}") };
                quoted(value, &place, found);
            }
        }
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                quoted(value, &format!("{place}[{index}]"), found);
            }
        }
        Value::Null => found.push((plain(place), "(nothing)".to_owned())),
        Value::String(text) => found.push((plain(place), text.clone())),
        Value::Bool(_) | Value::Number(_) => found.push((plain(place), value.to_string())),
    }
}

/// A place in letters that say nothing by themselves: the keys of a free-form object are whoever's who calls.
fn plain(place: &str) -> String {
    let is_of_place = |letter: &char| letter.is_ascii_alphanumeric() || "._-[]".contains(*letter);
    place.chars().filter(is_of_place).take(LONGEST_PLACE).collect()
}

/// Refuses to open an incident again by acknowledging it, which PagerDuty does without a word.
async fn check_stays_resolved(prepared: &Prepared, cx: &Context) -> Result<()> {
    let body = prepared.request.body();
    let changed: Vec<(Option<&str>, &Value)> = match prepared.request.operation().id() {
        "updateIncident" => {
            let id = prepared.parameters.get("id").and_then(Value::as_str);
            body.and_then(|body| body.get("incident")).map(|incident| (id, incident)).into_iter().collect()
        }
        "updateIncidents" => {
            let incidents = body.and_then(|body| body.get("incidents")).and_then(Value::as_array);
            incidents.into_iter().flatten().map(|one| (one.get("id").and_then(Value::as_str), one)).collect()
        }
        _ => return Ok(()),
    };
    let status = Some(IncidentStatus::Acknowledged);
    for (id, _) in changed.into_iter().filter(|(_, one)| one.get("status").is_some_and(|to| to == "acknowledged")) {
        if let Some(id) = id.and_then(|id| id.parse::<Id<Incident>>().ok()) {
            IncidentTarget::to_become(status, &id, Effect::Everyday, cx).await?.check_can_become(status)?;
        }
    }
    Ok(())
}
