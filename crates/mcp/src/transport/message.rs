//! Incoming text, before it is treated as a message. The library does not answer what it cannot read, and the client
//! would wait for ever; here it is told what is wrong, under its own ID if that can be read.

mod outline;

use std::borrow::Cow;

use pagerduty::without_half_characters;
use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};
use toolkit::phrasing;

use self::outline::{MAX_DEPTH, Outline, Unreadable};

/// How much a message may contain. The library buffers each value of a message several times, so the number of values
/// decides what a message costs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub(super) bytes: usize,
    values: usize,
    /// When these limits end, as the end of a sentence.
    until: &'static str,
}

impl Limits {
    /// For the client on standard input, and for callers whose token is accepted: about a hundred times the largest
    /// reasonable call.
    pub(super) const KNOWN: Self = Self { bytes: 1024 * 1024, values: 5_000, until: "" };

    /// For everybody else: enough for the longest note that PagerDuty takes, and for a thousand IDs.
    pub(super) const UNKNOWN: Self = Self {
        bytes: 64 * 1024,
        values: 1_500,
        until: " before a token of yours was accepted: make a smaller call first",
    };

    fn too_many(&self, most: usize, what: &str) -> String {
        format!("the message has more than {most} {what}, the limit{}", self.until)
    }
}

/// Whether this server can send requests over the transport, so that there can be answers to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answers {
    Expected,
    Refused,
}

/// What the sender of an invalid message is told (JSON-RPC 2.0, "Error object").
#[derive(Debug, PartialEq)]
pub(super) struct Refusal {
    id: Value,
    code: i32,
    pub(super) message: String,
    /// Whether it is only too large.
    pub(super) is_too_large: bool,
}

/// Longest ID that an error repeats, in bytes.
const MAX_ID_BYTES: usize = 1_000;

const PARSE_ERROR: i32 = -32700;
const INVALID_REQUEST: i32 = -32600;
const INVALID_PARAMS: i32 = -32602;

impl Refusal {
    fn new(id: Value, code: i32, message: impl Into<String>) -> Self {
        Self { id, code, message: message.into(), is_too_large: false }
    }

    /// For a problem of the request and not of the message in it.
    pub(super) fn of_request(message: impl Into<String>) -> Self {
        Self::new(Value::Null, INVALID_REQUEST, message)
    }

    /// For a message that is longer than the limit.
    pub(super) fn too_large(limits: &Limits) -> Self {
        Self { is_too_large: true, ..Self::of_request(limits.too_many(limits.bytes, "bytes")) }
    }

    fn unreadable(why: &Unreadable, text: &str, limits: &Limits) -> Self {
        let id = id_of(text);
        match why {
            Unreadable::TooManyValues => {
                let message = limits.too_many(limits.values, "JSON values");
                Self { is_too_large: true, ..Self::new(id, INVALID_REQUEST, message) }
            }
            Unreadable::TooDeep => {
                let message = format!("the message has arrays or objects more than {MAX_DEPTH} levels deep");
                Self::new(id, PARSE_ERROR, message)
            }
            Unreadable::Repeated(name) => {
                let message = format!("the message has `{}` twice in one object: send it once", phrasing::short(name));
                Self::new(id, INVALID_REQUEST, message)
            }
            Unreadable::NoJson(error) => {
                let error = phrasing::cut(&error.to_string(), 200);
                Self::new(id, PARSE_ERROR, format!("the message cannot be read: {error}"))
            }
        }
    }

    /// The answer as JSON.
    pub(super) fn answer(&self) -> String {
        let Self { id, code, message, .. } = self;
        json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}}).to_string()
    }
}

/// The bytes of a message without the byte order mark that some programs write first; it means nothing in UTF-8.
pub(super) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)
}

/// The text of a message, repaired if it was cut in the middle of a character.
///
/// # Errors
///
/// The answer for its sender, if it is invalid or too large.
pub(super) fn read<'a>(bytes: &'a [u8], limits: &Limits, answers: Answers) -> Result<Cow<'a, str>, Refusal> {
    let text = String::from_utf8_lossy(without_mark(bytes));
    match outline::of(&text, limits.values) {
        Ok(outline) => check(outline, answers).map(|()| text),
        Err(why @ Unreadable::NoJson(_)) => {
            let repaired = without_half_characters(&text);
            let outline = if repaired == text { None } else { outline::of(&repaired, limits.values).ok() };
            match outline {
                Some(outline) => check(outline, answers).map(|()| repaired.into()),
                None => Err(Refusal::unreadable(&why, &text, limits)),
            }
        }
        Err(why) => Err(Refusal::unreadable(&why, &text, limits)),
    }
}

/// The ID of a message that cannot be read as a whole, if the ID can.
fn id_of(text: &str) -> Value {
    #[derive(Deserialize)]
    struct Message<'a> {
        #[serde(borrow)]
        id: &'a RawValue,
    }
    let id = serde_json::from_str(text).map(|message: Message<'_>| message.id.get());
    let id = id.ok().filter(|id| id.len() <= MAX_ID_BYTES && !id.starts_with(['{', '[', 't', 'f']));
    id.and_then(|id| serde_json::from_str(id).ok()).unwrap_or_default()
}

fn check(outline: Outline, answers: Answers) -> Result<(), Refusal> {
    let Outline { id, has_odd_id, is_2_0, method, is_answer, names_tool, has_odd_arguments } = outline;
    let (code, message) = match method.as_deref() {
        _ if !is_2_0 || method.is_none() && !is_answer => {
            (INVALID_REQUEST, "this is not a JSON-RPC 2.0 message: it needs `jsonrpc` and `method`")
        }
        None if answers == Answers::Refused => (
            INVALID_REQUEST,
            "this is an answer, and there is no request of this server that it could belong to: send a request, which has \
             a `method`",
        ),
        Some(_) if has_odd_id => (
            INVALID_REQUEST,
            "the `id` of a request is a string or a whole number: send one, or leave it out of a notification",
        ),
        Some("tools/call") if !names_tool => (INVALID_PARAMS, "`tools/call` needs `params.name`, the name of a tool"),
        Some("tools/call") if has_odd_arguments => {
            (INVALID_PARAMS, "`params.arguments` of `tools/call` is an object of parameters by name")
        }
        _ => return Ok(()),
    };
    Err(Refusal::new(id, code, message))
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
                r#"{"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"x","arguments":{"a":{"b":1,"b":2}}}}"#,
                json!(5),
                INVALID_REQUEST,
            ),
            (
                r#"{"jsonrpc":"2.0","id":{},"method":"tools/call","params":{"name":"x","arguments":[]}}"#,
                Value::Null,
                INVALID_REQUEST,
            ),
            (r#"{"jsonrpc":"2.0","id":null,"method":"tools/list"}"#, Value::Null, INVALID_REQUEST),
            (r#"{"jsonrpc":"2.0","id":1.5,"method":"tools/list"}"#, json!(1.5), INVALID_REQUEST),
            (
                r#"{"jsonrpc":"2.0","id":9223372036854775808,"method":"x"}"#,
                json!(9_223_372_036_854_775_808_u64),
                INVALID_REQUEST,
            ),
        ] {
            let refusal = read(text.as_bytes(), &Limits::KNOWN, Answers::Expected).unwrap_err();
            assert_eq!((&refusal.id, refusal.code), (&id, code), "{text}: {refusal:?}");
        }
    }

    #[test]
    fn a_text_that_was_cut_in_the_middle_of_a_character_is_repaired() {
        let cut =
            r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","arguments":{"query":"a\ud800b"}}}"#;
        assert_eq!(read(cut.as_bytes(), &Limits::KNOWN, Answers::Expected).unwrap(), cut.replace(r"\ud800", r"\ufffd"));
        let bytes = b"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{\"query\":\"a\xffb\"}}";
        assert!(read(bytes, &Limits::KNOWN, Answers::Expected).unwrap().contains("a\u{fffd}b"));
        let whole = r#"{"jsonrpc":"2.0","id":1,"result":{}}"#;
        assert_eq!(read(whole.as_bytes(), &Limits::KNOWN, Answers::Expected).unwrap(), whole);
    }

    #[test]
    fn what_holds_more_than_it_may_is_refused() {
        let call = |query: &str| {
            format!(r#"{{"jsonrpc":"2.0","method":"tools/call","params":{{"name":"x","arguments":{query}}},"id":7}}"#)
        };
        let zeros = |count| format!("[0{}]", ",0".repeat(count));
        let fields = |count| (0..count).map(|n| format!(r#""a{n}":{{}}"#)).collect::<Vec<_>>().join(",");
        for (query, limits, fits) in [
            (format!(r#"{{"a":{}}}"#, zeros(1_400)), Limits::UNKNOWN, true),
            (format!(r#"{{"a":{}}}"#, zeros(1_600)), Limits::UNKNOWN, false),
            (format!(r#"{{"a":{}}}"#, zeros(1_600)), Limits::KNOWN, true),
            (format!(r#"{{"a":{}}}"#, zeros(30_000)), Limits::KNOWN, false),
            (format!("{{{}}}", fields(700)), Limits::UNKNOWN, true),
            (format!("{{{}}}", fields(800)), Limits::UNKNOWN, false),
        ] {
            let read = read(call(&query).as_bytes(), &limits, Answers::Expected).map(|_| ());
            let told = read.map_err(|refusal| (refusal.id, refusal.code, refusal.is_too_large));
            assert_eq!(told, if fits { Ok(()) } else { Err((json!(7), INVALID_REQUEST, true)) }, "{limits:?}");
        }
        let deep = format!("{}1{}", r#"{"a":["#.repeat(40), "]}".repeat(40));
        let refusal = read(call(&deep).as_bytes(), &Limits::KNOWN, Answers::Expected).unwrap_err();
        assert_eq!((refusal.id, refusal.code), (json!(7), PARSE_ERROR));
        let id = format!(r#"{{"jsonrpc":"2.0","method":"x","id":{}}}"#, zeros(1_600));
        assert_eq!(read(id.as_bytes(), &Limits::UNKNOWN, Answers::Expected).unwrap_err().id, Value::Null);
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_a_message() {
        let message = r#"{"jsonrpc":"2.0","id":1,"method":"x"}"#;
        assert_eq!(read(format!("\u{feff}{message}").as_bytes(), &Limits::KNOWN, Answers::Expected).unwrap(), message);
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_message_or_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Err(refusal) = read(&bytes, &Limits::UNKNOWN, Answers::Expected) {
                let answer: Value = serde_json::from_str(&refusal.answer()).unwrap();
                prop_assert!(answer["error"]["code"].is_i64());
            }
        }
    }
}
