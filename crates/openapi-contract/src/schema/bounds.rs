//! The keywords that bound one value: its choice, size and spelling.

use serde_json::Value;

use crate::date_time::is_date_time;

/// What is wrong with a value that has the right type.
pub(super) fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    if let Some(choices) = schema["enum"].as_array()
        && !choices.contains(value)
    {
        let choices: Vec<_> = choices.iter().map(plain).collect();
        faults.push(format!("`{}` is none of {}", plain(value), choices.join(", ")));
    }
    let (size, bounds) = match value {
        Value::String(text) => {
            if schema["format"] == "date-time" && !is_date_time(text) {
                faults.push(format!("`{text}` is not a date-time with offset"));
            }
            let characters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
            (f64::from(characters), ["minLength", "maxLength"])
        }
        Value::Array(items) => {
            let items = u32::try_from(items.len()).unwrap_or(u32::MAX);
            (f64::from(items), ["minItems", "maxItems"])
        }
        Value::Number(number) => (number.as_f64().unwrap_or_default(), ["minimum", "maximum"]),
        Value::Null | Value::Bool(_) | Value::Object(_) => return faults,
    };
    let [low, high] = bounds.map(|keyword| schema[keyword].as_f64());
    if low.is_some_and(|low| size < low) {
        faults.push(format!("{size} is below {} {}", bounds[0], schema[bounds[0]]));
    }
    if high.is_some_and(|high| size > high) {
        faults.push(format!("{size} is above {} {}", bounds[1], schema[bounds[1]]));
    }
    faults
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}
