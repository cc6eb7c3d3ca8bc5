//! The tools that the suite calls: one table, and a module for each thing that they show.

mod asking;
mod content;
mod in_the_middle;
mod news;
mod tasks;

use std::sync::Arc;

use futures_util::{FutureExt, future::BoxFuture};
use rmcp::{
    ErrorData,
    model::{CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, InputResponses, JsonObject, Tool},
    service::{RequestContext, RoleServer},
};
use serde_json::{Value, json};

use crate::{
    kept::Fixtures,
    questions::{self, Question},
    states::State,
};

type Answer = Result<CallToolResponse, ErrorData>;

/// A tool of the suite.
struct Fixture {
    name: &'static str,
    description: &'static str,
    input_schema: fn() -> Value,
    run: fn(Call) -> BoxFuture<'static, Answer>,
}

/// A row of the table, whose function may be async.
macro_rules! fixture {
    ($name:literal, $description:literal, $run:path) => {
        fixture!($name, $description, $run, || json!({"type": "object"}))
    };
    ($name:literal, $description:literal, $run:path, $schema:expr) => {
        Fixture { name: $name, description: $description, input_schema: $schema, run: |call| $run(call).boxed() }
    };
}

const FIXTURES: &[Fixture] = &[
    fixture!("test_simple_text", "Answers with text", content::simple_text),
    fixture!("test_image_content", "Answers with an image", content::image),
    fixture!("test_audio_content", "Answers with sound", content::audio),
    fixture!("test_embedded_resource", "Answers with a resource", content::embedded_resource),
    fixture!("test_multiple_content_types", "Answers with text, an image and a resource", content::multiple),
    fixture!("test_error_handling", "Answers with an error", content::error),
    fixture!(
        "json_schema_2020_12_tool",
        "Takes arguments that need most of JSON Schema",
        content::simple_text,
        content::json_schema_2020_12
    ),
    fixture!(
        "test_custom_header",
        "Takes an argument that is sent as a header too",
        content::simple_text,
        content::region_in_header
    ),
    fixture!("test_tool_with_progress", "Tells how far it is", news::progress),
    fixture!("test_tool_with_logging", "Logs what it does", news::logging),
    fixture!("test_logging_tool", "Logs what it does, to those who want to know", news::logging),
    fixture!("test_trigger_tool_change", "Makes believe that the list of tools has changed", news::tools_changed),
    fixture!("test_trigger_prompt_change", "Makes believe that the list of prompts has changed", news::prompts_changed),
    fixture!("test_sampling", "Asks the model in the middle of a call", in_the_middle::sampling, || {
        text_schema("prompt")
    }),
    fixture!("test_elicitation", "Asks the person in the middle of a call", in_the_middle::elicitation, || {
        text_schema("message")
    }),
    fixture!("test_elicitation_sep1034_defaults", "Asks with defaults", in_the_middle::defaults),
    fixture!("test_elicitation_sep1330_enums", "Asks for choices", in_the_middle::choices),
    fixture!("test_reconnection", "Answers on a stream that can be gone on with", content::simple_text),
    fixture!("test_missing_capability", "Needs a client that has a model", asking::missing_capability),
    fixture!("test_streaming_elicitation", "Asks for a name", asking::elicitation),
    fixture!("test_input_required_result_elicitation", "Asks for a name", asking::elicitation),
    fixture!("test_input_required_result_sampling", "Asks the model", asking::sampling),
    fixture!("test_input_required_result_list_roots", "Asks for the roots", asking::list_roots),
    fixture!(
        "test_input_required_result_request_state",
        "PersonNeeded, and knows the call again",
        asking::request_state
    ),
    fixture!(
        "test_input_required_result_tampered_state",
        "PersonNeeded, and knows another call",
        asking::request_state
    ),
    fixture!("test_input_required_result_multiple_inputs", "Asks three things at once", asking::multiple_inputs),
    fixture!("test_input_required_result_multi_round", "Asks one thing after the other", asking::multi_round),
    fixture!("test_input_required_result_capabilities", "Asks what can be asked", asking::capabilities),
    fixture!("greet", "Greets, at once", tasks::greet, || text_schema("name")),
    fixture!(
        "slow_compute",
        "Takes its time, as a task where the client knows them",
        tasks::slow_compute,
        tasks::slow_compute_schema
    ),
    fixture!("failing_job", "A task whose result is an error", tasks::failing_job),
    fixture!("protocol_error_job", "A task that fails", tasks::protocol_error_job),
    fixture!("confirm_delete", "A task that asks", tasks::confirm_delete, || text_schema("filename")),
    fixture!("multi_input", "A task that asks two things at once", tasks::multi_input),
    fixture!("test_tool_with_task", "PersonNeeded, and goes on as a task", tasks::after_asking),
];

/// Every tool, as clients see them.
pub(crate) fn list() -> Vec<Tool> {
    let tools = FIXTURES.iter().map(|fixture| {
        let Value::Object(input_schema) = (fixture.input_schema)() else { return None };
        Some(Tool::new(fixture.name, fixture.description, Arc::new(input_schema)))
    });
    tools.flatten().collect()
}

/// Calls one.
pub(crate) async fn call(call: Call) -> Answer {
    match FIXTURES.iter().find(|fixture| fixture.name == call.tool) {
        Some(fixture) => (fixture.run)(Call { name: fixture.name, ..call }).await,
        None => Err(ErrorData::invalid_params(format!("there is no tool `{}`", call.tool), None)),
    }
}

/// A call, with what it may need.
pub(crate) struct Call {
    fixtures: Fixtures,
    /// As the client wrote it.
    tool: String,
    /// As the table has it.
    name: &'static str,
    arguments: JsonObject,
    replies: InputResponses,
    state: Option<String>,
    context: RequestContext<RoleServer>,
}

impl Call {
    pub(crate) fn new(fixtures: Fixtures, request: CallToolRequestParams, context: RequestContext<RoleServer>) -> Self {
        Self {
            fixtures,
            tool: request.name.into_owned(),
            name: "",
            arguments: request.arguments.unwrap_or_default(),
            replies: request.input_responses.unwrap_or_default(),
            state: request.request_state,
            context,
        }
    }

    /// Asks the client.
    fn ask(&self, questions: &[Question]) -> Answer {
        Ok(questions::ask(questions, None, self.context.client_capabilities().as_ref())?.into())
    }

    /// Asks the client, and remembers what it has answered so far.
    fn ask_again(&self, questions: &[Question], answers: Vec<String>) -> Answer {
        let state = self.fixtures.states.keep(State { tool: self.name, answers });
        Ok(questions::ask(questions, Some(state), self.context.client_capabilities().as_ref())?.into())
    }

    /// What the client has answered before this round; None in the first.
    fn answers(&self) -> Result<Option<Vec<String>>, ErrorData> {
        self.fixtures.states.take(self.name, self.state.as_deref())
    }

    fn text_filled_in(&self, key: &str, field: &str) -> Option<String> {
        questions::text_filled_in(&self.replies, key, field)
    }
}

/// A result of one text.
fn said(text: impl Into<String>) -> CallToolResult {
    CallToolResult::success(vec![ContentBlock::text(text)])
}

/// The arguments of a tool that takes one text.
fn text_schema(name: &str) -> Value {
    json!({"type": "object", "properties": {name: {"type": "string"}}, "required": [name]})
}
