//! What goes back to the caller, whole or cut short.

use std::borrow::Cow;

use bytes::Bytes;
use serde_json::Value;

/// A response.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(Cow<'static, str>, String)>,
    pub(crate) body: Bytes,
    pub(crate) cut: Option<Cut>,
}

/// Where a connection breaks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Cut {
    BeforeAnswer,
    MidBody,
    /// It does not break, but takes longer than anybody waits.
    Trickle,
}

impl Reply {
    pub(crate) fn json(status: u16, value: &Value) -> Self {
        Self::new(status, "application/json; charset=utf-8", value.to_string())
    }

    pub(crate) fn new(status: u16, content_type: &str, body: String) -> Self {
        Self { status, headers: vec![("content-type".into(), content_type.to_owned())], body: body.into(), cut: None }
    }

    /// No body at all.
    pub(crate) fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Bytes::new(), cut: None }
    }
}
