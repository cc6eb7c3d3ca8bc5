//! Reading answers, and holding them against what is known.

use serde_json::Value;

/// The items of an answer.
pub(super) fn items(answer: &Value) -> &[Value] {
    let lists = answer.as_object().into_iter().flatten().filter(|(key, _)| *key != "metadata");
    lists.filter_map(|(_, value)| value.as_array()).next().map_or(&[], Vec::as_slice)
}

/// Nothing where it holds, else what does not.
pub(super) fn unless(holds: bool, wrong: &str) -> Option<String> {
    (!holds).then(|| wrong.to_owned())
}

/// That there are items in each answer.
pub(super) fn empty(answers: &[Value]) -> Option<String> {
    unless(answers.iter().all(|answer| !items(answer).is_empty()), "nothing was found")
}

/// Whether a text stands anywhere in a value.
pub(super) fn has(value: &Value, text: &str) -> bool {
    value.to_string().contains(text)
}

/// The number in a place such as `/metadata/total/incidents`.
pub(super) fn number(value: &Value, pointer: &str) -> u64 {
    value.pointer(pointer).and_then(Value::as_u64).unwrap_or_default()
}

/// The sum of a field over the items.
pub(super) fn sum(answer: &Value, field: &str) -> u64 {
    items(answer).iter().filter_map(|item| item[field].as_u64()).sum()
}
