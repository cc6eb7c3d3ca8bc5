//! What comes in, before it is taken for a message. The library leaves what it cannot read without an answer, and a client
//! then waits for ever; here it is told what is wrong, under its own ID where that can be read.

use std::borrow::Cow;

use pagerduty::without_half_characters;
use serde::Deserialize;
use serde_json::{Value, json};

/// The largest message: some hundred times the largest call that makes sense.
pub(super) const LARGEST: usize = 1024 * 1024;

/// What the sender of something that is no message is told (JSON-RPC 2.0, "Error object").
#[derive(Debug, PartialEq)]
pub(super) struct Refusal {
    id: Value,
    code: i32,
    message: String,
}

const PARSE_ERROR: i32 = -32700;
const INVALID_REQUEST: i32 = -32600;
const INVALID_PARAMS: i32 = -32602;

impl Refusal {
    /// That a message is larger than is read.
    pub(super) fn too_large() -> Self {
        let message = format!("the message is larger than {LARGEST} bytes");
        Self { id: Value::Null, code: INVALID_REQUEST, message }
    }

    /// The answer as JSON.
    pub(super) fn answer(&self) -> String {
        let Self { id, code, message } = self;
        json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}}).to_string()
    }
}

/// The bytes of a message without the mark that some programs write before their first: it says nothing in UTF-8.
pub(super) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)
}

/// The text of a message, repaired where somebody cut it in the middle of a character.
///
/// # Errors
///
/// What its sender is answered, where it is none.
pub(super) fn read(bytes: &[u8]) -> Result<Cow<'_, str>, Refusal> {
    let mut text = String::from_utf8_lossy(without_mark(bytes));
    let message = match serde_json::from_str(&text) {
        Ok(message) => message,
        Err(error) => {
            let repaired = without_half_characters(&text);
            let message = serde_json::from_str(&repaired).map_err(|_| Refusal {
                id: id_of(&text),
                code: PARSE_ERROR,
                message: format!("the message cannot be read: {error}"),
            })?;
            text = repaired.into();
            message
        }
    };
    check(&message).map(|()| text)
}

/// The ID of a message that cannot be read as a whole, where it can be.
fn id_of(text: &str) -> Value {
    #[derive(Deserialize)]
    struct Message {
        id: Value,
    }
    serde_json::from_str(text).map(|message: Message| valid_id(&message.id)).unwrap_or_default()
}

fn valid_id(id: &Value) -> Value {
    if id.is_string() || id.is_number() { id.clone() } else { Value::Null }
}

fn check(message: &Value) -> Result<(), Refusal> {
    let refuse = |code, words: &str| Err(Refusal { id: valid_id(&message["id"]), code, message: words.to_owned() });
    let is_answer = message.get("result").is_some() || message.get("error").is_some();
    if message["jsonrpc"] != "2.0" || !(message["method"].is_string() || is_answer) {
        return refuse(INVALID_REQUEST, "this is no JSON-RPC 2.0 message: it needs `jsonrpc` and `method`");
    }
    if message["method"] == "tools/call" {
        let params = &message["params"];
        if !params["name"].is_string() {
            return refuse(INVALID_PARAMS, "`tools/call` needs `params.name`, the name of a tool");
        }
        if !params.get("arguments").is_none_or(|arguments| arguments.is_object() || arguments.is_null()) {
            return refuse(INVALID_PARAMS, "`params.arguments` of `tools/call` is an object of parameters by name");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_no_message_is_answered_under_its_own_id() {
        let deep =
            format!(r#"{{"jsonrpc":"2.0","method":"x","params":{}1{},"id":7}}"#, "[".repeat(500), "]".repeat(500));
        for (text, id, code) in [
            ("not json", Value::Null, PARSE_ERROR),
            (r#"{"jsonrpc":"2.0","id":3,"method":"x","params":{"limit":1e400}}"#, json!(3), PARSE_ERROR),
            (&deep, json!(7), PARSE_ERROR),
            (r#"{"jsonrpc":"2.0","id":9}"#, json!(9), INVALID_REQUEST),
            (r#"{"id":"a","method":"tools/list"}"#, json!("a"), INVALID_REQUEST),
            (r#""neither""#, Value::Null, INVALID_REQUEST),
            ("[]", Value::Null, INVALID_REQUEST),
            (r#"{"jsonrpc":"2.0","id":4,"method":"tools/call"}"#, json!(4), INVALID_PARAMS),
            (
                r#"{"jsonrpc":"2.0","id":{},"method":"tools/call","params":{"name":"x","arguments":[]}}"#,
                Value::Null,
                INVALID_PARAMS,
            ),
        ] {
            let refusal = read(text.as_bytes()).unwrap_err();
            assert_eq!((&refusal.id, refusal.code), (&id, code), "{text}: {refusal:?}");
        }
    }

    #[test]
    fn a_text_that_was_cut_in_the_middle_of_a_character_is_repaired() {
        let cut =
            r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","arguments":{"query":"a\ud800b"}}}"#;
        assert_eq!(read(cut.as_bytes()).unwrap(), cut.replace(r"\ud800", r"\ufffd"));
        let bytes = b"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{\"query\":\"a\xffb\"}}";
        assert!(read(bytes).unwrap().contains("a\u{fffd}b"));
        let whole = r#"{"jsonrpc":"2.0","id":1,"result":{}}"#;
        assert_eq!(read(whole.as_bytes()).unwrap(), whole);
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_a_message() {
        let message = r#"{"jsonrpc":"2.0","id":1,"method":"x"}"#;
        assert_eq!(read(format!("\u{feff}{message}").as_bytes()).unwrap(), message);
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_message_or_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Err(refusal) = read(&bytes) {
                let answer: Value = serde_json::from_str(&refusal.answer()).unwrap();
                prop_assert!(answer["error"]["code"].is_i64());
            }
        }
    }
}
