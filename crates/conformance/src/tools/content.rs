//! Results of every kind of content, and schemas of every kind of argument.

use rmcp::model::{CallToolResult, ContentBlock, ResourceContents};
use serde_json::{Value, json};

use super::{Answer, Call, said};
use crate::media::{PNG, WAV};

fn success(content: Vec<ContentBlock>) -> Answer {
    Ok(CallToolResult::success(content).into())
}

pub(super) async fn simple_text(_: Call) -> Answer {
    Ok(said("This is a simple text response for testing.").into())
}

pub(super) async fn image(_: Call) -> Answer {
    success(vec![ContentBlock::image(PNG, "image/png")])
}

pub(super) async fn audio(_: Call) -> Answer {
    success(vec![ContentBlock::audio(WAV, "audio/wav")])
}

pub(super) async fn embedded_resource(_: Call) -> Answer {
    let resource = ResourceContents::text("This is an embedded resource content.", "test://embedded-resource");
    success(vec![ContentBlock::resource(resource.with_mime_type("text/plain"))])
}

pub(super) async fn multiple(_: Call) -> Answer {
    let data = json!({"test": "data", "value": 123}).to_string();
    let resource = ResourceContents::text(data, "test://mixed-content-resource").with_mime_type("application/json");
    success(vec![
        ContentBlock::text("Multiple content types test:"),
        ContentBlock::image(PNG, "image/png"),
        ContentBlock::resource(resource),
    ])
}

pub(super) async fn error(_: Call) -> Answer {
    let text = "This tool intentionally returns an error for testing";
    Ok(CallToolResult::error(vec![ContentBlock::text(text)]).into())
}

/// Keywords that a server must hand on as they are.
pub(super) fn json_schema_2020_12() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "$defs": {
            "address": {
                "$anchor": "addressDef",
                "type": "object",
                "properties": {"street": {"type": "string"}, "city": {"type": "string"}},
            },
        },
        "properties": {
            "name": {"type": "string"},
            "address": {"$ref": "#/$defs/address"},
            "contactMethod": {"type": "string", "enum": ["phone", "email"]},
            "phone": {"type": "string"},
            "email": {"type": "string"},
        },
        "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
        "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
        "then": {"required": ["phone"]},
        "else": {"required": ["email"]},
        "additionalProperties": false,
    })
}

/// An argument that a proxy may read without reading the body.
pub(super) fn region_in_header() -> Value {
    json!({"type": "object", "properties": {"region": {"type": "string", "x-mcp-header": "Region"}}})
}
