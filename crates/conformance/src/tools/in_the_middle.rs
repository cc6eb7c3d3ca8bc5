//! Calls that ask their client in the middle, as in protocol versions before 2026-07-28: a request of the server's own, whose reply
//! comes in a POST of its own, which a session leads here.

use rmcp::{
    ErrorData,
    model::{CreateMessageRequestParams, ElicitRequestParams, ElicitResult},
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Answer, Call, said};

pub(super) async fn sampling(call: Call) -> Answer {
    let prompt = call.arguments.get("prompt").cloned().unwrap_or_default();
    let message = json!({"role": "user", "content": {"type": "text", "text": prompt}});
    let params: CreateMessageRequestParams = read(json!({"messages": [message], "maxTokens": 100}))?;
    let answer = call.context.peer.create_message(params).await.map_err(unanswered)?;
    let answer = serde_json::to_value(answer).map_err(unanswered)?;
    let text = answer["content"]["text"].as_str().unwrap_or_default();
    Ok(said(format!("LLM response: {text}")).into())
}

pub(super) async fn elicitation(call: Call) -> Answer {
    let message = call.arguments.get("message").and_then(Value::as_str).unwrap_or_default().to_owned();
    let schema = json!({
        "type": "object",
        "properties": {
            "username": {"type": "string", "description": "User's response"},
            "email": {"type": "string", "description": "User's email address"},
        },
        "required": ["username", "email"],
    });
    let (action, content) = ask(&call, &message, schema).await?;
    Ok(said(format!("User response: action={action}, content={content}")).into())
}

pub(super) async fn defaults(call: Call) -> Answer {
    let schema = json!({
        "type": "object",
        "properties": {
            "name": {"type": "string", "default": "John Doe"},
            "age": {"type": "integer", "default": 30},
            "score": {"type": "number", "default": 95.5},
            "status": {"type": "string", "enum": ["active", "inactive", "pending"], "default": "active"},
            "verified": {"type": "boolean", "default": true},
        },
    });
    completed(&call, schema).await
}

pub(super) async fn choices(call: Call) -> Answer {
    let titled = json!([
        {"const": "value1", "title": "First Option"},
        {"const": "value2", "title": "Second Option"},
        {"const": "value3", "title": "Third Option"},
    ]);
    let schema = json!({
        "type": "object",
        "properties": {
            "untitledSingle": {"type": "string", "enum": ["option1", "option2", "option3"]},
            "titledSingle": {"type": "string", "oneOf": titled},
            "legacyEnum": {
                "type": "string",
                "enum": ["opt1", "opt2", "opt3"],
                "enumNames": ["Option One", "Option Two", "Option Three"],
            },
            "untitledMulti": {"type": "array", "items": {"type": "string", "enum": ["option1", "option2", "option3"]}},
            "titledMulti": {"type": "array", "items": {"anyOf": titled}},
        },
    });
    completed(&call, schema).await
}

async fn completed(call: &Call, schema: Value) -> Answer {
    let (action, content) = ask(call, "Please look at these values", schema).await?;
    Ok(said(format!("Elicitation completed: action={action}, content={content}")).into())
}

/// Asks the person; what they did, and what they filled in.
async fn ask(call: &Call, message: &str, schema: Value) -> Result<(Value, Value), ErrorData> {
    let params: ElicitRequestParams = read(json!({"mode": "form", "message": message, "requestedSchema": schema}))?;
    let answer: ElicitResult = call.context.peer.create_elicitation(params).await.map_err(unanswered)?;
    let answer = serde_json::to_value(answer).map_err(unanswered)?;
    Ok((answer["action"].clone(), answer["content"].clone()))
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, ErrorData> {
    serde_json::from_value(params)
        .map_err(|error| ErrorData::internal_error(format!("this cannot be asked: {error}"), None))
}

fn unanswered(error: impl std::fmt::Display) -> ErrorData {
    ErrorData::internal_error(format!("the client did not answer: {error}"), None)
}
