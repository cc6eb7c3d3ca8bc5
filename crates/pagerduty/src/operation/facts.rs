//! What PagerDuty's document says of an operation: one line of `facts.jsonl`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::query::Spelling;

/// One line.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Facts {
    pub(super) operation: &'static str,
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    pub(super) tag: &'static str,
    #[serde(default)]
    pub(super) scope: Option<&'static str>,
    #[serde(default)]
    pub(super) deprecated: bool,
    /// Whether the request names who makes it.
    #[serde(default)]
    pub(super) from: Option<Author>,
    /// Another header that the request needs: `NAME: VALUE`.
    #[serde(default)]
    pub(super) header: Option<&'static str>,
    /// The segments of the path that are one of a few words.
    #[serde(default)]
    pub(super) segments: Option<&'static str>,
    #[serde(default)]
    pub(super) query: Option<&'static str>,
    /// The lists of the query whose name does not repeat with brackets.
    #[serde(default)]
    pub(super) lists: BTreeMap<&'static str, Spelling>,
    #[serde(default)]
    pub(super) body: Option<&'static str>,
    #[serde(default)]
    pub(super) body_optional: bool,
    /// Whether the body is a text of comma-separated values.
    #[serde(default)]
    pub(super) csv: bool,
    #[serde(default)]
    pub(super) paging: Option<Paging>,
    /// The key of the rows (`incidents[]`) or of the object (`incident`).
    #[serde(default)]
    pub(super) answer: Option<&'static str>,
}

/// Whether a request names the user who makes it, in the header `From`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Author {
    /// PagerDuty refuses it otherwise.
    Required,
    /// It may.
    Optional,
}

/// How a list goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paging {
    /// From a row on, `offset`.
    Offset,
    /// With the `cursor` that came with the rows before.
    Cursor,
    /// With the text that came as `after`.
    After,
    /// With the last row, as `starting_after` in the body.
    StartingAfter,
    /// Not at all, but `limit` makes it longer.
    Limit,
}

impl Paging {
    /// What says where a page starts and how long it is. Whoever reads page by page sets none of them.
    #[must_use]
    pub const fn parameters(self) -> &'static [&'static str] {
        match self {
            Self::Offset => &["limit", "offset", "total"],
            Self::Cursor => &["limit", "cursor"],
            Self::After => &["limit", "after", "before", "total"],
            Self::StartingAfter => &["limit", "starting_after", "ending_before"],
            Self::Limit => &["limit", "total"],
        }
    }
}
