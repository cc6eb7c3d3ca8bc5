//! Titles that come again: with other numbers and names of machines in them they are still the same.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// What a title has in common with others like it: every word with a digit is a `#`.
pub(crate) fn pattern(title: &str) -> String {
    let mut pattern = String::with_capacity(title.len());
    for word in title.split_whitespace() {
        if !pattern.is_empty() {
            pattern.push(' ');
        }
        let core = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        match core.bytes().any(|byte| byte.is_ascii_digit()) {
            true => pattern.push_str(&word.replace(core, "#")),
            false => pattern.push_str(word),
        }
    }
    pattern
}

/// The `most` titles that came more than once, the most frequent first: as they are where they are all the same, else what they
/// have in common, with an example.
pub(crate) fn repeated<'a>(titles: impl Iterator<Item = &'a str>, most: usize) -> Vec<Value> {
    let mut patterns: BTreeMap<String, (usize, &str, bool)> = BTreeMap::new();
    for title in titles.filter(|title| !title.is_empty()) {
        let (count, first, is_same) = patterns.entry(pattern(title)).or_insert((0, title, true));
        *count += 1;
        *is_same &= *first == title;
    }
    let mut patterns: Vec<_> = patterns.into_iter().filter(|(_, (count, ..))| *count > 1).collect();
    patterns.sort_by_key(|(_, (count, ..))| std::cmp::Reverse(*count));
    let shown = patterns.into_iter().take(most).map(|(pattern, (count, first, is_same))| match is_same {
        true => json!({"title": first, "count": count}),
        false => json!({"title": pattern, "count": count, "example": first}),
    });
    shown.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_machines_do_not_make_another_title() {
        for (title, expected) in [
            ("Disk usage 91% on db-12 (us-east-1)", "Disk usage #% on # (#)"),
            ("High p99  latency", "High # latency"),
            ("Nothing special.", "Nothing special."),
            ("", ""),
        ] {
            assert_eq!(pattern(title), expected);
        }
        let titles = ["CPU 91%", "Same", "CPU 95%", "Once", "Same", "CPU 91%"];
        assert_eq!(
            repeated(titles.into_iter(), 5),
            [json!({"title": "CPU #%", "count": 3, "example": "CPU 91%"}), json!({"title": "Same", "count": 2})]
        );
    }
}
