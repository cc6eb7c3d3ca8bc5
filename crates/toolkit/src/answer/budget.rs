//! How an item that is larger than an answer may be is made to fit: its longest texts are shortened, and where that is
//! not enough, its largest lists.

use std::collections::HashMap;

use serde_json::Value;

/// Texts are not shortened below this many bytes: less would say nothing.
const SHORTEST_TEXT: usize = 60;

/// Paths that are named; that something was shortened matters more than every place.
const MAX_NAMED: usize = 8;

/// Makes the compact JSON of an item have at most `most` bytes, as far as its texts and lists can be shortened. Returns
/// what was, each as a path with what is left.
pub fn shorten(item: &mut Value, most: usize) -> Vec<String> {
    let original = item.clone();
    let mut changes = Vec::new();
    let mut level = level(&original, most);
    while size(item) > most {
        changes.clear();
        item.clone_from(&original);
        cut_texts(item, level, "", &mut changes);
        if level == SHORTEST_TEXT {
            break;
        }
        level = SHORTEST_TEXT.max(level / 4 * 3);
    }
    let mut lengths = HashMap::new();
    loop {
        let excess = size(item).saturating_sub(most);
        if excess == 0 {
            break;
        }
        let Some(path) = largest_container(item) else { break };
        let Some(container) = item.pointer_mut(&path) else { break };
        // A container may have to give way more than once.
        let all = *lengths.entry(path.clone()).or_insert_with(|| length(container));
        let left = shrink(container, excess);
        let noun = if container.is_object() { " fields" } else { "" };
        changes.retain(|(earlier, _): &(String, String)| !earlier.starts_with(&path));
        changes.push((path, format!("the first {left} of {all}{noun}")));
    }
    named(changes)
}

fn named(changes: Vec<(String, String)>) -> Vec<String> {
    let more = changes.len().saturating_sub(MAX_NAMED);
    let name =
        |(path, words): (String, String)| format!("`{}` ({words})", path.trim_start_matches('/').replace('/', "."));
    let mut names: Vec<String> = changes.into_iter().take(MAX_NAMED).map(name).collect();
    if more > 0 {
        names.push(format!("{more} more"));
    }
    names
}

/// Bytes of the compact JSON.
pub fn size(value: &Value) -> usize {
    struct Count(usize);

    impl std::io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    let mut count = Count(0);
    // Counting cannot fail.
    let _ = serde_json::to_writer(&mut count, value);
    count.0
}

/// The length to which the longest texts have to be cut, all of them alike, so that enough is saved.
fn level(item: &Value, most: usize) -> usize {
    let mut excess = size(item).saturating_sub(most);
    let mut lengths = Vec::new();
    collect_lengths(item, &mut lengths);
    lengths.sort_unstable_by(|a, b| b.cmp(a));
    let mut sum = 0;
    for (index, length) in lengths.iter().enumerate() {
        sum += length;
        // What says that a text was cut has a length too.
        excess += SHORTEST_TEXT;
        let level = sum.saturating_sub(excess) / (index + 1);
        if level >= lengths.get(index + 1).copied().unwrap_or_default() {
            return level.max(SHORTEST_TEXT);
        }
    }
    SHORTEST_TEXT
}

fn collect_lengths(value: &Value, lengths: &mut Vec<usize>) {
    match value {
        Value::String(text) if text.len() > SHORTEST_TEXT => lengths.push(size(value)),
        Value::Array(values) => values.iter().for_each(|value| collect_lengths(value, lengths)),
        Value::Object(fields) => fields.values().for_each(|value| collect_lengths(value, lengths)),
        _ => {}
    }
}

fn cut_texts(value: &mut Value, level: usize, path: &str, changes: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => {
            if let Some(words) = cut(text, level) {
                changes.push((path.to_owned(), words));
            }
        }
        Value::Array(values) => {
            for (index, value) in values.iter_mut().enumerate() {
                cut_texts(value, level, &format!("{path}/{index}"), changes);
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                cut_texts(value, level, &format!("{path}/{name}"), changes);
            }
        }
        _ => {}
    }
}

/// Cuts a text whose JSON has more than `level` bytes; says how much is left.
fn cut(text: &mut String, level: usize) -> Option<String> {
    if text.len() <= level && size(&Value::from(text.as_str())) <= level {
        return None;
    }
    let mut bytes = 2;
    let mut kept = 0;
    for character in text.chars() {
        bytes += match character {
            '"' | '\\' | '\n' | '\r' | '\t' => 2,
            // As `\u001f`.
            character if character.is_control() => 6,
            character => character.len_utf8(),
        };
        if bytes > level {
            break;
        }
        kept += 1;
    }
    let all = text.chars().count();
    *text = text.chars().take(kept).collect();
    text.push_str(&format!("… [{} characters left out]", all - kept));
    Some(format!("{kept} of {all} characters"))
}

/// The path of the list or object below the top that takes most room and has more than one entry.
fn largest_container(item: &Value) -> Option<String> {
    fn look(value: &Value, path: &str, largest: &mut Option<(usize, String)>) {
        let children: Vec<(String, &Value)> = match value {
            Value::Array(values) => {
                values.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect()
            }
            Value::Object(fields) => fields.iter().map(|(name, value)| (escaped(name), value)).collect(),
            _ => return,
        };
        if !path.is_empty() && children.len() > 1 {
            let size = size(value);
            if largest.as_ref().is_none_or(|(other, _)| size > *other) {
                *largest = Some((size, path.to_owned()));
            }
        }
        // A part is never larger than the whole, so below one that can be halved nothing better is found.
        if path.is_empty() || children.len() == 1 {
            children.iter().for_each(|(name, value)| look(value, &format!("{path}/{name}"), largest));
        }
    }

    let mut largest = None;
    look(item, "", &mut largest);
    largest.map(|(_, path)| path)
}

/// A name as a JSON pointer has it (RFC 6901).
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn length(container: &Value) -> usize {
    match container {
        Value::Array(values) => values.len(),
        Value::Object(fields) => fields.len(),
        _ => 0,
    }
}

/// Leaves out the last entries, until this many bytes are free, except the first one. Returns how many are left.
fn shrink(container: &mut Value, excess: usize) -> usize {
    match container {
        Value::Array(values) => {
            let kept = kept(values.iter().map(size), values.len(), excess);
            values.truncate(kept);
            kept
        }
        Value::Object(fields) => {
            // Quotes and a colon stand around the name.
            let sizes = fields.iter().map(|(name, value)| name.len() + 3 + size(value));
            let kept = kept(sizes, fields.len(), excess);
            *fields = std::mem::take(fields).into_iter().take(kept).collect();
            kept
        }
        _ => 0,
    }
}

/// How many entries of these sizes may stay, given the number of entries and of excess bytes.
fn kept(sizes: impl DoubleEndedIterator<Item = usize>, all: usize, excess: usize) -> usize {
    let mut freed = 0;
    let dropped = sizes.rev().take_while(|size| {
        let is_needed = freed < excess;
        // The comma goes with it.
        freed += size + 1;
        is_needed
    });
    all.saturating_sub(dropped.count()).max(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn the_longest_texts_give_way_first() {
        let mut item = json!({"id": "Q1", "title": "short", "log": "x".repeat(5000), "note": "y".repeat(300)});
        let named = shorten(&mut item, 1000);
        assert!(size(&item) <= 1000);
        assert_eq!((&item["title"], item["note"].as_str().unwrap().len()), (&json!("short"), 300));
        assert!(item["log"].as_str().unwrap().ends_with("characters left out]"));
        assert_eq!(named.len(), 1);
        assert!(named[0].starts_with("`log` (") && named[0].ends_with("of 5000 characters)"), "{named:?}");
    }

    #[test]
    fn lists_give_way_where_texts_are_not_enough() {
        let notes: Vec<_> = (0..500).map(|number| json!({"id": number, "content": "looked at it"})).collect();
        let mut item = json!({"id": "Q1", "notes": notes});
        let named = shorten(&mut item, 3000);
        assert!(size(&item) <= 3000);
        assert_eq!(item["notes"][0]["id"], 0);
        let kept = item["notes"].as_array().unwrap().len();
        assert_eq!(named, [format!("`notes` (the first {kept} of 500)")]);
        assert!(size(&item) > 2900, "no more is left out than has to be");
    }

    #[test]
    fn no_more_fields_are_left_out_than_have_to_be() {
        let fields: serde_json::Map<_, _> = (0..20_000).map(|number| (format!("k{number}"), json!("v"))).collect();
        let mut item = json!({"id": "Q1", "details": fields});
        let named = shorten(&mut item, 3000);
        let kept = item["details"].as_object().unwrap().len();
        assert_eq!(named, [format!("`details` (the first {kept} of 20000 fields)")]);
        assert!((2900..=3000).contains(&size(&item)), "{}", size(&item));
    }

    #[test]
    fn what_fits_stays_as_it_is() {
        let mut item = json!({"log": "x".repeat(500)});
        assert!(shorten(&mut item, 600).is_empty());
        assert_eq!(item["log"].as_str().unwrap().len(), 500);
    }

    fn any_item() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![any::<i32>().prop_map(Value::from), "[\\PC\n\"\u{1}]{0,400}".prop_map(Value::from)];
        leaf.prop_recursive(4, 80, 8, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
                prop::collection::vec(("[a-z/~]{1,6}", inner), 0..8)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn anything_fits_and_nothing_is_lost_in_silence(inner in any_item(), most in 400_usize..4000) {
            let mut item = json!({"id": "Q1", "inner": inner});
            let before = item.clone();
            let named = shorten(&mut item, most);
            prop_assert!(size(&item) <= most || named.is_empty() == (item == before));
            prop_assert_eq!(named.is_empty(), item == before);
        }
    }
}
