//! Turns of phrase that a native reader stumbles over, each with what to write instead.

use super::{
    Finding,
    repository::{File, Repository},
};

/// The types of text that people write.
const WRITTEN: [&str; 4] = ["rs", "md", "toml", "sh"];

/// This file has all of them.
const DATA: &str = "xtask/src/tidy/phrases.rs";

/// What is wrong, and what to write instead. A phrase is looked for in whole words and whatever its case.
const PHRASES: [(&str, &str); 24] = [
    ("stands in the", "`is in the`, or for people `covers for`"),
    ("stand in the", "`are in the`"),
    ("stands in a", "`is in a`"),
    ("stands in an", "`is in an`"),
    ("in the place of", "`instead of`, or `replaces`"),
    ("so many", "the number or its name, or `this many`"),
    ("is none.", "what it is not: `is not a token`, `is invalid`"),
    ("is none,", "what it is not: `is not a token`, `is invalid`"),
    ("is none;", "what is missing: `if there is no token`"),
    ("is none:", "what is missing: `no token:`"),
    ("are none.", "what is missing: `without keys`"),
    ("are none,", "what is missing: `without keys`"),
    ("are none;", "what is missing: `without keys`"),
    ("came to.", "`the result of`"),
    ("came to,", "`the result of`"),
    ("comes to.", "`the result of`, `the sum of`"),
    ("had come to", "`the state of`"),
    ("tell how it is", "`report the state`"),
    ("tells how it is", "`reports the state`"),
    ("protocol eras", "`protocol versions`"),
    ("the older era", "`older protocol versions`"),
    ("for want of", "`because there is no`"),
    ("to be had", "`available`"),
    ("what is not this or that", "what it is"),
];

/// No text has one of them, be it a comment, a string or a document.
pub(super) fn phrases(repository: &Repository) -> Vec<Finding> {
    repository.of_type(&WRITTEN).filter(|file| file.path != DATA).flat_map(of_file).collect()
}

fn of_file(file: &File) -> Vec<Finding> {
    let lines: Vec<(usize, &str)> = file.lines().map(|(number, line)| (number, words_of(line))).collect();
    let mut findings = Vec::new();
    for (at, (number, line)) in lines.iter().enumerate() {
        // A phrase may go on in the next line.
        let next = lines.get(at + 1).map_or("", |(_, next)| next);
        let text = format!("{line} {next}").to_lowercase();
        for (wrong, instead) in PHRASES {
            let starts = text.match_indices(wrong).map(|(start, _)| start);
            if starts.into_iter().any(|start| start < line.len() && is_whole(&text, start, wrong)) {
                findings.push(Finding::at(&file.path, *number, format!("says `{wrong}`: write {instead}")));
            }
        }
    }
    findings
}

/// A line without its indentation and the mark of a comment.
fn words_of(line: &str) -> &str {
    line.trim_start().trim_start_matches(['/', '!', '#']).trim()
}

/// Whether a phrase is not a part of longer words.
fn is_whole(text: &str, start: usize, phrase: &str) -> bool {
    let goes_on =
        phrase.ends_with(char::is_alphanumeric) && text[start + phrase.len()..].starts_with(char::is_alphanumeric);
    !(text[..start].ends_with(char::is_alphanumeric) || goes_on)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<Option<usize>> {
        phrases(&Repository::with(&[("a.rs", text)])).into_iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn a_bad_phrase_is_found_also_over_two_lines() {
        assert_eq!(lines("//! The text stands in the answer.\n"), [Some(1)]);
        assert_eq!(lines("/// Good.\n/// What a call came\n/// to, and why.\n"), [Some(2)]);
        assert_eq!(lines("let a = \"There are So Many of them\";\n"), [Some(1)]);
    }

    #[test]
    fn parts_of_words_and_other_phrases_are_not() {
        let good =
            "//! Understands in the end; it is not so manyfold.\n// It came to pass.\n//! It is none of these.\n";
        assert_eq!(lines(good), []);
        assert_eq!(phrases(&Repository::with(&[(DATA, "so many")])), []);
    }
}
