//! Answers of which only one key is known, or none.

use bytes::Bytes;
use serde::de::DeserializeSeed;
use serde_json::{Map, Value, value::RawValue};

use crate::{
    Error, Result,
    body::{not_an_answer, text},
    field::readable,
    page::ROW_LIMIT,
    seed::{AtMost, Entries, First},
};

/// An answer of which only one key is known.
pub(crate) struct Parts {
    /// What is under the key, where that is a list.
    pub(crate) rows: Option<Vec<Value>>,
    /// What is under it otherwise; the whole answer where nothing is.
    pub(crate) object: Value,
    /// The other keys.
    pub(crate) around: Map<String, Value>,
    /// What was left out, each as a sentence.
    pub(crate) unreadable: Vec<String>,
}

/// Reads an answer that may have `key`.
pub(crate) fn read(body: &Bytes, key: Option<&str>) -> Result<Parts> {
    let mut parts = Parts { rows: None, object: Value::Null, around: Map::new(), unreadable: Vec::new() };
    let text = text(body);
    if text.trim_ascii().is_empty() {
        return Ok(parts);
    }
    if text.trim_ascii_start().starts_with(b"[") {
        let raw: &RawValue = serde_json::from_slice(text).map_err(|error| Error::unreadable("$", error))?;
        parts.list(raw, "$")?;
        return Ok(parts);
    }
    let Entries(entries) = serde_json::from_slice(text).map_err(|error| not_an_answer(body, error))?;
    let whole =
        |entries: Vec<(String, &RawValue)>| entries.into_iter().map(|(name, raw)| (name, readable(raw))).collect();
    if !entries.iter().any(|(name, _)| Some(name.as_str()) == key) {
        parts.object = Value::Object(whole(entries));
        return Ok(parts);
    }
    for (name, raw) in entries {
        if Some(name.as_str()) != key {
            parts.around.insert(name, readable(raw));
        } else if raw.get().starts_with('[') {
            parts.list(raw, &name)?;
        } else {
            parts.object = readable(raw);
        }
    }
    Ok(parts)
}

impl Parts {
    fn list(&mut self, raw: &RawValue, key: &str) -> Result<()> {
        let mut rows = serde_json::Deserializer::from_str(raw.get());
        let read = AtMost::<&RawValue>::new(ROW_LIMIT).deserialize(&mut rows);
        let First { items, skipped } = read.map_err(|error| Error::unreadable(key, error))?;
        if skipped > 0 {
            let problem =
                format!("PagerDuty sent more than {ROW_LIMIT} `{key}`: the {skipped} after those were left out");
            self.unreadable.push(problem);
        }
        self.rows = Some(items.into_iter().map(readable).collect());
        Ok(())
    }
}
