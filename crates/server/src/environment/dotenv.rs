//! The text of a `.env` file, line by line.
//!
//! A line is `NAME=value`, with or without `export` before it. An unquoted value ends at ` #` or at the end of the
//! line. Single quotes keep everything literally; within double quotes, `\"`, `\\`, `\$` and `\n` are escapes, and any
//! other backslash is literal. Nothing is ever substituted: `${HOME}` is just seven characters. A value does not
//! continue on the next line.

/// One line that sets something, or tries to.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    pub(super) name: &'a str,
    /// The value, or what is wrong with the line.
    pub(super) value: Result<String, &'static str>,
}

/// The lines that begin with a name. Other lines are comments, or belong to another program.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    // Some editors begin a file with a byte order mark, which would become part of the first name.
    text.trim_start_matches('\u{feff}').split(['\n', '\r']).filter_map(line)
}

fn line(text: &str) -> Option<Line<'_>> {
    let text = text.trim();
    let text = match text.strip_prefix("export") {
        Some(rest) if rest.starts_with(char::is_whitespace) => rest.trim_start(),
        _ => text,
    };
    let end = text.find(|character: char| !is_part_of_name(character)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    if name.is_empty() || name.starts_with(|character: char| character.is_ascii_digit()) {
        return None;
    }
    let value = rest.trim_start().strip_prefix('=').ok_or("not `NAME=value`").and_then(value);
    Some(Line { name, value })
}

fn is_part_of_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

/// The value after the equals sign.
fn value(text: &str) -> Result<String, &'static str> {
    let rest = text.trim_start();
    if rest.len() < text.len() && rest.starts_with('#') {
        return Ok(String::new());
    }
    if let Some(quoted) = rest.strip_prefix('\'') {
        let (value, after) = quoted.split_once('\'').ok_or(UNCLOSED)?;
        return only_comment(after).map(|()| value.to_owned());
    }
    if let Some(quoted) = rest.strip_prefix('"') {
        let (value, after) = double_quoted(quoted)?;
        return only_comment(after).map(|()| value);
    }
    let mut signs = rest.match_indices('#').map(|(start, _)| start);
    let end = signs.find(|start| rest[..*start].ends_with(char::is_whitespace)).unwrap_or(rest.len());
    Ok(rest[..end].trim_end().to_owned())
}

const UNCLOSED: &str = "its quotes do not end on the line";

/// The value up to the closing quote, and what comes after it.
fn double_quoted(text: &str) -> Result<(String, &str), &'static str> {
    let mut value = String::with_capacity(text.len());
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Ok((value, &text[at + 1..])),
            '\\' => match characters.next() {
                Some((_, 'n')) => value.push('\n'),
                Some((_, escaped @ ('"' | '\\' | '$'))) => value.push(escaped),
                Some((_, other)) => value.extend(['\\', other]),
                None => return Err(UNCLOSED),
            },
            character => value.push(character),
        }
    }
    Err(UNCLOSED)
}

fn only_comment(after: &str) -> Result<(), &'static str> {
    let rest = after.trim_start();
    if rest.is_empty() || rest.len() < after.len() && rest.starts_with('#') {
        Ok(())
    } else {
        Err("something follows its quotes")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<(&str, Result<String, &'static str>)> {
        lines(text).map(|line| (line.name, line.value)).collect()
    }

    #[test]
    fn what_people_write_is_read() {
        for (text, expected) in [
            ("A=1", "1"),
            ("\u{feff}A=1", "1"),
            ("export A=1", "1"),
            ("  export\tA = 1  ", "1"),
            ("A=1\r", "1"),
            ("A=", ""),
            ("A= # nothing", ""),
            ("A=#1", "#1"),
            ("A=a#b # c # d", "a#b"),
            ("A=a b\t# c", "a b"),
            ("A=a=b==", "a=b=="),
            ("A='a # \"b\" \\n' # c", "a # \"b\" \\n"),
            ("A=\"a # 'b' \\\"c\\\" \\\\ \\$ \\n \\x\" #", "a # 'b' \"c\" \\ $ \n \\x"),
            ("A=\"\"", ""),
            ("A=a'b\"c", "a'b\"c"),
            ("A=C:\\a\\n", "C:\\a\\n"),
            ("A=${HOME}", "${HOME}"),
            ("A=\"$HOME ${HOME}\"", "$HOME ${HOME}"),
            ("A='$(id)'", "$(id)"),
        ] {
            assert_eq!(read(text), [("A", Ok(expected.to_owned()))], "{text:?}");
        }
    }

    #[test]
    fn a_line_that_says_nothing_clear_is_told() {
        for text in ["A", "A: 1", "A 1", "A='1", "A=\"1", "A=\"1\\", "A='1'2", "A=\"1\"#", "export A"] {
            let lines = read(text);
            assert!(matches!(lines[..], [("A", Err(_))]), "{text:?}: {lines:?}");
        }
        for text in ["", "#A=1", "  # A=1", "=1", "-A=1", "1A=1", "\u{e4}=1", "\"A\"=1", "-----END KEY-----"] {
            assert_eq!(read(text), [], "{text:?}");
        }
        assert_eq!(read("exportA=1")[0].0, "exportA");
    }

    #[test]
    fn lines_end_as_on_any_system() {
        let expected = [("A", Ok("1".to_owned())), ("B", Ok("2".to_owned()))];
        for text in ["A=1\nB=2", "A=1\r\nB=2\r\n", "A=1\rB=2", "A=1\n\n# c\nB=2\n"] {
            assert_eq!(read(text), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_stops_it(text in "\\PC*|(?s).{0,80}|([A-Z=#'\"\\\\$ {}\n\r]|export ){0,40}") {
            for line in lines(&text) {
                prop_assert!(!line.name.is_empty() && line.name.chars().all(is_part_of_name));
            }
        }

        #[test]
        fn a_value_in_quotes_is_read_as_it_was(value in "[^\r\n]{0,40}") {
            let escaped = value.replace('\\', "\\\\").replace('"', "\\\"");
            let line = format!("A=\"{escaped}\" # c");
            prop_assert_eq!(read(&line), [("A", Ok(value.clone()))]);
            if !value.contains('\'') {
                let line = format!("export A='{value}'");
                prop_assert_eq!(read(&line), [("A", Ok(value.clone()))]);
            }
        }
    }
}
