//! Offset paging: which rows a caller wants, and which it got.

use std::{collections::HashSet, ops::Range};

use serde::Serialize;

use crate::{Row, item::Item};

/// PagerDuty hands out no row of a list beyond this one (REST documentation, "Pagination").
pub const ROW_LIMIT: u64 = 10_000;

/// The largest page that PagerDuty serves.
pub(crate) const PAGE: u64 = 100;

/// How many rows, from which one on: a total, not a page size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Rows to skip.
    pub offset: u64,
    /// Rows to return at most.
    pub limit: u64,
    /// Whether the rows of the whole list are counted, so that all pages but the first are fetched at the same time.
    pub count: Count,
}

/// Whether PagerDuty is asked to count the rows of a whole list, which costs it time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Where the window has several pages.
    WhereNeeded,
    /// In any case.
    Always,
    /// It did, and this is what it said.
    Known(u64),
    /// It was asked, and did not say.
    Unknown,
}

impl Window {
    /// Every row that PagerDuty hands out.
    pub const ALL: Self = Self::new(0, ROW_LIMIT);

    /// These rows.
    #[must_use]
    pub const fn new(offset: u64, limit: u64) -> Self {
        Self { offset, limit, count: Count::WhereNeeded }
    }

    /// The first page of these rows, counted where more pages may follow.
    #[must_use]
    pub fn first_page(self) -> Self {
        let count = if self.limit > PAGE { Count::Always } else { self.count };
        Self { limit: self.limit.min(PAGE), count, ..self }
    }

    /// The same rows, and how many the whole list has.
    #[must_use]
    pub fn with_count(self) -> Self {
        Self { count: Count::Always, ..self }
    }

    /// The first page of these rows, counted in any case.
    #[must_use]
    pub fn counted(self) -> Self {
        self.with_count().first_page()
    }

    /// What is left of these rows after `page`, which was the first of them; at most `limit`, and nothing where the list
    /// has ended.
    #[must_use]
    pub fn after<T>(self, page: &Page<T>, limit: u64) -> Option<Self> {
        let next = page.next?;
        let limit = self.end().saturating_sub(next).min(limit);
        (limit > 0).then_some(Self { offset: next, limit, count: page.total.map_or(Count::Unknown, Count::Known) })
    }

    /// The window up to which PagerDuty answers.
    pub(crate) fn end(self) -> u64 {
        self.offset.saturating_add(self.limit).min(ROW_LIMIT)
    }

    /// The pages of a size that hold these rows.
    pub(crate) fn pages(rows: Range<u64>, size: u64) -> impl ExactSizeIterator<Item = Range<u64>> {
        let count = rows.end.saturating_sub(rows.start).div_ceil(size) as usize;
        (0..count).map(move |page| {
            let start = rows.start + page as u64 * size;
            start..(start + size).min(rows.end)
        })
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
    /// Rows of the whole list, where PagerDuty counted them.
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// No rows, and none to come.
    #[must_use]
    pub fn empty() -> Self {
        Self { rows: Vec::new(), unreadable: Vec::new(), next: None, total: None }
    }
}

impl<T> Page<T> {
    /// Each row once: one that moved while the pages were read stands on two of them.
    pub(crate) fn deduplicate(&mut self)
    where
        T: Item,
    {
        let mut seen = HashSet::new();
        self.rows.retain(|row| row.item.key().is_none_or(|id| seen.insert(id.to_owned())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_fetch_no_more_than_wanted() {
        let pages = |rows| Window::pages(rows, PAGE).map(|rows| (rows.start, rows.end)).collect::<Vec<_>>();
        assert_eq!(pages(0..5), [(0, 5)]);
        assert_eq!(pages(0..100), [(0, 100)]);
        assert_eq!(pages(100..250), [(100, 200), (200, 250)]);
        assert!(pages(7..7).is_empty());
        assert_eq!(Window::new(9_990, 100).end(), ROW_LIMIT);
    }
}
