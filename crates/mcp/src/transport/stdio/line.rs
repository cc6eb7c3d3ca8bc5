//! One message as one line. The result of a call contains the same object twice, as text and as structure: the text is
//! written in both places, so the structure is never built only to be serialised.

use std::io;

use rmcp::{
    RoleServer,
    model::{CallToolResult, ContentBlock, JsonRpcMessage, RequestId, ServerResult},
    service::TxJsonRpcMessage,
};
use serde::Serialize;

use crate::transport::errors;

#[derive(Serialize)]
struct Response<'a> {
    jsonrpc: &'static str,
    id: &'a RequestId,
    result: &'a CallToolResult,
}

/// The line, with its end.
pub(super) fn of(message: &TxJsonRpcMessage<RoleServer>) -> io::Result<Vec<u8>> {
    let mut line = match response(message) {
        Some((response, structure)) => {
            let mut line = Vec::with_capacity(structure.len() * 5 / 2 + ROOM);
            serde_json::to_writer(&mut line, &response)?;
            // Inside the result, which ends together with the message.
            line.truncate(line.len() - END.len());
            [br#","structuredContent":"#, structure.as_bytes(), END]
                .iter()
                .for_each(|part| line.extend_from_slice(part));
            line
        }
        None => match message {
            JsonRpcMessage::Error(error) => {
                let mut error = error.clone();
                errors::clean(&mut error.error);
                serde_json::to_vec(&error)?
            }
            message => serde_json::to_vec(message)?,
        },
    };
    line.push(b'\n');
    Ok(line)
}

/// The ends of the result and of its message.
const END: &[u8] = b"}}";

/// Approximate size of a message without its text, in bytes.
const ROOM: usize = 256;

/// The result of a call that still lacks its structure, and the structure itself: the text, if it is an object.
fn response(message: &TxJsonRpcMessage<RoleServer>) -> Option<(Response<'_>, &str)> {
    let JsonRpcMessage::Response(response) = message else { return None };
    let ServerResult::CallToolResult(result) = &response.result else { return None };
    let [ContentBlock::Text(text)] = result.content.as_slice() else { return None };
    if result.structured_content.is_some() || !text.text.starts_with('{') {
        return None;
    }
    Some((Response { jsonrpc: "2.0", id: &response.id, result }, &text.text))
}

#[cfg(test)]
mod tests {
    use rmcp::model::NumberOrString;
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn the_structure_is_the_text() {
        let text = r#"{"metadata":{"count":1},"teams":[{"name":"\"a\"","size":1.5e300}]}"#;
        let result = CallToolResult::success(vec![ContentBlock::text(text)]);
        let mut whole = result.clone();
        whole.structured_content = serde_json::from_str(text).unwrap();
        let line = |result: CallToolResult| {
            of(&JsonRpcMessage::response(ServerResult::CallToolResult(result), NumberOrString::Number(7))).unwrap()
        };
        let (line, expected) = (line(result), line(whole));
        assert_eq!(line.iter().filter(|byte| **byte == b'\n').count(), 1);
        assert!(String::from_utf8_lossy(&line).contains(&format!(r#""structuredContent":{text}"#)));
        let read = |line: &[u8]| serde_json::from_slice::<Value>(line).unwrap();
        assert_eq!(read(&line), read(&expected));
        assert_eq!(read(&line)["id"], json!(7));
    }
}
