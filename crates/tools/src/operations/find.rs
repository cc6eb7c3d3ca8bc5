//! Finding an operation by words, or showing one whole.

use pagerduty::operation::{Access, Operation, Place};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use toolkit::{
    answer::Answer, context::Context, error::Result, info::Info, parameters::rules::Rule, phrasing, tool::Tool,
    toolset::Toolset,
};

use super::{allowed, description, standing};

/// Operations that a search shows where nobody says how many.
const DEFAULT_LIMIT: u32 = 8;

/// Find operations of PagerDuty's REST API (all 465) by what is to be done, or show one with its parameters and body. For what
/// no other tool does.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct GetOperations {
    /// In any words: silence a service, who changed a policy.
    query: Option<String>,
    /// One operation, whole.
    operation_id: Option<String>,
    /// Only those that read or change.
    access: Option<Wanted>,
    /// Default 8.
    #[schemars(range(min = 1, max = 50))]
    limit: Option<u32>,
}

#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Wanted {
    Read,
    Change,
}

impl Tool for GetOperations {
    const INFO: Info = Info::read("get_operations", "Get operations", Toolset::Api).on_by_default();
    const RULES: &'static [Rule] =
        &[Rule::ExactlyOne(&["query", "operation_id"]), Rule::Excludes("operation_id", &["access", "limit"])];

    async fn call(self, cx: &Context) -> Result<Answer> {
        if let Some(id) = &self.operation_id {
            let operation = allowed::operation(id)?;
            let described = vec![description::whole(operation, cx)];
            return Ok(Answer::written("operations", described).described(operation.id()));
        }
        let query = self.query.unwrap_or_default();
        let access = self.access.map(|wanted| match wanted {
            Wanted::Read => Access::Read,
            Wanted::Change => Access::Change,
        });
        let limit = self.limit.unwrap_or(DEFAULT_LIMIT) as usize;
        let found = Operation::find(&query, access, limit);
        let lines: Vec<Value> = found.iter().map(|found| line(found.operation, cx)).collect();
        let count = lines.len();
        Ok(Answer::written("operations", lines).described(match count {
            0 => format!("No operation fits `{}`: try other words", phrasing::short(&query)),
            1 => "The only operation that fits".to_owned(),
            count => format!("{count} operations that fit, the best first; `operation_id` shows one whole"),
        }))
    }
}

/// What is said of an operation in a list.
fn line(operation: &Operation, cx: &Context) -> Value {
    let required = operation.parameters().iter().filter(|parameter| parameter.is_required());
    let mut needs: Vec<String> = required
        .map(|parameter| match parameter.place() {
            Place::Path => format!("{} (path)", parameter.name()),
            Place::Query => parameter.name().to_owned(),
        })
        .collect();
    if operation.body().is_some() && !operation.is_body_optional() {
        needs.push("body".to_owned());
    }
    let mut line = Map::from_iter([
        ("operation_id".to_owned(), operation.id().into()),
        ("request".to_owned(), format!("{} {}", operation.method(), operation.path()).into()),
        ("summary".to_owned(), operation.summary().into()),
        ("access".to_owned(), operation.access().as_str().into()),
    ]);
    if !needs.is_empty() {
        line.insert("needs".to_owned(), json!(needs));
    }
    line.extend(standing::of(operation, cx));
    line.into()
}
