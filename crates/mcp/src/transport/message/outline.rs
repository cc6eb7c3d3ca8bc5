//! The parts of a message that decide whether it is valid, collected while the text is read. Values are counted and
//! everything else is dropped, so a text that is only large is refused at little cost.

use std::{
    cell::{Cell, RefCell},
    collections::HashSet,
    fmt,
};

use serde::{
    Deserializer,
    de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Number, Value};

/// Arrays and objects inside each other: more than any tool takes.
pub(super) const MAX_DEPTH: usize = 64;

/// Longest value that is kept, in bytes: no method is longer, and no ID that an error repeats.
const MAX_TEXT_BYTES: usize = 1_000;

/// What has to be known of a message.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) id: Value,
    /// Whether `id` is there and is not a valid ID.
    pub(super) has_odd_id: bool,
    pub(super) is_2_0: bool,
    pub(super) method: Option<String>,
    pub(super) is_answer: bool,
    /// Whether `params.name` is a text.
    pub(super) names_tool: bool,
    /// Whether `params.arguments` is there and is not an object.
    pub(super) has_odd_arguments: bool,
}

/// Why a text cannot be read as a message.
#[derive(Debug)]
pub(super) enum Unreadable {
    TooManyValues,
    TooDeep,
    /// A name that an object has twice: readers differ in which of the two values they use.
    Repeated(String),
    NoJson(serde_json::Error),
}

/// The outline of a text that has at most `max_values` values; the name of a field counts as a value.
pub(super) fn of(text: &str, max_values: usize) -> Result<Outline, Unreadable> {
    let state = State { left: Cell::new(max_values), excess: Cell::default(), outline: RefCell::default() };
    let mut json = serde_json::Deserializer::from_str(text);
    let reader = Reader { state: &state, place: Place::Message, depth: 0 };
    match reader.deserialize(&mut json).and_then(|_| json.end()) {
        Ok(()) => Ok(state.outline.into_inner()),
        Err(error) => Err(state.excess.take().unwrap_or(Unreadable::NoJson(error))),
    }
}

struct State {
    left: Cell<usize>,
    excess: Cell<Option<Unreadable>>,
    outline: RefCell<Outline>,
}

/// Where in a message a value stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Message,
    Params,
    /// The name of one of their fields.
    Field,
    Version,
    Id,
    Method,
    Answer,
    Tool,
    Arguments,
    /// Anywhere else.
    Inside,
}

impl Place {
    fn of_field(self, name: Option<&str>) -> Self {
        match (self, name) {
            (Self::Message, Some("jsonrpc")) => Self::Version,
            (Self::Message, Some("id")) => Self::Id,
            (Self::Message, Some("method")) => Self::Method,
            (Self::Message, Some("params")) => Self::Params,
            (Self::Message, Some("result" | "error")) => Self::Answer,
            (Self::Params, Some("name")) => Self::Tool,
            (Self::Params, Some("arguments")) => Self::Arguments,
            _ => Self::Inside,
        }
    }

    /// Whether a text of this length is kept. Names of fields are kept however long they are, because they are compared.
    fn keeps_text(self, length: usize) -> bool {
        match self {
            Self::Field => true,
            Self::Version | Self::Id | Self::Method => length <= MAX_TEXT_BYTES,
            _ => false,
        }
    }
}

/// What was read at one place.
enum Seen {
    Null,
    Number(Number),
    /// `None` if it is too long or not needed.
    Text(Option<String>),
    Object,
    Other,
}

impl Outline {
    fn note(&mut self, place: Place, seen: Seen) {
        match (place, seen) {
            (Place::Version, Seen::Text(version)) => self.is_2_0 = version.as_deref() == Some("2.0"),
            (Place::Version, _) => self.is_2_0 = false,
            (Place::Id, Seen::Number(number)) => {
                self.has_odd_id = !is_whole(&number);
                self.id = Value::Number(number);
            }
            // A long ID is valid too; it is only not repeated.
            (Place::Id, Seen::Text(text)) => self.id = text.map_or(Value::Null, Value::String),
            (Place::Id, _) => self.has_odd_id = true,
            // A long text is a method too, if an unknown one.
            (Place::Method, Seen::Text(text)) => self.method = Some(text.unwrap_or_default()),
            (Place::Method, _) => self.method = None,
            (Place::Answer, _) => self.is_answer = true,
            (Place::Tool, seen) => self.names_tool = matches!(seen, Seen::Text(_)),
            (Place::Arguments, seen) => self.has_odd_arguments = !matches!(seen, Seen::Object | Seen::Null),
            _ => {}
        }
    }
}

/// Whether a number is an integer that fits in 64 bits, `1.0` included.
fn is_whole(number: &Number) -> bool {
    const MAX_EXACT: f64 = 9_007_199_254_740_992.0;
    number.is_i64() || number.is_f64() && number.as_f64().is_some_and(|it| it.fract() == 0.0 && it.abs() < MAX_EXACT)
}

/// Reads the value at one place.
#[derive(Clone, Copy)]
struct Reader<'s> {
    state: &'s State,
    place: Place,
    depth: usize,
}

impl Reader<'_> {
    /// The reader of the values inside this array or object.
    fn inside<E: de::Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            self.state.excess.set(Some(Unreadable::TooDeep));
            return Err(E::custom("too deep"));
        }
        Ok(Self { place: Place::Inside, depth: self.depth + 1, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Seen;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Seen, D::Error> {
        let Some(left) = self.state.left.get().checked_sub(1) else {
            self.state.excess.set(Some(Unreadable::TooManyValues));
            return Err(de::Error::custom("too many values"));
        };
        self.state.left.set(left);
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Seen;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Seen, E> {
        Ok(Seen::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Seen, E> {
        Ok(Seen::Other)
    }

    fn visit_i64<E>(self, number: i64) -> Result<Seen, E> {
        Ok(Seen::Number(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Seen, E> {
        Ok(Seen::Number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Seen, E> {
        Ok(Number::from_f64(number).map_or(Seen::Other, Seen::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Seen, E> {
        Ok(Seen::Text(self.place.keeps_text(text.len()).then(|| text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Seen, A::Error> {
        let inside = self.inside()?;
        while array.next_element_seed(inside)?.is_some() {}
        Ok(Seen::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Seen, A::Error> {
        let inside = self.inside()?;
        let name = Reader { place: Place::Field, ..inside };
        let mut names = HashSet::new();
        while let Some(name) = object.next_key_seed(name)? {
            let name = if let Seen::Text(name) = name { name } else { None };
            let place = self.place.of_field(name.as_deref());
            if let Some(name) = name
                && let Some(name) = names.replace(name)
            {
                self.state.excess.set(Some(Unreadable::Repeated(name)));
                return Err(de::Error::custom("repeated"));
            }
            let seen = object.next_value_seed(Reader { place, ..inside })?;
            self.state.outline.borrow_mut().note(place, seen);
        }
        Ok(Seen::Object)
    }
}
