//! What a tool answers: items with their metadata, in the envelope that every caller knows, and not more than fits.

pub mod budget;
pub mod cursor;
mod envelope;
pub mod extent;
pub mod include;
pub mod json_items;
pub mod lockdown;
pub mod paths;
pub mod present;
mod rows;
pub mod secrets;
pub mod strangers;
pub mod untrusted;

use std::{borrow::Cow, fmt};

use jiff::tz::TimeZone;
use pagerduty::{Page, ROW_LIMIT, Resource, Row};
use serde_json::{Map, Value, json};

pub(crate) use self::envelope::Envelope;
pub use self::rows::Rows;
use self::{
    cursor::{Fingerprint, Position},
    envelope::{bounded, head},
    extent::{Extent, Start},
    include::Include,
    json_items::JsonItems,
    strangers::Strangers,
};
use crate::{list::listing::Listing, phrasing, times};

/// Bytes of what stands beside the rows of an answer.
const MAX_BESIDE: usize = 4_000;

/// Bytes that are kept for saying what was shortened.
const ROOM_FOR_WORDS: usize = 800;

/// What a tool answers.
#[derive(Debug)]
pub struct Answer(Content);

#[derive(Debug)]
enum Content {
    Items(Box<Items>),
    /// An object without the envelope.
    Bare(Map<String, Value>),
}

struct Items {
    /// The key of the list, or of the object.
    plural: Cow<'static, str>,
    /// Whether there is one item, which is no list.
    is_object: bool,
    items: JsonItems,
    /// The place of each item in its list; empty if the items are not from a list.
    places: Vec<Position>,
    /// What else the metadata says, in order.
    metadata: Map<String, Value>,
    /// What the metadata says about the first `n` items.
    counts: Option<Counts>,
    warnings: Vec<String>,
    /// Where the list goes on after all items.
    next: Option<Position>,
    /// Items that were asked for, and were not fetched because they would not fit.
    left_out: u64,
    /// How much of the list this is.
    extent: Extent,
    /// What it is, where a number of results says too little.
    description: Option<String>,
    /// How to see others where PagerDuty hands out no more rows.
    narrowing: &'static str,
    /// Whether what was asked about is there, where the number of items does not say so.
    is_about_something: Option<bool>,
}

type Counts = Box<dyn FnOnce(usize) -> Map<String, Value> + Send>;

/// What shapes an envelope beside the answer itself.
#[derive(Debug)]
pub struct EnvelopeContext {
    /// Warnings of the arguments.
    pub warnings: Vec<String>,
    /// What cursors are bound to.
    pub query: Fingerprint,
    /// Whether the data is made up.
    pub simulated: bool,
    /// Bytes of compact JSON that the envelope may have.
    pub most_bytes: usize,
    /// What PagerDuty said about what is missing.
    pub upstream_messages: Vec<String>,
    /// Whether text of strangers is left out.
    pub lockdown: bool,
    /// The zone that all times are shown in, where it is not UTC.
    pub zone: Option<TimeZone>,
}

impl Answer {
    fn of(items: Items) -> Self {
        Self(Content::Items(Box::new(items)))
    }

    /// Items from a list.
    pub fn list<T: Resource>(page: &Page<T>, include: &Include<T>) -> Self {
        Self::of(Items {
            items: JsonItems::of(Strangers::of(include))
                .with(page.rows.iter().map(|row| present::item(row, include).into())),
            places: page.rows.iter().map(|row| Position::at(row.offset)).collect(),
            warnings: page.unreadable.clone(),
            next: page.next.map(Position::at),
            ..Items::none(T::KIND.plural())
        })
    }

    /// Items from a list that goes on with a cursor.
    pub fn listing<T: Resource, K>(listing: Listing<T, K>) -> Self {
        Self::of(Items {
            items: listing.items,
            places: listing.places,
            warnings: listing.unreadable,
            next: listing.next,
            left_out: listing.left_out,
            extent: listing.extent,
            ..Items::none(T::KIND.plural())
        })
    }

    /// One item, as a list of one.
    pub fn one<T: Resource>(item: Map<String, Value>, strangers: Strangers) -> Self {
        let items = JsonItems::of(strangers).with([item.into()]);
        Self::of(Items { items, ..Items::none(T::KIND.plural()) })
    }

    /// Rows of any shape from a list of PagerDuty's.
    pub fn rows(key: impl Into<Cow<'static, str>>, rows: Rows) -> Self {
        let Rows { items, places, next, start, total, warnings } = rows;
        Self::of(Items {
            items: JsonItems::of(Strangers::anywhere()).with(items.into_iter().map(present::composed)),
            places,
            next,
            warnings,
            extent: Extent { start, total, ..Extent::default() },
            ..Items::none(key)
        })
    }

    /// One object of any shape, as PagerDuty answered it.
    pub fn object(key: impl Into<Cow<'static, str>>, object: Value) -> Self {
        let object = present::composed(object);
        let object = if object.is_null() { Map::new().into() } else { object };
        let items = JsonItems::of(Strangers::anywhere()).with([object]);
        Self::of(Items { items, is_object: true, ..Items::none(key) })
    }

    /// Items that are this server's own words: nothing in them is masked or left out.
    pub fn written(plural: &'static str, items: Vec<Value>) -> Self {
        Self::of(Items { items: JsonItems::default().with(items), ..Items::none(plural) })
    }

    /// What PagerDuty answered beside the rows or the object, as far as it is not much.
    pub fn beside(mut self, fields: Map<String, Value>) -> Self {
        let Content::Items(items) = &mut self.0 else { return self };
        let fields = present::composed(fields.into());
        if fields.is_object() && budget::size(&fields) <= MAX_BESIDE {
            items.metadata.insert("other_fields".to_owned(), fields);
            let strangers = std::mem::take(&mut items.items.strangers);
            items.items.strangers = strangers.details(&["metadata.other_fields"]);
        }
        self
    }

    /// Items that were put together here, under the key of their list, and have no text of strangers.
    pub fn items(plural: &'static str, items: Vec<Value>) -> Self {
        Self::composed(plural, items, Strangers::default())
    }

    /// Items that were put together here, under the key of their list.
    pub fn composed(plural: &'static str, items: Vec<Value>, strangers: Strangers) -> Self {
        let items = JsonItems::of(strangers).with(items.into_iter().map(present::composed));
        Self::of(Items { items, ..Items::none(plural) })
    }

    /// One row, as a list of one.
    pub fn row<T: Resource>(row: &Row<T>, include: &Include<T>) -> Self {
        Self::one::<T>(present::item(row, include), Strangers::of(include))
    }

    /// An object without the envelope.
    pub fn bare(object: Map<String, Value>) -> Self {
        Self(Content::Bare(object))
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        matches!(&self.0, Content::Items(items) if items.items.len() == 0)
    }

    /// Says whether what was asked about is there: an empty list may be good news, and a full one have nothing in it.
    pub fn about(mut self, is_there: bool) -> Self {
        if let Content::Items(items) = &mut self.0 {
            items.is_about_something = Some(is_there);
        }
        self
    }

    /// Whether what was asked about may not be there.
    pub(crate) fn is_about_nothing(&self) -> bool {
        match &self.0 {
            Content::Items(items) => !items.is_about_something.unwrap_or(items.items.len() > 0),
            Content::Bare(_) => false,
        }
    }

    /// Adds to the metadata.
    pub fn metadata(mut self, key: &str, value: impl Into<Value>) -> Self {
        if let Content::Items(items) = &mut self.0 {
            items.metadata.insert(key.to_owned(), value.into());
        }
        self
    }

    /// Says what the answer is, where a number of results says too little.
    pub fn described(mut self, description: impl Into<String>) -> Self {
        if let Content::Items(items) = &mut self.0 {
            items.description = Some(description.into());
        }
        self
    }

    /// Says in which order the list is, such as `newest first`.
    pub fn in_order(mut self, order: &'static str) -> Self {
        if let Content::Items(items) = &mut self.0 {
            items.extent.order = Some(order);
        }
        self
    }

    /// Says how others are seen where PagerDuty hands out no more rows, such as `give a filter`.
    pub fn narrowed_by(mut self, narrowing: &'static str) -> Self {
        if let Content::Items(items) = &mut self.0 {
            items.narrowing = narrowing;
        }
        self
    }

    /// Adds to the metadata what is counted over the items that fit.
    pub fn counting(mut self, counts: impl FnOnce(usize) -> Map<String, Value> + Send + 'static) -> Self {
        if let Content::Items(items) = &mut self.0 {
            items.counts = Some(Box::new(counts));
        }
        self
    }

    /// The answer as callers read it.
    pub(crate) fn into_envelope(self, shape: EnvelopeContext) -> Envelope {
        match self.0 {
            Content::Items(items) => items.into_envelope(shape),
            Content::Bare(object) => {
                let mut object = object.into();
                untrusted::clean_all(&mut object);
                Envelope::of(&object)
            }
        }
    }
}

impl Items {
    fn none(plural: impl Into<Cow<'static, str>>) -> Self {
        Self {
            plural: plural.into(),
            is_object: false,
            items: JsonItems::default(),
            places: Vec::new(),
            metadata: Map::new(),
            counts: None,
            warnings: Vec::new(),
            next: None,
            left_out: 0,
            extent: Extent::default(),
            description: None,
            narrowing: "narrow it",
            is_about_something: None,
        }
    }

    /// Leaves what lockdown leaves; the warning says what went.
    fn lock(&mut self) -> Option<String> {
        let (items, left_out) = std::mem::take(&mut self.items).lock();
        self.items = items;
        self.items.strangers.lock_metadata(&mut self.metadata);
        (!left_out.is_empty()).then(|| format!("lockdown leaves out {}", phrasing::list(left_out, "and")))
    }

    fn into_envelope(mut self, shape: EnvelopeContext) -> Envelope {
        let plural = std::mem::take(&mut self.plural);
        if let Some(zone) = &shape.zone {
            self.items = std::mem::take(&mut self.items).changed(|item| times::in_zone(item, zone));
            times::fields_in_zone(&mut self.metadata, zone);
        }
        let mut warnings = shape.warnings;
        warnings.append(&mut self.warnings);
        if shape.lockdown {
            warnings.extend(self.lock());
        }
        // What stands around the items, as large as it can get.
        let around =
            json!({"metadata": self.metadata, "warnings": bounded(warnings.clone()), "upstream_messages": shape.upstream_messages,
                "untrusted": self.items.strangers.names(usize::MAX, &self.metadata), plural.as_ref(): []}).to_string();
        let room = shape.most_bytes.saturating_sub(around.len() + ROOM_FOR_WORDS);
        let mut shown = self.items.fitting(room);
        let mut cut = None;
        if shown == 0 && self.items.len() > 0 {
            // It was written here, and not deeper than can be read.
            let mut first: Value = serde_json::from_str(self.items.first(1)).unwrap_or_default();
            let shortened = budget::shorten(&mut first, room);
            if !shortened.is_empty() {
                warnings.push(format!("too large for one answer, so shortened: {}", shortened.join(", ")));
            }
            cut = Some(first.to_string());
            shown = 1;
        }
        if shown < self.items.len() {
            self.next = self.places.get(shown).cloned();
            self.left_out += (self.items.len() - shown) as u64;
            if self.next.is_none() {
                warnings.push(format!(
                    "{} more do not fit into one answer: ask for fewer fields with `include`",
                    self.left_out
                ));
            }
        }
        if self.next.as_ref().is_some_and(|next| next.offset >= ROW_LIMIT) {
            // No cursor could go on from there.
            warnings.push(format!(
                "PagerDuty hands out the first {ROW_LIMIT} rows of a query only: {} to see others",
                self.narrowing
            ));
        }
        let is_part = self.next.is_some() || self.left_out > 0;
        let starts_the_list = self.extent.start == Start::default();
        if self.places.is_empty() && self.extent.total.is_none() && starts_the_list {
            // They were put together here, so all of them are known.
            self.extent.total = Some(shown as u64 + self.left_out);
        }
        let whole = self.description.take().filter(|_| !is_part);
        let description = whole.unwrap_or_else(|| self.extent.description(shown, &plural, is_part));
        let mut metadata = head(shown, &description, shape.simulated, shape.lockdown);
        if let Some(total) = self.extent.total.filter(|_| is_part || self.extent.start != Start::default()) {
            metadata.insert("total".into(), total.into());
        }
        let mut untrusted = self.items.strangers.names(shown, &self.metadata);
        metadata.extend(self.counts.map(|counts| counts(shown)).unwrap_or_default());
        metadata.extend(self.metadata);
        if !warnings.is_empty() {
            metadata.insert("warnings".into(), bounded(warnings).into());
        }
        if is_part {
            metadata.insert("truncated".into(), true.into());
        }
        if let Some(next) = self.next.filter(|next| next.offset < ROW_LIMIT) {
            metadata.insert("next_cursor".into(), shape.query.cursor(next).into());
        }
        if self.left_out > 0 {
            metadata.insert("left_out".into(), self.left_out.into());
        }
        if !shape.upstream_messages.is_empty() {
            metadata.insert("upstream_messages".into(), shape.upstream_messages.into());
            untrusted.push("metadata.upstream_messages".into());
        }
        if !untrusted.is_empty() {
            metadata.insert("untrusted".into(), untrusted.into());
        }
        let mut metadata = Value::from(metadata);
        // Titles and names are in it.
        untrusted::clean_all(&mut metadata);
        let items = cut.as_deref().unwrap_or_else(|| self.items.first(shown));
        // A key may be a word of the caller's.
        let key = Value::from(plural);
        if self.is_object {
            return Envelope(format!(r#"{{"metadata":{metadata},{key}:{items}}}"#));
        }
        Envelope(format!(r#"{{"metadata":{metadata},{key}:[{items}]}}"#))
    }
}

impl fmt::Debug for Items {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("plural", &self.plural).field("items", &self.items.len()).finish_non_exhaustive()
    }
}
