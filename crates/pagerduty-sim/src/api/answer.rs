//! What endpoints answer.

use serde_json::Value;

use super::error::ApiError;

/// What an endpoint answers: JSON, or nothing but a status.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Option<Value>,
}

impl From<Value> for Answer {
    fn from(body: Value) -> Self {
        Self { status: 200, body: Some(body) }
    }
}

impl Answer {
    /// 204: there is nothing to say.
    pub(crate) const NOTHING: Self = Self { status: 204, body: None };

    /// 201: something is new.
    pub(crate) fn created(body: Value) -> Self {
        Self { status: 201, body: Some(body) }
    }
}

/// An answer or a refusal.
pub(crate) type Outcome = Result<Answer, ApiError>;
