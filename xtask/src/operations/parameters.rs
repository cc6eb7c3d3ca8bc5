//! The parameters of an operation, as the keys of an object, and how those that are lists are spelled.

use serde_json::{Map, Value};

use super::{
    document::{Document, Operation},
    schema::Reader,
    shape::{Field, Object, Shape, Size},
};

/// What PagerDuty calls a list that repeats.
const BRACKETS: &str = "[]";

/// The parameters that stand in `place`, under their names without brackets.
pub(super) fn object(document: &Document, operation: &Operation<'_>, place: &str) -> Object {
    let fields = operation.parameters(document, place).into_iter().map(|parameter| {
        let name = name(parameter);
        let (shape, plain) = (Reader::new(document).shape(&parameter["schema"]), name.trim_end_matches(BRACKETS));
        // The document types many lists as a text; their names say that they repeat.
        let is_list = plain != name || parameter["explode"] == false;
        let shape = match shape {
            shape @ Shape::List(..) => shape,
            shape if is_list => Shape::List(Box::new(shape), most(parameter)),
            shape => shape,
        };
        Field { name: plain.to_owned(), is_required: parameter["required"] == true, is_read_only: false, shape }
    });
    Object { fields: fields.collect(), rest: None }
}

/// How lists are spelled that do not repeat their name with brackets.
pub(super) fn lists(document: &Document, operation: &Operation<'_>) -> Map<String, Value> {
    let parameters = operation.parameters(document, "query").into_iter();
    let spelled = parameters.filter_map(|parameter| {
        let schema = document.resolve(&parameter["schema"]);
        let name = name(parameter);
        if parameter["explode"] == false {
            Some((name.trim_end_matches(BRACKETS).to_owned(), "comma".into()))
        } else if schema["type"] == "array" && !name.ends_with(BRACKETS) {
            Some((name.to_owned(), "repeated".into()))
        } else {
            None
        }
    });
    spelled.collect()
}

fn name(parameter: &Value) -> &str {
    parameter["name"].as_str().unwrap_or_default()
}

fn most(parameter: &Value) -> Size {
    Size(None, parameter["schema"]["maxItems"].as_i64())
}
