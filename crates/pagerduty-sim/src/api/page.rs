//! Classic pagination: `limit`, `offset`, `total`, and the envelope that answers them.
//!
//! Source: PagerDuty REST documentation, "Pagination".

use serde_json::{Map, Value, json};

use super::error::ApiError;
use crate::http::Request;

const DEFAULT_LIMIT: usize = 25;
const MOST: usize = 100;
/// The last row that can be reached.
const REACH: usize = 10_000;

/// The part of a list that is wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page {
    limit: usize,
    offset: usize,
    total: bool,
}

impl Page {
    /// The page of a request.
    pub(crate) fn of(request: &Request) -> Result<Self, ApiError> {
        Self::within(request, DEFAULT_LIMIT, MOST)
    }

    /// The page of a request for a list with limits of its own. Numbers that make no sense count as absent.
    pub(crate) fn within(request: &Request, default: usize, most: usize) -> Result<Self, ApiError> {
        let number = |name| request.one(name).and_then(|text| text.parse::<usize>().ok());
        let limit = number("limit").filter(|limit| *limit > 0).unwrap_or(default).min(most);
        let offset = number("offset").unwrap_or(0);
        if offset.saturating_add(limit) > REACH {
            return Err(ApiError::offset_too_large());
        }
        Ok(Self { limit, offset, total: request.one("total") == Some("true") })
    }

    /// Cuts a list and writes the envelope around the rows.
    pub(crate) fn answer<T>(self, name: &str, rows: impl Iterator<Item = T>, write: impl FnMut(T) -> Value) -> Value {
        let mut rows = rows.fuse();
        let mut seen = rows.by_ref().take(self.offset).count();
        let page: Vec<T> = rows.by_ref().take(self.limit).collect();
        seen += page.len();
        let more = rows.next().is_some();
        seen += usize::from(more);
        let total = if self.total { json!(seen + rows.count()) } else { Value::Null };
        let mut answer = Map::with_capacity(5);
        answer.insert(name.to_owned(), page.into_iter().map(write).collect());
        answer.insert("limit".to_owned(), json!(self.limit));
        answer.insert("offset".to_owned(), json!(self.offset));
        answer.insert("total".to_owned(), total);
        answer.insert("more".to_owned(), json!(more));
        Value::Object(answer)
    }
}
