//! Whether a value has a shape, and where it does not.

use serde_json::{Map, Value};

use super::{Scalar, Shape, Size};
use crate::{
    Timestamp,
    operation::{problem::Problem, trees},
};

/// What PagerDuty writes into every object, and ignores where it is sent back.
const WRITTEN_BY_PAGERDUTY: [&str; 3] = ["self", "html_url", "summary"];

impl Shape {
    /// What is wrong with a value, which stands at `place`.
    pub(in crate::operation) fn problems(&self, place: &str, value: &Value) -> Vec<Problem> {
        let wrong = |message: String| vec![Problem::new(place, message)];
        match (self, value) {
            (Self::Any, _) | (Self::Null, Value::Null) => Vec::new(),
            (Self::Scalar(scalar, size), value) => scalar.problem(*size, value).map_or_else(Vec::new, wrong),
            (Self::Text(text), Value::String(value)) if text == value => Vec::new(),
            (Self::Literal(word), value) if serde_json::from_str::<Value>(word).is_ok_and(|word| word == *value) => {
                Vec::new()
            }
            (Self::List(item, size), Value::Array(values)) => {
                let items = values.iter().enumerate();
                let mut problems: Vec<_> =
                    items.flat_map(|(index, value)| item.problems(&trees::item(place, index), value)).collect();
                if !size.holds(i64::try_from(values.len()).unwrap_or(i64::MAX)) {
                    problems.push(Problem::new(place, format!("{} items, not within {size}", values.len())));
                }
                problems
            }
            (Self::Object { .. }, Value::Object(object)) => self.problems_of_keys(place, object),
            (Self::OneOf(shapes), value) => Self::problems_of_the_nearest(shapes, place, value)
                .unwrap_or_else(|| wrong(format!("{} is not {self}", shown(value)))),
            (shape, value) => wrong(format!("{} is not {}", shown(value), shape.noun())),
        }
    }

    fn problems_of_keys(&self, place: &str, object: &Map<String, Value>) -> Vec<Problem> {
        let Self::Object { fields, rest } = self else { return Vec::new() };
        let mut problems = Vec::new();
        for field in fields.iter().filter(|field| field.is_required && !object.contains_key(field.name)) {
            problems
                .push(Problem::new(trees::key(place, field.name), format!("it is missing: {}", field.shape.noun())));
        }
        for (name, value) in object {
            let place = trees::key(place, name);
            match (fields.iter().find(|field| field.name == name), rest) {
                (Some(field), _) => problems.extend(field.shape.problems(&place, value)),
                (None, Some(rest)) => problems.extend(rest.problems(&place, value)),
                (None, None) if WRITTEN_BY_PAGERDUTY.contains(&name.as_str()) => {}
                (None, None) => {
                    let known = fields.iter().map(|field| field.name);
                    problems.push(Problem::unknown(place, "key", name, known));
                }
            }
        }
        problems
    }

    /// What is wrong with a value as the one of these shapes that was most likely meant; nothing where none is like it.
    fn problems_of_the_nearest(shapes: &[Self], place: &str, value: &Value) -> Option<Vec<Problem>> {
        let type_place = trees::key(place, "type");
        let judged = shapes.iter().map(|shape| shape.problems(place, value));
        let is_other = |problems: &[Problem]| problems.iter().any(|problem| problem.place() == place);
        let is_other_type = |problems: &[Problem]| problems.iter().any(|problem| problem.place() == type_place);
        let nearest = judged.min_by_key(|problems| (is_other(problems), is_other_type(problems), problems.len()))?;
        (!is_other(&nearest)).then_some(nearest)
    }

    /// What a value is to be, for an error: shorter than the whole shape.
    fn noun(&self) -> String {
        match self {
            Self::Object { rest: None, fields } => {
                let required: Vec<_> =
                    fields.iter().filter(|field| field.is_required).map(|field| field.name).collect();
                match required.as_slice() {
                    [] => "an object".to_owned(),
                    required => format!("an object with `{}`", required.join("`, `")),
                }
            }
            Self::Object { .. } => "an object".to_owned(),
            Self::List(item, size) => match &**item {
                item @ (Self::Scalar(..) | Self::Text(_)) => format!("a list of {item}{size}"),
                _ => format!("a list{size}"),
            },
            Self::OneOf(shapes) => {
                let nouns: Vec<_> = shapes.iter().map(Self::noun).collect();
                nouns.join(" or ")
            }
            shape => shape.to_string(),
        }
    }
}

impl Scalar {
    fn problem(self, size: Size, value: &Value) -> Option<String> {
        let is_of_type = match self {
            Self::Integer => value.is_i64() || value.is_u64(),
            Self::Number => value.is_number(),
            Self::Boolean => value.is_boolean(),
            _ => value.is_string(),
        };
        if !is_of_type {
            return Some(format!("{} is not {}", shown(value), self.as_str()));
        }
        if let Some(text) = value.as_str()
            && let Some(why) = self.misspelt(text)
        {
            return Some(why);
        }
        let (measured, unit) = match value {
            Value::String(text) => (i64::try_from(text.chars().count()).unwrap_or(i64::MAX), " characters"),
            // A fraction is within whole bounds where its whole part is.
            #[expect(clippy::cast_possible_truncation, reason = "what is too large is out of bounds either way")]
            Value::Number(number) => (number.as_i64().or_else(|| number.as_f64().map(|number| number as i64))?, ""),
            _ => return None,
        };
        (!size.holds(measured)).then(|| format!("{measured}{unit}, not within {size}"))
    }

    fn misspelt(self, text: &str) -> Option<String> {
        match self {
            Self::DateTime if text.parse::<jiff::Timestamp>().is_err() => {
                let like = "such as 2026-01-31T09:00:00Z";
                Some(match text.parse::<Timestamp>() {
                    Ok(time) => format!("{} is not a date-time with an offset, {like}: is it {time}?", quoted(text)),
                    Err(_) => format!("{} is not a date-time with an offset, {like}", quoted(text)),
                })
            }
            Self::Email if !text.contains('@') => Some(format!("{} is not an e-mail address", quoted(text))),
            _ => None,
        }
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Object(_) => "an object".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::String(text) => quoted(text),
        value => format!("`{value}`"),
    }
}

fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let short: String = text.chars().take(LONGEST).collect();
    let more = if short.len() < text.len() { "…" } else { "" };
    format!("`{short}{more}`")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const WINDOW: &str = "{window*:{type*:'window',start*:date-time,services*:[{id*:string,type*:'service_reference'}](1..),\
        level:integer(1..5),note:string(..5)|null,who:{type*:'a',x:string}|{type*:'b',y:string}}}";

    fn problems(value: Value) -> Vec<String> {
        let shape = Shape::parse(WINDOW).unwrap();
        let mut value = value;
        shape.complete(&mut value);
        shape.problems("", &value).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_problem_says_where_and_what_was_meant() {
        let good = json!({"window": {"start": "2026-01-31T09:00:00Z", "services": [{"id": "P1", "summary": "A"}]}});
        assert_eq!(problems(good), Vec::<String>::new());
        let bad = json!({"window": {"strat": "x", "start": "2026-01-31", "services": [{"idd": "P1"}], "level": 9,
            "note": "too long", "who": {"type": "b", "x": ""}}});
        assert_eq!(
            problems(bad),
            [
                "`window.strat`: there is no such key; did you mean `start`?",
                "`window.start`: `2026-01-31` is not a date-time with an offset, such as 2026-01-31T09:00:00Z: is it \
                 2026-01-31T00:00:00Z?",
                "`window.services[0].id`: it is missing: string",
                "`window.services[0].idd`: there is no such key; did you mean `id`?",
                "`window.level`: 9, not within (1..5)",
                "`window.note`: `too long` is not string(..5) | null",
                "`window.who.x`: there is no such key: there are `type`, `y`",
            ]
        );
        assert_eq!(problems(json!({"window": 5})), ["`window`: `5` is not an object with `type`, `start`, `services`"]);
        let empty = json!({"window": {"start": "2026-01-31T09:00:00Z", "services": []}});
        assert_eq!(problems(empty), ["`window.services`: 0 items, not within (1..)"]);
    }
}
