//! Places in JSON: `incidents[].assignments` names values, `incidents[0].id` one of them.

use serde_json::Value;

/// Every value at a path; `[]` means each item of a list.
pub(super) fn at<'v>(path: &str, value: &'v Value) -> Vec<&'v Value> {
    let (step, rest) = path.split_once('.').map_or((path, None), |(step, rest)| (step, Some(rest)));
    let (name, lists) = (step.trim_end_matches("[]"), step.matches("[]").count());
    let mut found: Vec<&Value> = value.get(name).into_iter().collect();
    for _ in 0..lists {
        found = found.into_iter().filter_map(Value::as_array).flatten().collect();
    }
    match rest {
        Some(rest) => found.into_iter().flat_map(|value| at(rest, value)).collect(),
        None => found,
    }
}

/// The place of a key inside of a place.
pub(super) fn key(place: &str, name: &str) -> String {
    if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") }
}

/// The place of an item.
pub(super) fn item(place: &str, index: usize) -> String {
    format!("{place}[{index}]")
}
