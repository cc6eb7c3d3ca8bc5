//! Reading what came back: rows, each on its own, so that an odd one never fails its list.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde::de::DeserializeSeed;
use serde_json::{Map, Value, value::RawValue};

use crate::{
    Error, ErrorKind, Result,
    error::without_quotes,
    field::readable,
    item::Item,
    page::ROW_LIMIT,
    seed::{AtMost, Entries, Entry, EntryUnder, First, ListUnder, Listed},
};

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
    /// The object as it came, its keys in their order.
    pub(crate) fn object(&self) -> Map<String, Value> {
        // The bytes were read as an object once already.
        let Entries(entries) = serde_json::from_slice(&self.json).unwrap_or_default();
        entries.into_iter().map(|(name, raw)| (name, readable(raw))).collect()
    }

    /// Every field of the object as it came.
    #[must_use]
    pub fn fields(&self) -> BTreeMap<String, Value> {
        // The bytes were read as an object once already.
        let raw: BTreeMap<String, &RawValue> = serde_json::from_slice(&self.json).unwrap_or_default();
        raw.into_iter().map(|(name, raw)| (name, readable(raw))).collect()
    }
}

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
    /// Rows that came although nobody asked for them, and were not kept.
    pub(crate) skipped: u64,
}

impl<T> Rows<T> {
    /// No rows yet, from this offset on.
    pub(crate) fn at(offset: u64) -> Self {
        Self { rows: Vec::new(), unreadable: Vec::new(), more: false, total: None, end: offset, skipped: 0 }
    }
}

/// What was asked for of a list, and what is known of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    /// Where the first row is.
    pub(crate) offset: u64,
    /// Rows at most, as PagerDuty was told.
    pub(crate) limit: u64,
    /// Rows that are kept at most, should more come all the same.
    pub(crate) keep: u64,
    /// Rows of the whole list, where PagerDuty counted them before.
    pub(crate) total: Option<u64>,
}

impl Asked {
    /// The whole of a list that does not page, as far as it is one that anybody reads.
    pub(crate) const ALL: Self = Self { offset: 0, limit: u64::MAX, keep: ROW_LIMIT, total: None };
}

/// Reads the list under `key`: no more rows than were asked for, whatever was sent.
pub(crate) fn list<T: Item>(body: &Bytes, key: &str, asked: Asked) -> Result<Rows<T>> {
    let Asked { offset, limit, total, keep } = asked;
    let Listed { rows: First { items: raws, skipped }, more, total: counted } = listed(body, key, keep)?;
    let mut list = Rows { rows: Vec::with_capacity(raws.len()), ..Rows::at(offset + raws.len() as u64) };
    // Rows are slices of the answer, so a few of them would keep what was skipped, too.
    let kept: usize = raws.iter().map(|raw| raw.get().len()).sum();
    let body = (kept >= body.len() / 2).then_some(body);
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
    list.skipped = skipped;
    // Where PagerDuty does not say whether there is more, the count does, and where there is none, a page that is full.
    let uncounted = |total: u64| total > list.end;
    let is_full = list.end - offset >= limit;
    list.more = skipped > 0 || more.or(list.total.or(total).map(uncounted)).unwrap_or(is_full);
    Ok(list)
}

/// The rows under `key`, and what is said about the whole list.
fn listed<'a>(body: &'a Bytes, key: &str, keep: u64) -> Result<Listed<'a>> {
    read(body, ListUnder { key, keep }).or_else(|error| {
        // What is wrong, and where.
        let raw = entry(body, key)?;
        let mut rows = serde_json::Deserializer::from_str(raw.get());
        let problem = AtMost::<&RawValue>::new(0).deserialize(&mut rows).err().unwrap_or(error);
        Err(Error::unreadable(key, problem))
    })
}

/// Reads the list of texts under `key`.
pub(crate) fn texts(body: &Bytes, key: &str) -> Result<Vec<String>> {
    let mut texts = serde_json::Deserializer::from_str(entry(body, key)?.get());
    let read = AtMost::<String>::new(ROW_LIMIT).deserialize(&mut texts);
    read.map(|texts| texts.items).map_err(|error| Error::unreadable(key, error))
}

/// Reads the object under `key`.
pub(crate) fn one<T: Item>(body: &Bytes, key: &str) -> Result<Row<T>> {
    row(Some(body), entry(body, key)?, 0).map_err(|problem| Error::unreadable(key, problem))
}

/// The answer without what some programs write before it.
pub(crate) fn text(body: &Bytes) -> &[u8] {
    body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body)
}

/// Characters that are quoted of what came in the place of a list.
const LONGEST_SAID: usize = 2_000;

/// Which some programs write before UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads the whole answer.
fn read<'a, S: DeserializeSeed<'a>>(body: &'a Bytes, seed: S) -> Result<S::Value, serde_json::Error> {
    let mut json = serde_json::Deserializer::from_slice(text(body));
    let value = seed.deserialize(&mut json)?;
    json.end().map(|()| value)
}

/// Why what came cannot be read.
pub(crate) fn not_an_answer(body: &Bytes, error: serde_json::Error) -> Error {
    match text(body).trim_ascii_start() {
        [b'<', ..] => Error::new(
            ErrorKind::InvalidResponse,
            "a page of HTML came instead of PagerDuty's answer: something on the way, such as a proxy, has answered",
        )
        .not_from_api(),
        [b'{' | b'[', ..] => Error::unreadable("$", error),
        _ => Error::unreadable("$", error).not_from_api(),
    }
}

fn entry<'a>(body: &'a Bytes, key: &str) -> Result<&'a RawValue> {
    let Entry { value, said } = read(body, EntryUnder(key)).map_err(|error| not_an_answer(body, error))?;
    value.ok_or_else(|| match said {
        Some(said) => {
            let said: String = said.get().chars().take(LONGEST_SAID).collect();
            Error::unreadable(key, "it is missing, and there is an error").with_upstream_message(said)
        }
        None => Error::unreadable(key, "it is missing"),
    })
}

/// One row: a slice of `body`, or by itself.
fn row<T: Item>(body: Option<&Bytes>, raw: &RawValue, offset: u64) -> Result<Row<T>, serde_json::Error> {
    let mut item: T = serde_json::from_str(raw.get())?;
    item.finish();
    let json = raw.get().as_bytes();
    let json = body.map_or_else(|| Bytes::copy_from_slice(json), |body| body.slice_ref(json));
    Ok(Row { item, offset, json })
}
