//! Cursors: where a list goes on, bound to the query that it came from.
//!
//! A cursor is the offset of the next row and a fingerprint of that, the tool and its filters, so that one from another
//! query, or one that was changed, is noticed. Beyond PagerDuty's row limit it also holds the range of time that the offset counts in; where
//! PagerDuty pages by a cursor of its own, that cursor, and the offset counts in its page. It holds nothing secret and survives a restart.

use std::{fmt, sync::Arc};

use pagerduty::Timestamp;
use serde_json::{Map, Value};

use crate::{
    error::{Code, Error, Result},
    parameters::schema::Parameter,
};

/// Parameters that choose how much of the rows is shown, and not which rows there are.
const NOT_FILTERS: [&str; 3] = ["cursor", "limit", "include"];

/// What identifies a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    hash: u64,
    /// The time that the query is bound to: where it says `now`, that of its first call is meant in all that follow.
    now: Option<Timestamp>,
}

impl Fingerprint {
    /// Of a tool and its arguments, however the same query is written: in any order, with defaults or without.
    pub fn of(tool: &str, parameters: &[Parameter], arguments: &Map<String, Value>) -> Self {
        let is_default = |name: &str, value: &Value| {
            parameters.iter().any(|parameter| parameter.name == name && parameter.default.as_ref() == Some(value))
        };
        let mut filters: Vec<_> = arguments
            .iter()
            .filter(|(name, value)| !NOT_FILTERS.contains(&name.as_str()) && !is_default(name, value))
            .map(|(name, value)| (name, in_order(value)))
            .collect();
        filters.sort_by_key(|(name, _)| name.as_str());
        let text = filters.into_iter().fold(tool.to_owned(), |text, (name, value)| format!("{text}\0{name}\0{value}"));
        Self { hash: fnv1a(text.as_bytes()), now: None }
    }

    /// The same, bound to a time.
    pub(crate) fn bound_to(self, now: Option<Timestamp>) -> Self {
        Self { now, ..self }
    }

    /// The cursor of the row in this place.
    #[must_use]
    pub fn cursor(self, position: Position) -> String {
        let Position { offset, range, token } = position;
        let mut place = match range {
            None => format!("{offset:x}"),
            Some(range) => format!("{offset:x}.{range}"),
        };
        if let Some(token) = token {
            place.push_str(&token.spelled());
        }
        if let Some(now) = self.now {
            place = format!("{place}@{}", now.as_second());
        }
        // The place is hashed too, so that a mistake in it is noticed and does not skip rows.
        format!("{place}-{:016x}", fnv1a(format!("{:x} {place}", self.hash).as_bytes()))
    }

    /// The place that a cursor stands for.
    ///
    /// # Errors
    ///
    /// When it is malformed or came from another query.
    pub fn position(self, cursor: &str) -> Result<Position> {
        match cursor.split_once('-').and_then(|(place, fingerprint)| {
            u64::from_str_radix(fingerprint, 16).ok()?;
            let place = place.split_once('@').map_or(place, |(place, _)| place);
            Position::read(place)
        }) {
            // Spelled as we spell it, so that no second text stands for the same place.
            Some(position) if self.cursor(position.clone()) == cursor => Ok(position),
            Some(_) => Err(Error::new(Code::InvalidParameter, "`cursor` belongs to another query, or was changed")
                .hint("repeat the call that returned it, with the same filters, and add the cursor as it came")),
            None => Err(Error::new(Code::InvalidParameter, "`cursor` is not a cursor of this server")
                .hint("use `metadata.next_cursor` of an answer, unchanged, or leave `cursor` out to start again")),
        }
    }
}

/// The time that a cursor is bound to; nothing where it is to none. Whether the cursor is valid shows later.
pub(crate) fn time_of(cursor: &str) -> Option<Timestamp> {
    let (place, _) = cursor.split_once('-')?;
    Timestamp::from_second(place.split_once('@')?.1.parse().ok()?)
}

/// A place in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// Rows before it.
    pub offset: u64,
    /// The range of time that they are counted in, where it is not that of the query: beyond PagerDuty's row limit.
    pub range: Option<Range>,
    /// The page that they are counted in, where PagerDuty names pages and counts no rows.
    pub token: Option<Token>,
}

/// PagerDuty's own cursor: whatever text it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token(Arc<str>);

impl Token {
    /// Bytes of one.
    const MAX_BYTES: usize = 2_000;

    /// PagerDuty's cursor; nothing for a text that is longer than any.
    pub fn new(text: &str) -> Option<Self> {
        (!text.is_empty() && text.len() <= Self::MAX_BYTES).then(|| Self(text.into()))
    }

    /// As PagerDuty gave it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its spelling in our cursors: unchanged, or in hexadecimal digits where a character of it has a meaning there.
    fn spelled(&self) -> String {
        if self.0.bytes().all(is_plain) {
            return format!("~{}", self.0);
        }
        self.0.bytes().fold("*".to_owned(), |text, byte| format!("{text}{byte:02x}"))
    }

    fn read(text: &str) -> Option<Self> {
        let text = match text.strip_prefix('*') {
            None => text.strip_prefix('~')?.to_owned(),
            Some(digits) if digits.is_ascii() && digits.len() <= 2 * Self::MAX_BYTES => {
                let byte = |pair: &[u8]| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok();
                String::from_utf8(digits.as_bytes().chunks(2).map(byte).collect::<Option<Vec<_>>>()?).ok()?
            }
            Some(_) => return None,
        };
        Self::new(&text)
    }
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'_')
}

/// A range of time, narrower than that of the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    pub(crate) since: Option<Timestamp>,
    pub(crate) until: Option<Timestamp>,
}

impl Position {
    /// After this many rows.
    #[must_use]
    pub const fn at(offset: u64) -> Self {
        Self { offset, range: None, token: None }
    }

    fn read(text: &str) -> Option<Self> {
        let (text, token) = match text.find(['~', '*']) {
            Some(at) => (&text[..at], Some(Token::read(&text[at..])?)),
            None => (text, None),
        };
        let mut parts = text.split('.');
        let offset = u64::from_str_radix(parts.next()?, 16).ok()?;
        let mut bound = || match parts.next()? {
            "" => Some(None),
            seconds => Some(Some(Timestamp::from_second(seconds.parse().ok()?)?)),
        };
        let range = match bound() {
            None => None,
            Some(since) => Some(Range { since, until: bound()? }),
        };
        parts.next().is_none().then_some(Self { offset, range, token })
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bound = |bound: Option<Timestamp>| bound.map(|time| time.as_second().to_string()).unwrap_or_default();
        write!(f, "{}.{}", bound(self.since), bound(self.until))
    }
}

/// A filter as text, whatever order the values of its lists and the fields of its objects stand in.
fn in_order(value: &Value) -> String {
    match value {
        Value::Array(values) => {
            let mut values: Vec<String> = values.iter().map(in_order).collect();
            values.sort();
            values.join(",")
        }
        Value::Object(fields) => {
            let field = |(name, value): (&String, &Value)| format!("{}:{}", Value::from(name.as_str()), nested(value));
            let mut fields: Vec<String> = fields.iter().map(field).collect();
            fields.sort();
            format!("{{{}}}", fields.join(","))
        }
        other => other.to_string(),
    }
}

/// The same inside of an object, where a list of one value is another one than the value.
fn nested(value: &Value) -> String {
    if value.is_array() { format!("[{}]", in_order(value)) } else { in_order(value) }
}

/// FNV-1a, 64 bits: the same on every machine and in every version, which the standard library's hasher does not promise.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::parameters::schema::Kind;

    fn of(tool: &str, arguments: Value) -> Fingerprint {
        let parameter = Parameter {
            name: "current_user_context".into(),
            description: String::new(),
            kind: Kind::Boolean,
            required: false,
            default: Some(true.into()),
        };
        Fingerprint::of(tool, &[parameter], arguments.as_object().unwrap())
    }

    #[test]
    fn a_cursor_goes_back_to_its_own_query_only() {
        let query = of("get_teams", json!({"query": "a", "limit": 5}));
        let hundred = Position::at(100);
        let cursor = query.cursor(hundred.clone());
        assert_eq!(cursor, "64-63ebbc3c778c7387");
        assert_eq!(
            of("get_teams", json!({"include": ["id"], "query": "a", "cursor": cursor})).position(&cursor).unwrap(),
            hundred
        );
        for other in
            [of("get_teams", json!({"query": "b"})), of("get_users", json!({"query": "a"})), of("get_teams", json!({}))]
        {
            assert_eq!(other.position(&cursor).unwrap_err().code(), Code::InvalidParameter);
        }
    }

    #[test]
    fn the_same_query_is_recognised_however_it_is_written() {
        let query = of("get_users", json!({"team_ids": ["P1", "P2"], "query": "a"}));
        for same in [
            json!({"query": "a", "team_ids": ["P2", "P1"]}),
            json!({"query": "a", "team_ids": ["P1", "P2"], "current_user_context": true}),
        ] {
            assert_eq!(of("get_users", same), query);
        }
        let nested = |arguments| of("read_operation", json!({ "body": arguments }));
        let query_of_body = nested(json!({"filters": {"a": "1", "b": ["x", "y"]}, "c": 2}));
        assert_eq!(nested(json!({"c": 2, "filters": {"b": ["y", "x"], "a": "1"}})), query_of_body);
        for other in [
            json!({"c": 2, "filters": {"b": ["y", "x"], "a": 1}}),
            json!({"filters": {"a": "1", "b": ["x", "y"], "c": 2}}),
            json!({"filters": {"a": "1", "b": "x,y"}, "c": 2}),
        ] {
            assert_ne!(nested(other), query_of_body);
        }
        assert_ne!(nested(json!({"a": ["x"]})), nested(json!({"a": "x"})));
        for other in [
            json!({"query": "a", "team_ids": ["P1"]}),
            json!({"query": "a", "team_ids": ["P1", "P2"], "current_user_context": false}),
        ] {
            assert_ne!(of("get_users", other), query);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_refused_or_is_a_cursor(text in ".{0,40}") {
            let query = of("get_teams", json!({}));
            if let Ok(position) = query.position(&text) {
                prop_assert_eq!(query.cursor(position), text);
            }
        }

        #[test]
        fn every_place_comes_back(
            offset in 0_u64..20_000,
            bounds in proptest::option::of([proptest::option::of(0_i64..4_000_000_000), proptest::option::of(0_i64..4_000_000_000)]),
            now in proptest::option::of(0_i64..4_000_000_000),
            token in proptest::option::of("[a-zA-Z0-9=+/]{1,30}|.{1,20}"),
            changed in 0_usize..40,
        ) {
            let now = now.and_then(Timestamp::from_second);
            let query = of("get_teams", json!({})).bound_to(now);
            let range = bounds.map(|bounds| {
                let [since, until] = bounds.map(|bound| bound.and_then(Timestamp::from_second));
                Range { since, until }
            });
            let position = Position { offset, range, token: token.as_deref().and_then(Token::new) };
            let cursor = query.cursor(position.clone());
            prop_assert_eq!(query.position(&cursor).unwrap(), position);
            prop_assert_eq!(time_of(&cursor), now);
            // Another place cannot be made by hand: one changed character is noticed.
            let mut forged = cursor.clone().into_bytes();
            let place = changed % forged.len();
            forged[place] = if forged[place] == b'1' { b'2' } else { b'1' };
            let forged = String::from_utf8(forged).unwrap();
            prop_assert!(query.position(&forged).is_err(), "{}", forged);
        }
    }
}
