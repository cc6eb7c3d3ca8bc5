//! What a call may ask its client before it can go on: protocol versions from 2026-07-28 on answer with the questions, and gets
//! the replies with the call's next round. A client is asked only what it said it can be asked.

use rmcp::{
    ErrorData,
    model::{ClientCapabilities, InputRequest, InputRequests, InputRequiredResult, InputResponses},
};
use serde_json::{Value, json};

/// One question, by the key that its reply comes under.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    key: &'static str,
    request: Value,
    capability: &'static str,
}

impl Question {
    /// Asks the person for one value.
    pub(crate) fn elicit(key: &'static str, message: &str, field: &str, r#type: &str) -> Self {
        let schema = json!({"type": "object", "properties": {field: {"type": r#type}}, "required": [field]});
        let request =
            json!({"method": "elicitation/create", "params": {"message": message, "requestedSchema": schema}});
        Self { key, request, capability: "elicitation" }
    }

    /// Asks the model.
    pub(crate) fn sample(key: &'static str, text: &str, max_tokens: u32) -> Self {
        let message = json!({"role": "user", "content": {"type": "text", "text": text}});
        let params = json!({"messages": [message], "maxTokens": max_tokens});
        let request = json!({"method": "sampling/createMessage", "params": params});
        Self { key, request, capability: "sampling" }
    }

    /// Asks for the directories that the client works in.
    pub(crate) fn roots(key: &'static str) -> Self {
        Self { key, request: json!({"method": "roots/list", "params": {}}), capability: "roots" }
    }

    /// Whether this client can be asked.
    pub(crate) fn suits(&self, client: Option<&ClientCapabilities>) -> bool {
        client.is_some_and(|client| match self.capability {
            "elicitation" => client.elicitation.is_some(),
            "sampling" => client.sampling.is_some(),
            _ => client.roots.is_some(),
        })
    }

    /// Whether its reply is there.
    pub(crate) fn is_answered(&self, replies: &InputResponses) -> bool {
        replies.contains_key(self.key)
    }

    /// As rmcp has it.
    pub(crate) fn request(&self) -> Result<InputRequest, ErrorData> {
        serde_json::from_value(self.request.clone())
            .map_err(|error| ErrorData::internal_error(format!("`{}` cannot be asked: {error}", self.key), None))
    }
}

/// An answer that asks; an error when the client cannot be asked all of it.
pub(crate) fn ask(
    questions: &[Question],
    state: Option<String>,
    client: Option<&ClientCapabilities>,
) -> Result<InputRequiredResult, ErrorData> {
    if let Some(unsuitable) = questions.iter().find(|question| !question.suits(client)) {
        return Err(requires(&json!({unsuitable.capability: {}})));
    }
    let requests = questions.iter().map(|question| Ok((question.key.to_owned(), question.request()?)));
    Ok(InputRequiredResult::new(Some(requests.collect::<Result<InputRequests, ErrorData>>()?), state))
}

/// The error of a client that lacks these capabilities.
pub(crate) fn requires(capabilities: &Value) -> ErrorData {
    match serde_json::from_value(capabilities.clone()) {
        Ok(capabilities) => ErrorData::missing_required_client_capability(capabilities),
        Err(error) => ErrorData::internal_error(format!("{capabilities} are no capabilities: {error}"), None),
    }
}

/// What the person filled in under a key and field, when they did.
pub(crate) fn filled_in<'a>(replies: &'a InputResponses, key: &str, field: &str) -> Option<&'a Value> {
    let reply = replies.get(key)?;
    if reply["action"] == "accept" { reply["content"].get(field) } else { None }
}

/// The same, where it has to be text.
pub(crate) fn text_filled_in(replies: &InputResponses, key: &str, field: &str) -> Option<String> {
    filled_in(replies, key, field)?.as_str().map(str::to_owned)
}
