//! The resources that the suite reads.

use rmcp::{
    ErrorData,
    model::{Resource, ResourceContents, ResourceTemplate},
};
use serde_json::json;

use crate::media::PNG;

const TEXT: &str = "test://static-text";
const BINARY: &str = "test://static-binary";
const WATCHED: &str = "test://watched-resource";

/// Every resource that has an address of its own.
pub(crate) fn list() -> Vec<Resource> {
    let resource = |uri: &str, name: &str, description: &str, mime_type: &str| {
        Resource::new(uri, name).with_description(description).with_mime_type(mime_type)
    };
    vec![
        resource(TEXT, "static-text", "A text", "text/plain"),
        resource(BINARY, "static-binary", "An image", "image/png"),
        resource(WATCHED, "watched-resource", "A text that could be subscribed to", "text/plain"),
    ]
}

/// Every resource that has many.
pub(crate) fn templates() -> Vec<ResourceTemplate> {
    let template = ResourceTemplate::new("test://template/{id}/data", "template");
    vec![template.with_description("Data of an ID").with_mime_type("application/json")]
}

/// What a resource holds.
pub(crate) fn read(uri: &str) -> Result<ResourceContents, ErrorData> {
    let id = uri.strip_prefix("test://template/").and_then(|rest| rest.strip_suffix("/data"));
    match (uri, id) {
        (TEXT, _) => Ok(ResourceContents::text("This is the content of the static text resource.", uri)
            .with_mime_type("text/plain")),
        (BINARY, _) => Ok(ResourceContents::blob(PNG, uri).with_mime_type("image/png")),
        (WATCHED, _) => Ok(ResourceContents::text("Nothing has happened yet.", uri).with_mime_type("text/plain")),
        (_, Some(id)) => {
            let data = json!({"id": id, "templateTest": true, "data": format!("Data for ID: {id}")});
            Ok(ResourceContents::text(data.to_string(), uri).with_mime_type("application/json"))
        }
        _ => Err(ErrorData::resource_not_found("there is no such resource", Some(json!({"uri": uri})))),
    }
}
