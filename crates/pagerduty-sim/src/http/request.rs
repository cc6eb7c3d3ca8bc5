//! A request, taken apart.

use std::borrow::Cow;

use bytes::Bytes;
use hyper::HeaderMap;
use percent_encoding::percent_decode_str;
use serde_json::Value;

/// A request with its query decoded.
pub(crate) struct Request {
    pub(crate) method: String,
    /// As it was sent, still percent-encoded.
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Request {
    pub(crate) fn new(parts: hyper::http::request::Parts, body: Bytes) -> Self {
        Self {
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().map(decode_query).unwrap_or_default(),
            headers: parts.headers,
            body,
        }
    }

    /// The path's parts, percent-decoded.
    pub(crate) fn segments(&self) -> Vec<Cow<'_, str>> {
        self.path
            .split('/')
            .filter(|segment| !segment.is_empty())
            .map(|segment| percent_decode_str(segment).decode_utf8_lossy())
            .collect()
    }

    /// The value of a parameter; the last one if there are several.
    pub(crate) fn one(&self, name: &str) -> Option<&str> {
        self.query.iter().rfind(|(each, _)| each == name).map(|(_, value)| value.as_str())
    }

    /// All values of a list parameter, whose name ends in `[]`; `None` if there are no values.
    pub(crate) fn many(&self, name: &str) -> Option<Vec<&str>> {
        debug_assert!(name.ends_with("[]"));
        let values: Vec<&str> =
            self.query.iter().filter(|(each, _)| each == name).map(|(_, value)| value.as_str()).collect();
        (!values.is_empty()).then_some(values)
    }

    /// Whether a parameter is `true` or `1`.
    pub(crate) fn flag(&self, name: &str) -> bool {
        matches!(self.one(name), Some("true" | "1"))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body, if it is JSON.
    pub(crate) fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

/// The pairs of a query or a form.
pub(crate) fn decode_query(query: &str) -> Vec<(String, String)> {
    let decode = |text: &str| {
        let spaced = text.replace('+', " ");
        percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
    };
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::decode_query;

    #[test]
    fn a_query_is_decoded() {
        let query = decode_query("team_ids%5B%5D=P1&team_ids[]=P%202&q=a+b&flag");
        let pairs: Vec<(&str, &str)> = query.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(pairs, [("team_ids[]", "P1"), ("team_ids[]", "P 2"), ("q", "a b"), ("flag", "")]);
    }
}
