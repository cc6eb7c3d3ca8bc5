//! How lists of collections are filtered.

use crate::account::Account;
use crate::api::{ApiError, Call};
use crate::rows::Row;

/// One parameter of a list.
pub(super) enum Filter {
    /// `query`, which this field has to contain.
    Query(&'static str),
    /// A parameter whose value the field has to be.
    Is(&'static str, &'static str),
    /// A list parameter, of which the field has to have one.
    HasOneOf(&'static str, &'static str),
    /// A parameter that the list in a field has to have.
    Has(&'static str, &'static str),
    /// A rule of one collection.
    Rule(Rule),
}

/// Whether the object at a place is wanted.
pub(super) type Rule = fn(&Account, &Call<'_>, usize, &Row) -> Result<bool, ApiError>;

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
                let mut held = row.texts(field).chain([row.text(field)]);
                call.request.many(parameter).is_none_or(|values| held.any(|value| values.contains(&value)))
            }
            Filter::Has(parameter, field) => {
                let mut held = row.texts(field);
                call.request.one(parameter).is_none_or(|value| held.any(|held| held == value))
            }
            Filter::Rule(rule) => return rule(account, call, place, row),
        })
    }
}
