//! Carrying out an operation that reads.

use pagerduty::operation::{Access, Content};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};
use toolkit::{
    answer::{Answer, paths::Paths},
    context::{Context, Paging},
    error::Result,
    info::Info,
    tool::Tool,
    toolset::Toolset,
};

use super::{allowed, arguments, rows};

/// Carry out an operation of PagerDuty's REST API that reads, by its ID.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct ReadOperation {
    /// Such as listAuditRecords.
    operation_id: String,
    /// Of its path and query: {"service_ids": ["Billing"]}; a name works for an ID.
    parameters: Option<Map<String, Value>>,
    /// Where it has one.
    body: Option<Map<String, Value>>,
    #[serde(flatten)]
    paging: Paging,
    #[serde(default)]
    include: Paths,
}

impl Tool for ReadOperation {
    const INFO: Info = Info::read("read_operation", "Read operation", Toolset::Api).on_by_default().in_zone();

    async fn call(self, cx: &Context) -> Result<Answer> {
        let operation = allowed::to_carry_out(&self.operation_id, Access::Read, cx)?;
        let prepared = arguments::prepare(operation, self.parameters.as_ref(), self.body.as_ref(), cx).await?;
        let (start, limit) = cx.start(&self.paging)?;
        let own_offset = self.parameters.as_ref().and_then(|parameters| number(parameters.get("offset")?)).unwrap_or(0);
        let from = rows::From::new(operation, start, own_offset);
        let wanted = limit.saturating_add(from.skipped);
        let read = cx.pagerduty()?.read_operation(&prepared.request, from.position.as_ref(), wanted).await?;
        if matches!(&read.content, Content::Rows(rows) if rows.is_empty()) && !self.paging.is_continued() {
            cx.check_ids(prepared.filters()).await?;
        }
        let answer = rows::answer(operation, prepared.request.answer_key(), read, &from, limit, self.include, cx);
        Ok(if prepared.names.is_empty() { answer } else { answer.metadata("names_read_as", prepared.names) })
    }
}

fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
}
