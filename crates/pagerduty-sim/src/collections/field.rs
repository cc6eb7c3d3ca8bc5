//! What objects of collections hold: how it is read from a body, and how it is written.

use serde_json::{Map, Value, json};

use super::{Collection, Row, Table};
use crate::account::{Account, Resource, Service, Team, User};
use crate::api::ApiError;
use crate::time::Zone;
use crate::view::{View, api_url};

/// One field.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) holds: Holds,
    /// Whether an object cannot be created without it.
    pub(super) is_required: bool,
}

/// What a field holds.
pub(super) enum Holds {
    Text,
    Time,
    Boolean,
    Integer,
    Choice(&'static [&'static str]),
    /// A reference.
    One(Refers),
    /// References.
    Many(Refers),
    /// Objects with these fields.
    Objects(&'static [Field]),
    /// Objects of a collection within this one; new ones come with it.
    Children {
        of: Table,
        include: &'static str,
    },
    /// A reference to the object that it is in.
    Parent,
    /// Whoever created it.
    Author,
    /// It follows from the rest.
    Derived(fn(&View<'_>, usize, &Row) -> Value),
}

/// What a reference is about, and how it is written.
#[derive(Clone, Copy)]
pub(super) enum Refers {
    User,
    Service,
    /// Without summary and web address.
    TeamBriefly,
    /// An object of a collection, by ID and this type.
    Row(Table, &'static str),
}

impl Refers {
    fn exists(self, account: &Account, id: &str) -> bool {
        match self {
            Refers::User => account.find::<User>(id).is_some(),
            Refers::Service => account.find::<Service>(id).is_some(),
            Refers::TeamBriefly => account.find::<Team>(id).is_some(),
            Refers::Row(table, _) => account.find_row(table, id).is_some(),
        }
    }

    fn write(self, view: &View<'_>, id: &str) -> Value {
        match self {
            Refers::User => referred::<User>(view, "users", id, View::user),
            Refers::Service => referred::<Service>(view, "services", id, View::service),
            Refers::TeamBriefly => json!({"id": id, "type": "team_reference", "self": api_url(&format!("teams/{id}"))}),
            Refers::Row(_, object_type) => json!({"id": id, "type": object_type}),
        }
    }
}

fn referred<'a, T: Resource>(
    view: &View<'a>,
    include: &str,
    id: &str,
    whole: fn(&View<'a>, crate::id::Key<T>) -> Value,
) -> Value {
    view.account.find(id).map_or(Value::Null, |key| view.included(include, key, whole))
}

/// Reads what a body says of some fields; those that follow from the rest are never read.
pub(super) fn read(
    account: &Account,
    fields: &[Field],
    body: &Map<String, Value>,
    is_new: bool,
) -> Result<Map<String, Value>, ApiError> {
    let mut read = Map::new();
    for field in fields {
        match body.get(field.name) {
            None | Some(Value::Null) if is_new && field.is_required => {
                return Err(ApiError::invalid_input(&format!("{} is required.", spoken(field.name))));
            }
            None => {}
            Some(Value::Null) => {
                read.insert(field.name.to_owned(), Value::Null);
            }
            Some(value) => {
                if let Some(value) = field.read(account, value, is_new)? {
                    read.insert(field.name.to_owned(), value);
                }
            }
        }
    }
    Ok(read)
}

/// A field's name as PagerDuty's errors begin: `start_time` is `Start time`.
fn spoken(name: &str) -> String {
    let name = name.replace('_', " ");
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl Field {
    fn read(&self, account: &Account, value: &Value, is_new: bool) -> Result<Option<Value>, ApiError> {
        let invalid = || ApiError::invalid_input(&format!("{} is invalid.", spoken(self.name)));
        let reference = |refers: Refers, value: &Value| -> Result<Value, ApiError> {
            let id = value["id"].as_str().filter(|id| refers.exists(account, id)).ok_or_else(invalid)?;
            Ok(id.into())
        };
        let read = match &self.holds {
            Holds::Text => value.as_str().filter(|text| !self.is_required || !text.trim().is_empty()).map(Value::from),
            Holds::Time => {
                value.as_str().and_then(|text| Zone::account().read(text)).map(|time| time.to_string().into())
            }
            Holds::Boolean => value.as_bool().map(Value::from),
            Holds::Integer => value.as_u64().map(Value::from),
            Holds::Choice(choices) => value.as_str().filter(|text| choices.contains(text)).map(Value::from),
            Holds::One(refers) => Some(reference(*refers, value)?),
            Holds::Many(refers) => {
                let values = value.as_array().filter(|values| !self.is_required || !values.is_empty());
                let values = values.ok_or_else(invalid)?;
                Some(values.iter().map(|value| reference(*refers, value)).collect::<Result<Value, _>>()?)
            }
            Holds::Objects(fields) => {
                let objects = value.as_array().ok_or_else(invalid)?.iter();
                let read = |object: &Value| {
                    read(account, fields, object.as_object().ok_or_else(invalid)?, true).map(Value::Object)
                };
                Some(objects.map(read).collect::<Result<Value, _>>()?)
            }
            Holds::Children { of, .. } => {
                let children = value.as_array().ok_or_else(invalid)?.iter();
                let read = |child: &Value| {
                    read(account, of.collection().fields, child.as_object().ok_or_else(invalid)?, true)
                        .map(Value::Object)
                };
                // They are rows of their own; after the creation they are changed there.
                is_new.then(|| children.map(read).collect::<Result<Value, _>>()).transpose()?.or(Some(Value::Null))
            }
            Holds::Parent | Holds::Author | Holds::Derived(_) => return Ok(None),
        };
        read.map(Some).ok_or_else(invalid)
    }

    /// What the field of an object says.
    pub(super) fn write(&self, view: &View<'_>, collection: &'static Collection, place: usize, row: &Row) -> Value {
        let value = row.fields.get(self.name).unwrap_or(&Value::Null);
        let text = || value.as_str().unwrap_or_default();
        match &self.holds {
            Holds::Derived(derive) => derive(view, place, row),
            Holds::Parent => parent(view.account, collection, row),
            Holds::Children { of, include } => {
                let account = view.account;
                let places = account.collections.places(*of);
                let own =
                    places.filter(|child| account.collections.get(*of, *child).is_some_and(|row| row.parent == place));
                let write = |child| {
                    let whole = of.collection().write(&view.plain(), child);
                    if view.includes(include) { whole } else { brief(&whole) }
                };
                own.map(write).collect()
            }
            Holds::Objects(fields) => {
                let objects = value.as_array().map(Vec::as_slice).unwrap_or_default().iter();
                let write = |object: &Value| -> Value {
                    let row = Row::new(0, object.clone());
                    let each = |field: &Field| (field.name.to_owned(), field.write(view, collection, place, &row));
                    Value::Object(fields.iter().map(each).collect())
                };
                objects.map(write).collect()
            }
            _ if value.is_null() => match self.holds {
                Holds::Many(_) => json!([]),
                _ => Value::Null,
            },
            Holds::Time => text().parse().map_or(Value::Null, |time| view.time(time).into()),
            Holds::One(refers) => refers.write(view, text()),
            Holds::Author => Refers::User.write(view, text()),
            Holds::Many(refers) => {
                let ids = value.as_array().map(Vec::as_slice).unwrap_or_default().iter();
                ids.filter_map(Value::as_str).map(|id| refers.write(view, id)).collect()
            }
            Holds::Text | Holds::Boolean | Holds::Integer | Holds::Choice(_) => value.clone(),
        }
    }
}

/// An object as it is referred to within collections.
fn brief(whole: &Value) -> Value {
    json!({"id": whole["id"], "self": whole["self"], "type": whole["type"]})
}

/// The object that a row is in.
fn parent(account: &Account, collection: &'static Collection, row: &Row) -> Value {
    let within = collection.within;
    within.map_or(
        Value::Null,
        |within| json!({"id": account.row_id(within.table, row.parent), "type": within.object_type}),
    )
}
