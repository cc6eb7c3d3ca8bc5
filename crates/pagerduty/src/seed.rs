//! Reading JSON that anybody may have sent: what is wanted is kept, and the rest is skipped while it is read.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

/// The rows under a key, and what is said about the whole list.
pub(crate) struct Listed<'a> {
    pub(crate) rows: First<&'a RawValue>,
    pub(crate) more: Option<bool>,
    pub(crate) total: Option<u64>,
}

/// Reads a [`Listed`] in one go.
pub(crate) struct ListUnder<'k> {
    pub(crate) key: &'k str,
    /// Rows at most.
    pub(crate) keep: u64,
}

impl<'de> DeserializeSeed<'de> for ListUnder<'_> {
    type Value = Listed<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Listed<'de>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ListUnder<'_> {
    type Value = Listed<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with a list under `{}`", self.key)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Listed<'de>, A::Error> {
        let (mut rows, mut more, mut total) = (None, None, None);
        while let Some(name) = entries.next_key::<Cow<'de, str>>()? {
            match &*name {
                "more" => more = serde_json::from_str(entries.next_value::<&RawValue>()?.get()).ok(),
                "total" => total = serde_json::from_str(entries.next_value::<&RawValue>()?.get()).ok(),
                name if name == self.key => rows = Some(entries.next_value_seed(AtMost::new(self.keep))?),
                _ => drop(entries.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Listed { rows: rows.ok_or_else(|| de::Error::custom("it is missing"))?, more, total })
    }
}

/// The first items of a list, and how many came after them.
pub(crate) struct First<T> {
    pub(crate) items: Vec<T>,
    pub(crate) skipped: u64,
}

/// Reads the [`First`] items of a list.
pub(crate) struct AtMost<T> {
    keep: u64,
    item: PhantomData<T>,
}

impl<T> AtMost<T> {
    pub(crate) fn new(keep: u64) -> Self {
        Self { keep, item: PhantomData }
    }
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for AtMost<T> {
    type Value = First<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<First<T>, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for AtMost<T> {
    type Value = First<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<First<T>, A::Error> {
        let mut first = First { items: Vec::new(), skipped: 0 };
        while (first.items.len() as u64) < self.keep {
            match list.next_element()? {
                Some(item) => first.items.push(item),
                None => return Ok(first),
            }
        }
        while list.next_element::<IgnoredAny>()?.is_some() {
            first.skipped += 1;
        }
        Ok(first)
    }
}

/// The keys of an object in their order, with what is under each as it came.
#[derive(Default)]
pub(crate) struct Entries<'a>(pub(crate) Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Entries<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor).map(Self)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Vec<(String, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(entries)
    }
}

/// What is under a key; and, for where nothing is, what is said instead.
pub(crate) struct Entry<'a> {
    pub(crate) value: Option<&'a RawValue>,
    pub(crate) said: Option<&'a RawValue>,
}

/// Reads an [`Entry`] of an object.
pub(crate) struct EntryUnder<'k>(pub(crate) &'k str);

impl<'de> DeserializeSeed<'de> for EntryUnder<'_> {
    type Value = Entry<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Entry<'de>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for EntryUnder<'_> {
    type Value = Entry<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Entry<'de>, A::Error> {
        let mut entry = Entry { value: None, said: None };
        while let Some(name) = entries.next_key::<Cow<'de, str>>()? {
            match &*name {
                name if name == self.0 => entry.value = Some(entries.next_value()?),
                "error" => entry.said = Some(entries.next_value()?),
                "message" if entry.said.is_none() => entry.said = Some(entries.next_value()?),
                _ => drop(entries.next_value::<IgnoredAny>()?),
            }
        }
        Ok(entry)
    }
}
