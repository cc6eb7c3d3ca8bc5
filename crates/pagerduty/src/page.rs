//! Offset paging: which rows a caller wants, and which it got.

use std::ops::Range;

use serde::Serialize;

use crate::Row;

/// PagerDuty hands out no row of a list beyond this one (REST documentation, "Pagination").
pub const ROW_LIMIT: u64 = 10_000;

/// The largest page that PagerDuty serves.
const PAGE: u64 = 100;

/// How many rows, from which one on: a total, not a page size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Rows to skip.
    pub offset: u64,
    /// Rows to return at most.
    pub limit: u64,
}

impl Window {
    /// Every row that PagerDuty hands out.
    pub const ALL: Self = Self { offset: 0, limit: ROW_LIMIT };

    /// The window up to which PagerDuty answers.
    pub(crate) fn end(self) -> u64 {
        self.offset.saturating_add(self.limit).min(ROW_LIMIT)
    }

    /// The pages that hold these rows.
    pub(crate) fn pages(rows: Range<u64>) -> impl Iterator<Item = Range<u64>> {
        (rows.start..rows.end).step_by(PAGE as usize).map(move |start| start..(start + PAGE).min(rows.end))
    }
}

/// The paging parameters of one request.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct PageQuery {
    pub(crate) limit: u64,
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) offset: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) total: Option<bool>,
}

fn is_zero(offset: &u64) -> bool {
    *offset == 0
}

/// Rows of a list, and where it goes on.
#[derive(Debug)]
pub struct Page<T> {
    /// The rows, in PagerDuty's order.
    pub rows: Vec<Row<T>>,
    /// Rows that could not be read at all, each as a sentence.
    pub unreadable: Vec<String>,
    /// The offset of the first row that was not fetched, when there are more.
    pub next: Option<u64>,
}

impl<T> Page<T> {
    /// No rows, and none to come.
    #[must_use]
    pub fn empty() -> Self {
        Self { rows: Vec::new(), unreadable: Vec::new(), next: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_fetch_no_more_than_wanted() {
        let pages = |rows| Window::pages(rows).map(|rows| (rows.start, rows.end)).collect::<Vec<_>>();
        assert_eq!(pages(0..5), [(0, 5)]);
        assert_eq!(pages(0..100), [(0, 100)]);
        assert_eq!(pages(100..250), [(100, 200), (200, 250)]);
        assert!(pages(7..7).is_empty());
        assert_eq!(Window { offset: 9_990, limit: 100 }.end(), ROW_LIMIT);
    }
}
