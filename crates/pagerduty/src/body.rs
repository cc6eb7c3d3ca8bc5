//! Reading what came back: rows, each on its own, so that an odd one never fails its list.

use std::{borrow::Cow, collections::BTreeMap, fmt};

use bytes::Bytes;
use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeSeed, IgnoredAny, MapAccess, Visitor},
};
use serde_json::{Value, value::RawValue};

use crate::{Error, ErrorKind, Resource, Result, error::without_quotes, field::readable};

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

/// What was asked for of a list, and what is known of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    /// Where the first row is.
    pub(crate) offset: u64,
    /// Rows at most.
    pub(crate) limit: u64,
    /// Rows of the whole list, where PagerDuty counted them before.
    pub(crate) total: Option<u64>,
}

impl Asked {
    /// The whole of a list that does not page.
    pub(crate) const ALL: Self = Self { offset: 0, limit: u64::MAX, total: None };
}

/// The rows under `key`, and what is said about the whole list.
struct Listed<'a> {
    rows: Vec<&'a RawValue>,
    more: Option<bool>,
    total: Option<u64>,
}

/// Reads a [`Listed`] in one go.
struct ListUnder<'k>(&'k str);

impl<'de> DeserializeSeed<'de> for ListUnder<'_> {
    type Value = Listed<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Listed<'de>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ListUnder<'_> {
    type Value = Listed<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with a list under `{}`", self.0)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Listed<'de>, A::Error> {
        let (mut rows, mut more, mut total) = (None, None, None);
        while let Some(name) = entries.next_key::<Cow<'de, str>>()? {
            match &*name {
                "more" => more = serde_json::from_str(entries.next_value::<&RawValue>()?.get()).ok(),
                "total" => total = serde_json::from_str(entries.next_value::<&RawValue>()?.get()).ok(),
                name if name == self.0 => rows = Some(entries.next_value()?),
                _ => drop(entries.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Listed { rows: rows.ok_or_else(|| de::Error::custom("it is missing"))?, more, total })
    }
}

/// The rows under `key`, and what is said about the whole list.
fn listed<'a>(body: &'a Bytes, key: &str) -> Result<Listed<'a>> {
    let mut json = serde_json::Deserializer::from_slice(text(body));
    let read = ListUnder(key).deserialize(&mut json).and_then(|listed| json.end().map(|()| listed));
    read.or_else(|error| {
        // What is wrong, and where.
        let raw = entry(&top(body)?, key)?;
        Err(Error::unreadable(key, serde_json::from_str::<Vec<&RawValue>>(raw.get()).err().unwrap_or(error)))
    })
}

/// Reads the list under `key`.
pub(crate) fn list<T: Resource>(body: &Bytes, key: &str, asked: Asked) -> Result<Rows<T>> {
    let Asked { offset, limit, total } = asked;
    let Listed { rows: raws, more, total: counted } = listed(body, key)?;
    let mut list = Rows { rows: Vec::with_capacity(raws.len()), ..Rows::at(offset + raws.len() as u64) };
    for (index, raw) in raws.into_iter().enumerate() {
        if !raw.get().starts_with('{') {
            list.unreadable.push(format!("`{key}[{index}]` is not an object and was left out"));
            continue;
        }
        match row(body, raw, offset + index as u64) {
            Ok(row) => list.rows.push(row),
            Err(problem) => list.unreadable.push(format!(
                "`{key}[{index}]` cannot be read and was left out: {}",
                without_quotes(&problem.to_string())
            )),
        }
    }
    list.total = counted;
    // Where PagerDuty does not say whether there is more, the count does, and where there is none, a page that is full.
    let uncounted = |total: u64| total > list.end;
    let is_full = list.end - offset >= limit;
    list.more = more.or(list.total.or(total).map(uncounted)).unwrap_or(is_full);
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

/// The answer without what some programs write before it.
fn text(body: &Bytes) -> &[u8] {
    body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body)
}

fn top(body: &Bytes) -> Result<Top<'_>> {
    let text = text(body);
    serde_json::from_slice(text).map_err(|error| match text.trim_ascii_start().first() {
        Some(b'<') => Error::new(
            ErrorKind::InvalidResponse,
            "a page of HTML came instead of PagerDuty's answer: something on the way, such as a proxy, has answered",
        ),
        _ => Error::unreadable("$", error),
    })
}

/// Which some programs write before UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Characters of what stands in the place of an answer.
const MOST_SAID: usize = 2000;

fn entry<'a>(top: &Top<'a>, key: &str) -> Result<&'a RawValue> {
    top.0.get(key).copied().ok_or_else(|| match top.0.get("error").or_else(|| top.0.get("message")) {
        Some(said) => {
            let said: String = said.get().chars().take(MOST_SAID).collect();
            Error::unreadable(key, "it is missing, and there is an error").with_upstream_message(said)
        }
        None => Error::unreadable(key, "it is missing"),
    })
}

fn row<T: Resource>(body: &Bytes, raw: &RawValue, offset: u64) -> Result<Row<T>, serde_json::Error> {
    let mut item: T = serde_json::from_str(raw.get())?;
    item.settle();
    Ok(Row { item, offset, json: body.slice_ref(raw.get().as_bytes()) })
}
