//! The items of a list as far as they were read, and where it goes on.

use std::{collections::HashSet, marker::PhantomData};

use pagerduty::{Page, Resource};
use serde_json::Value;

use crate::answer::{
    cursor::{Position, Range},
    extent::{Extent, Start},
    include::Include,
    json_items::JsonItems,
    present,
    strangers::Strangers,
};

/// The items of a list, and where it goes on.
#[derive(Debug)]
pub struct Listing<T, K = ()> {
    pub(crate) items: JsonItems,
    /// The place of each of them in its list.
    pub places: Vec<Position>,
    /// What the tool keeps of each of the rows.
    pub kept: Vec<K>,
    /// Rows that could not be read at all, each as a sentence.
    pub unreadable: Vec<String>,
    pub(crate) next: Option<Position>,
    /// Rows that the caller wanted, and that were not fetched because they would not fit into the answer.
    pub left_out: u64,
    /// How much of the list this is.
    pub(crate) extent: Extent,
    /// The IDs of the rows.
    seen: HashSet<String>,
    of: PhantomData<fn() -> T>,
}

impl<T: Resource> Listing<T> {
    /// The rows of a page, with which the list ends.
    pub fn of(mut page: Page<T>, include: &Include<T>) -> Self {
        let mut listing = Self::none(include);
        listing.add(&mut page, include, &|_| ());
        listing
    }
}

impl<T: Resource, K> Listing<T, K> {
    /// Whether the list goes on after these items.
    #[must_use]
    pub fn goes_on(&self) -> bool {
        self.next.is_some()
    }

    /// Items of the whole list, where PagerDuty counts them: a list that is filtered here has more rows than items.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.extent.total.filter(|_| self.extent.looked_at.is_none())
    }

    pub(crate) fn none(include: &Include<T>) -> Self {
        Self {
            items: JsonItems::of(Strangers::of(include)),
            places: Vec::new(),
            kept: Vec::new(),
            unreadable: Vec::new(),
            next: None,
            left_out: 0,
            extent: Extent::default(),
            seen: HashSet::new(),
            of: PhantomData,
        }
    }

    /// Items that were put together here, from this place on, and the length of the whole list.
    pub fn composed(items: Vec<Value>, offset: u64, total: u64, include: &Include<T>) -> Self {
        let next = offset + items.len() as u64;
        Self {
            places: (offset..next).map(Position::at).collect(),
            next: (next < total).then_some(Position::at(next)),
            extent: Extent { total: Some(total), start: Start::After(offset), ..Extent::default() },
            items: JsonItems::of(Strangers::of(include)).with(items),
            ..Self::none(include)
        }
    }

    /// Says that its offsets count in a range of time beyond the row limit.
    pub(crate) fn set_range(&mut self, range: Option<Range>) {
        if range.is_some() {
            self.extent = Extent { start: Start::Beyond, total: None, ..self.extent };
        }
    }

    /// Adds the rows of a page, each once: one that moved while the pages were read stands on two of them.
    pub fn add(&mut self, page: &mut Page<T>, include: &Include<T>, keep: &impl Fn(&T) -> K) {
        for row in page.rows.drain(..) {
            if row.item.id().is_none_or(|id| self.seen.insert(id.to_owned())) {
                self.items.push(&present::item(&row, include).into());
                self.places.push(Position::at(row.offset));
                self.kept.push(keep(&row.item));
            }
        }
        self.unreadable.append(&mut page.unreadable);
    }
}
