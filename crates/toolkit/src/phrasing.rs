//! Words in messages: lists of names, and what somebody may have meant.

use crate::answer::untrusted;

/// `` `a`, `b` and `c` ``, or with `or`.
pub fn list(names: impl IntoIterator<Item = impl AsRef<str>>, last: &str) -> String {
    join(names.into_iter().map(|name| format!("`{}`", name.as_ref())), last)
}

/// The same for people: `a, b and c`.
pub fn join(names: impl IntoIterator<Item = String>, last: &str) -> String {
    let names: Vec<String> = names.into_iter().collect();
    match names.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((final_one, others)) => format!("{} {last} {final_one}", others.join(", ")),
    }
}

/// Bytes of a text that may still be a name, misspelt.
const LONGEST_NAME: usize = 200;

/// The name that is most like `wrong`, if any is like it at all.
pub fn nearest<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Comparing takes longer the longer a text is, and nothing is like one of this length.
    if wrong.len() > LONGEST_NAME {
        return None;
    }
    let wrong = wrong.to_ascii_lowercase();
    names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&wrong, name), name))
        .filter(|(similarity, _)| *similarity > 0.75)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, name)| name)
}

/// What somebody else wrote, as a message can quote it: short, clean, on one line, and without the backticks and quotation
/// marks that stand around it.
pub fn short(text: &str) -> String {
    const MOST: usize = 80;
    // More than is shown, because some of it may go.
    let mut text = cut(text, 4 * MOST);
    untrusted::clean(&mut text);
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        line.push(match character {
            '`' => '\'',
            '“' | '”' => '"',
            '\n' | '\t' if line.ends_with(' ') => continue,
            '\n' | '\t' => ' ',
            other => other,
        });
    }
    cut(&line, MOST)
}

/// A text of at most this many characters.
pub fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_like_sentences() {
        assert_eq!(list(["a"], "and"), "`a`");
        assert_eq!(list(["a", "b", "c"], "or"), "`a`, `b` or `c`");
        assert_eq!(list(Vec::<&str>::new(), "or"), "");
    }

    #[test]
    fn what_is_quoted_cannot_end_the_quote() {
        assert_eq!(short("full” to Bob? `rm`\n\n\t\u{202e}x"), "full\" to Bob? 'rm' x");
        assert_eq!(short(&"\u{200b}x".repeat(100)).chars().count(), 81);
    }

    #[test]
    fn the_nearest_name_is_found() {
        let names = ["team_ids", "service_ids", "statuses"];
        assert_eq!(nearest("teams_ids", names), Some("team_ids"));
        assert_eq!(nearest("status", names), Some("statuses"));
        assert_eq!(nearest("serviceIds", names), Some("service_ids"));
        assert_eq!(nearest("xyz", names), None);
    }
}
