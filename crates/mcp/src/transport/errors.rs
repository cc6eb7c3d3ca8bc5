//! Protocol errors on their way out. Both ours and the library's quote what clients sent: names of methods, tools and
//! prompts, addresses of resources, versions. So they are cleaned where they are written.

use std::convert::Infallible;

use bytes::Bytes;
use http::{Response, header::CONTENT_TYPE};
use http_body_util::{
    BodyExt, Full,
    combinators::{BoxBody, UnsyncBoxBody},
};
use rmcp::ErrorData;
use serde_json::Value;
use toolkit::{answer::untrusted, phrasing};

/// Longest message, in characters: clients choose the length of what is quoted.
const LONGEST_MESSAGE: usize = 1000;

/// Removes control and invisible characters from an error.
pub(super) fn clean(error: &mut ErrorData) {
    let mut message = phrasing::cut(&error.message, LONGEST_MESSAGE);
    untrusted::clean(&mut message);
    error.message = message.into();
    error.data.iter_mut().for_each(untrusted::clean_all);
}

/// The answer to a request over HTTP, cleaned if it is an error in plain JSON.
pub(super) async fn cleaned(
    response: Response<BoxBody<Bytes, Infallible>>,
) -> Response<UnsyncBoxBody<Bytes, Infallible>> {
    let content_type = response.headers().get(CONTENT_TYPE).map(http::HeaderValue::as_bytes);
    if !content_type.is_some_and(|value| value.starts_with(b"application/json")) {
        return response.map(BodyExt::boxed_unsync);
    }
    let (parts, body) = response.into_parts();
    // The body is a single chunk, so this copies nothing.
    let Ok(body) = body.collect().await;
    let bytes = body.to_bytes();
    let bytes = cleaned_error(&bytes).unwrap_or(bytes);
    Response::from_parts(parts, Full::new(bytes).boxed_unsync())
}

/// The message without control and invisible characters, if it is an error.
fn cleaned_error(message: &[u8]) -> Option<Bytes> {
    // Both as long as the other.
    const ERROR: &[u8; 9] = br#""error":{"#;
    const RESULT: &[u8; 9] = br#""result":"#;
    // Both are near the start.
    let first = message.windows(RESULT.len()).find(|window| *window == RESULT || *window == ERROR)?;
    if first == RESULT {
        return None;
    }
    let mut message: Value = serde_json::from_slice(message).ok()?;
    untrusted::clean_all(message.get_mut("error")?);
    Some(message.to_string().into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn errors_are_cleaned_and_results_left_alone() {
        let error = json!({"jsonrpc": "2.0", "id": 1, "error": {"code": -32601, "message": "a\u{1b}[2J\u{202e}b"}});
        let cleaned = cleaned_error(error.to_string().as_bytes()).unwrap();
        assert!(String::from_utf8_lossy(&cleaned).contains(r#""message":"a[2Jb""#));
        let result = json!({"jsonrpc": "2.0", "id": 1, "result": {"structuredContent": {"error": {"message": "a"}}}});
        assert_eq!(cleaned_error(result.to_string().as_bytes()), None);
    }
}
