//! Reading what came back: rows, each on its own, so that an odd one never fails its list.

use std::{borrow::Cow, collections::BTreeMap};

use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, value::RawValue};

use crate::{Error, Resource, Result, field::readable};

/// One object that PagerDuty sent: the fields that the model knows, and any other by its name.
#[derive(Clone, Debug)]
pub struct Row<T> {
    /// The fields that the model knows.
    pub item: T,
    /// Its place in its list, from 0 on; 0 where it came alone.
    pub offset: u64,
    /// The object as it came: a slice of the answer.
    json: Bytes,
}

impl<T> Row<T> {
    /// Every field of the object as it came.
    #[must_use]
    pub fn fields(&self) -> BTreeMap<String, Value> {
        // The bytes were read as an object once already.
        let raw: BTreeMap<String, &RawValue> = serde_json::from_slice(&self.json).unwrap_or_default();
        raw.into_iter().map(|(name, raw)| (name, readable(raw))).collect()
    }
}

/// The top level of an answer, each entry still to be read.
#[derive(Deserialize)]
#[serde(transparent)]
struct Top<'a>(#[serde(borrow)] BTreeMap<Cow<'a, str>, &'a RawValue>);

/// A list as it came.
pub(crate) struct Rows<T> {
    pub(crate) rows: Vec<Row<T>>,
    pub(crate) unreadable: Vec<String>,
    /// Whether PagerDuty has more rows beyond these.
    pub(crate) more: bool,
    /// How many rows there are in all, where that was asked for and is known.
    pub(crate) total: Option<u64>,
    /// The offset after the last of these rows.
    pub(crate) end: u64,
}

impl<T> Rows<T> {
    /// No rows yet, from this offset on.
    pub(crate) fn at(offset: u64) -> Self {
        Self { rows: Vec::new(), unreadable: Vec::new(), more: false, total: None, end: offset }
    }
}

/// Reads the list under `key`, whose first row has this offset.
pub(crate) fn list<T: Resource>(body: &Bytes, key: &str, offset: u64) -> Result<Rows<T>> {
    let top = top(body)?;
    let raw = entry(&top, key)?;
    let raws: Vec<&RawValue> = serde_json::from_str(raw.get()).map_err(|error| Error::unreadable(key, error))?;
    let mut list = Rows { rows: Vec::with_capacity(raws.len()), ..Rows::at(offset + raws.len() as u64) };
    for (index, raw) in raws.into_iter().enumerate() {
        if !raw.get().starts_with('{') {
            list.unreadable.push(format!("`{key}[{index}]` is not an object and was left out"));
            continue;
        }
        match row(body, raw, offset + index as u64) {
            Ok(row) => list.rows.push(row),
            Err(problem) => {
                list.unreadable.push(format!("`{key}[{index}]` cannot be read and was left out: {problem}"))
            }
        }
    }
    list.total = read(&top, "total");
    // Where PagerDuty does not say whether there is more, the count does.
    list.more = read(&top, "more").unwrap_or(list.total.is_some_and(|total| total > list.end));
    Ok(list)
}

/// Reads the list of texts under `key`.
pub(crate) fn texts(body: &Bytes, key: &str) -> Result<Vec<String>> {
    let top = top(body)?;
    serde_json::from_str(entry(&top, key)?.get()).map_err(|error| Error::unreadable(key, error))
}

/// Reads the object under `key`.
pub(crate) fn one<T: Resource>(body: &Bytes, key: &str) -> Result<Row<T>> {
    let top = top(body)?;
    row(body, entry(&top, key)?, 0).map_err(|problem| Error::unreadable(key, problem))
}

fn top(body: &Bytes) -> Result<Top<'_>> {
    serde_json::from_slice(body).map_err(|error| Error::unreadable("$", error))
}

fn entry<'a>(top: &Top<'a>, key: &str) -> Result<&'a RawValue> {
    top.0.get(key).copied().ok_or_else(|| Error::unreadable(key, "it is missing"))
}

fn read<'a, T: Deserialize<'a>>(top: &Top<'a>, key: &str) -> Option<T> {
    serde_json::from_str(top.0.get(key)?.get()).ok()
}

fn row<T: Resource>(body: &Bytes, raw: &RawValue, offset: u64) -> Result<Row<T>, serde_json::Error> {
    let mut item: T = serde_json::from_str(raw.get())?;
    item.settle();
    Ok(Row { item, offset, json: body.slice_ref(raw.get().as_bytes()) })
}
