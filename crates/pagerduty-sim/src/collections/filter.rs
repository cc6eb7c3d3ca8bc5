//! How lists of collections are filtered.

use serde_json::Value;

use super::Row;
use crate::account::Account;
use crate::api::{ApiError, Call};

/// One parameter of a list.
pub(super) enum Filter {
    /// `query`, which this field has to contain.
    Query(&'static str),
    /// A parameter whose value the field has to be.
    Is(&'static str, &'static str),
    /// A list parameter, of which the field has to have one.
    HasOneOf(&'static str, &'static str),
    /// A rule of one collection.
    Rule(fn(&Account, &Call<'_>, usize, &Row) -> Result<bool, ApiError>),
}

impl Filter {
    pub(super) fn matches(
        &self,
        account: &Account,
        call: &Call<'_>,
        place: usize,
        row: &Row,
    ) -> Result<bool, ApiError> {
        Ok(match self {
            Filter::Query(field) => call.matches_query(row.text(field)),
            Filter::Is(parameter, field) => call.request.one(parameter).is_none_or(|value| value == row.text(field)),
            Filter::HasOneOf(parameter, field) => {
                let held = row.fields.get(*field).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
                let mut held = held.iter().filter_map(Value::as_str);
                call.request.many(parameter).is_none_or(|values| held.any(|value| values.contains(&value)))
            }
            Filter::Rule(rule) => return rule(account, call, place, row),
        })
    }
}
