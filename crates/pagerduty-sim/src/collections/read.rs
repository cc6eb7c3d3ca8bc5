//! Reading what a body says of an object.

use serde_json::{Map, Value};

use super::field::{Field, Holds, Refers};
use super::find::{described, find_object};
use crate::account::Account;
use crate::api::ApiError;
use crate::time::Zone;

/// What a body says of some fields; those that follow from the rest are never read.
pub(super) fn read(
    account: &Account,
    fields: &[Field],
    body: &Map<String, Value>,
    is_new: bool,
) -> Result<Map<String, Value>, ApiError> {
    let mut read = Map::new();
    let object_type = body.get("type").and_then(Value::as_str).unwrap_or_default();
    for field in fields.iter().filter(|field| field.of.is_empty() || field.of.contains(&object_type)) {
        match body.get(field.name) {
            None if is_new && field.is_required => return Err(missing(field)),
            Some(Value::Null) if field.is_required => return Err(missing(field)),
            _ if matches!(field.holds, Holds::Given) && !is_new => {}
            None if is_new && !field.default.is_empty() => {
                read.insert(field.name.to_owned(), serde_json::from_str(field.default).unwrap_or_default());
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

fn missing(field: &Field) -> ApiError {
    ApiError::invalid_input(&format!("{} is required.", spoken(field.name)))
}

/// A field's name as PagerDuty's errors begin: `start_time` is `Start time`.
pub(super) fn spoken(name: &str) -> String {
    let name = name.replace('_', " ");
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl Field {
    fn read(&self, account: &Account, value: &Value, is_new: bool) -> Result<Option<Value>, ApiError> {
        let invalid = || ApiError::invalid_input(&format!("{} is invalid.", spoken(self.name)));
        let reference = |refers: Refers, value: &Value| -> Result<Value, ApiError> {
            let id = value["id"].as_str().filter(|id| find_object(account, refers.kind(), id).is_some());
            Ok(id.ok_or_else(invalid)?.into())
        };
        let object = |fields: &[Field], value: &Value| {
            read(account, fields, value.as_object().ok_or_else(invalid)?, true).map(Value::Object)
        };
        let all = || value.as_array().ok_or_else(invalid);
        let read = match &self.holds {
            Holds::Text => value.as_str().filter(|text| !self.is_required || !text.trim().is_empty()).map(Value::from),
            Holds::Time => {
                value.as_str().and_then(|text| Zone::account().read(text)).map(|time| time.to_string().into())
            }
            Holds::Boolean => value.as_bool().map(Value::from),
            Holds::Integer => value.as_u64().map(Value::from),
            Holds::Choice(choices) => value.as_str().filter(|text| choices.contains(text)).map(Value::from),
            Holds::Texts(choices) => {
                let fits =
                    |text: &Value| text.as_str().is_some_and(|text| choices.is_empty() || choices.contains(&text));
                let is_enough = |texts: &&Vec<Value>| !self.is_required || !texts.is_empty();
                value.as_array().filter(is_enough).filter(|texts| texts.iter().all(fits)).cloned().map(Value::Array)
            }
            Holds::Any | Holds::Hidden => Some(value.clone()),
            Holds::One(refers) => Some(reference(*refers, value)?),
            Holds::Many(refers) => {
                let values = value.as_array().filter(|values| !self.is_required || !values.is_empty());
                let values = values.ok_or_else(invalid)?;
                Some(values.iter().map(|value| reference(*refers, value)).collect::<Result<Value, _>>()?)
            }
            Holds::Object(fields) => Some(object(fields, value)?),
            Holds::Objects(fields) => {
                Some(all()?.iter().map(|value| object(fields, value)).collect::<Result<Value, _>>()?)
            }
            // They are objects of their own; after the creation they are changed there.
            Holds::Children { .. } if !is_new => return Ok(None),
            Holds::Children { of, .. } => {
                Some(all()?.iter().map(|value| object(described(*of).fields, value)).collect::<Result<Value, _>>()?)
            }
            Holds::Parent
            | Holds::ParentReference
            | Holds::Author
            | Holds::Editor
            | Holds::Created
            | Holds::Changed
            | Holds::Derived(_) => {
                return Ok(None);
            }
            Holds::Given => serde_json::from_str(self.default).ok(),
        };
        read.map(Some).ok_or_else(invalid)
    }
}
