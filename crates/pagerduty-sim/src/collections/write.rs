//! Writing objects of collections, and references to them.

use serde_json::{Value, json};

use super::description::{Collection, Shape, Store};
use super::field::{Field, Holds, Refers};
use super::find::described;
use crate::id::Kind;
use crate::rows::Row;
use crate::view::{Object, Occasion, View, api_url, web_url};

/// More objects than a list in an object has.
const PLACES: usize = 1 << 6;

/// An object of a collection.
pub(crate) fn write(view: &View<'_>, kind: Kind, place: usize) -> Value {
    described(kind).write(view, place)
}

impl Collection {
    pub(super) fn wrapped(&'static self, view: &View<'_>, place: usize) -> Value {
        self.named(self.write(view, place))
    }

    /// With the name of an object around it, if it has one.
    pub(super) fn named(&self, object: Value) -> Value {
        if self.singular.is_empty() { object } else { json!({self.singular: object}) }
    }

    /// An object.
    pub(super) fn write(&'static self, view: &View<'_>, place: usize) -> Value {
        match self.store {
            Store::Facts(living) => return living.write(view, place),
            Store::Shown { write, .. } => return write(view, place),
            Store::Rows => {}
        }
        let Some(row) = view.account.rows.get(self.kind, place) else {
            return Value::Null;
        };
        let object = self.head(view, place, row, self.object_type(row));
        self.filled(object, view, place, row).into()
    }

    /// What an object without a row is: nothing was said of it yet.
    pub(super) fn write_untouched(&'static self, view: &View<'_>, parent: usize) -> Value {
        let given = self.fields.iter().filter(|field| !field.default.is_empty());
        let given = given.map(|field| (field.name.to_owned(), serde_json::from_str(field.default).unwrap_or_default()));
        let row = Row::new(parent, Value::Object(given.collect()));
        self.filled(Object::new(), view, 0, &row).into()
    }

    fn filled(&'static self, mut object: Object, view: &View<'_>, place: usize, row: &Row) -> Object {
        let object_type = self.object_type(row);
        let own = self.fields.iter().filter(|field| field.of.is_empty() || field.of.contains(&object_type));
        let is_shown = |field: &&Field| {
            let is_asked_for = field.include.is_empty() || view.includes(field.include);
            !matches!(field.holds, Holds::Hidden) && (view.occasion != Occasion::List || is_asked_for)
        };
        for field in own.filter(is_shown) {
            let value = field.write(view, self, place, row);
            if !(field.is_sparse && value.is_null()) {
                object = object.with(field.name, value);
            }
        }
        object
    }

    /// A reference to an object.
    fn reference(&'static self, view: &View<'_>, place: usize) -> Value {
        match self.store {
            Store::Facts(living) => return living.reference(view, place),
            Store::Shown { reference, .. } => return reference(view, place),
            Store::Rows => {}
        }
        let Some(row) = view.account.rows.get(self.kind, place) else {
            return Value::Null;
        };
        let object_type = format!("{}_reference", self.object_type(row));
        self.head(view, place, row, &object_type).into()
    }

    fn head(&self, view: &View<'_>, place: usize, row: &Row, object_type: &str) -> Object {
        let id = view.account.row_id(self.kind, place);
        let api = api_url(&self.path_of(view, place));
        let object = Object::new();
        match self.shape {
            Shape::Whole { summary, web_path } => {
                let web = web_path.map(|path| web_url(&format!("{path}/{id}")));
                let summary = row.fields.get(summary).cloned().unwrap_or_default();
                let object = object.with("id", id).with("type", object_type);
                object.with("summary", summary).with("self", api).with("html_url", web)
            }
            Shape::Brief => object.with("id", id).with("type", object_type).with("self", api),
            Shape::Bare => object.with("id", id).with("type", object_type),
            Shape::Id => object.with("id", id),
            Shape::IdAndSelf => object.with("id", id).with("self", api),
            Shape::Nothing => object,
        }
    }

    /// The path of an object in the API.
    fn path_of(&self, view: &View<'_>, place: usize) -> String {
        let mut ids = vec![self.id(view.account, place)];
        let (mut within, mut parent) = (self.within, self.parent(view.account, place));
        while let Some(kind) = within {
            let outer = described(kind);
            ids.push(outer.id(view.account, parent));
            (within, parent) = (outer.within, outer.parent(view.account, parent));
        }
        let pieces = self.path.split('/').chain(["{}"]);
        let filled = pieces.map(|piece| if piece == "{}" { ids.pop().unwrap_or_default() } else { piece.to_owned() });
        filled.collect::<Vec<String>>().join("/")
    }
}

impl Refers {
    pub(super) fn write(self, view: &View<'_>, id: &str) -> Value {
        let collection = described(self.kind());
        let Some(place) = collection.find(view.account, id) else {
            return Value::Null;
        };
        match self {
            Refers::To(_, include) if view.includes(include) => collection.write(&view.plain(), place),
            Refers::To(..) => collection.reference(view, place),
            Refers::Briefly(_) => {
                let object_type = format!("{}_reference", collection.singular);
                json!({"id": id, "type": object_type, "self": api_url(&collection.path_of(view, place))})
            }
            Refers::Barely(_, object_type) => json!({"id": id, "type": object_type}),
        }
    }
}

impl Field {
    /// What the field of an object says.
    fn write(&self, view: &View<'_>, collection: &'static Collection, place: usize, row: &Row) -> Value {
        let value = row.fields.get(self.name).unwrap_or(&Value::Null);
        let text = || value.as_str().unwrap_or_default();
        // Objects in a list are numbered, so that each can have an ID.
        let object = |fields: &'static [Field], value: &Value, number: usize| -> Value {
            let place = place * PLACES + number;
            let row = Row::new(0, value.clone());
            let shown = fields.iter().filter(|field| !matches!(field.holds, Holds::Hidden));
            let each =
                |field: &Field| (field.name.to_owned(), field.write(view, collection, place, &row), field.is_sparse);
            let each = shown.map(each).filter(|(_, value, is_sparse)| !(*is_sparse && value.is_null()));
            Value::Object(each.map(|(name, value, _)| (name, value)).collect())
        };
        match &self.holds {
            Holds::Derived(derive) => derive(view, place, row),
            Holds::Parent => parent(view, collection, row, ""),
            Holds::ParentReference => parent(view, collection, row, "_reference"),
            Holds::Children { of, include } => {
                let write = |child| {
                    let whole = described(*of).write(&view.plain(), child);
                    if view.includes(include) { whole } else { brief(&whole) }
                };
                view.account.rows.within(*of, place).map(write).collect()
            }
            Holds::Object(_) if value.is_null() => Value::Null,
            Holds::Object(fields) => object(fields, value, 0),
            Holds::Objects(fields) => {
                let objects = value.as_array().map(Vec::as_slice).unwrap_or_default().iter();
                objects.zip(0..).map(|(value, number)| object(fields, value, number)).collect()
            }
            Holds::Given if value.is_null() => serde_json::from_str(self.default).unwrap_or_default(),
            _ if value.is_null() => match self.holds {
                Holds::Many(_) | Holds::Texts(_) if !self.is_sparse => json!([]),
                _ => Value::Null,
            },
            Holds::Time | Holds::Created | Holds::Changed => {
                text().parse().map_or(Value::Null, |time| view.time(time).into())
            }
            Holds::One(refers) => refers.write(view, text()),
            Holds::Author | Holds::Editor => Refers::To(Kind::User, "users").write(view, text()),
            Holds::Many(refers) => row.texts(self.name).map(|id| refers.write(view, id)).collect(),
            Holds::Text
            | Holds::Boolean
            | Holds::Integer
            | Holds::Choice(_)
            | Holds::Texts(_)
            | Holds::Any
            | Holds::Given
            | Holds::Hidden => value.clone(),
        }
    }
}

/// An object as it is referred to within collections.
fn brief(whole: &Value) -> Value {
    json!({"id": whole["id"], "self": whole["self"], "type": whole["type"]})
}

/// The object that a row is in.
fn parent(view: &View<'_>, collection: &'static Collection, row: &Row, suffix: &str) -> Value {
    let Some(within) = collection.within.map(described) else { return Value::Null };
    let object_type = format!("{}{suffix}", within.object_type(&Row::default()));
    json!({"id": within.id(view.account, row.parent), "type": object_type})
}
