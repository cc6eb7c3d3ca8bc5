//! Doors to what benchmarks measure and nobody else should call: built with the feature `bench` only.

use bytes::Bytes;
use serde::Serialize;

use crate::{
    Page, Resource, Result,
    body::{self, Asked},
    query,
};

/// Reads a page of a list, as the client does.
///
/// # Errors
///
/// When it is invalid.
pub fn decode<T: Resource>(body: &Bytes) -> Result<Page<T>> {
    let rows = body::list(body, T::KIND.plural(), Asked::ALL)?;
    Ok(Page { rows: rows.rows, unreadable: rows.unreadable, next: None, total: rows.total })
}

/// Spells the parameters of a request, as the client does.
///
/// # Errors
///
/// When they cannot be spelled.
pub fn encode(parameters: &impl Serialize) -> Result<Vec<(String, String)>> {
    query::pairs(parameters)
}
