//! Which tools one caller can call, and what it is told of them: a hint or a text never names a tool that is off.

use crate::{error::Error, info::Info, selection::Selection};

/// The tools that one caller can call.
#[derive(Clone, Debug)]
pub struct Offered {
    on: Vec<&'static str>,
    off: Vec<&'static str>,
}

impl Offered {
    /// What a request leaves of the tools that are on, where it says so; `others` are off for everybody.
    pub fn new<'a>(
        on: impl Iterator<Item = &'a Info>,
        others: impl Iterator<Item = &'a Info>,
        narrowed: Option<&Selection>,
    ) -> Self {
        let (on, left_out): (Vec<&Info>, Vec<&Info>) =
            on.partition(|info| narrowed.is_none_or(|selection| selection.has(info)));
        let names = |infos: Vec<&Info>| infos.into_iter().map(|info| info.name).collect::<Vec<_>>();
        Self { on: names(on), off: names(left_out.into_iter().chain(others).collect()) }
    }

    /// Whether this tool can be called.
    pub fn has(&self, name: &str) -> bool {
        self.on.contains(&name)
    }

    /// The names of the tools that can be called.
    pub fn names(&self) -> &[&'static str] {
        &self.on
    }

    /// Whether a text names no tool that cannot be called.
    pub fn can_read(&self, text: &str) -> bool {
        let mut words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        self.off.is_empty() || !words.any(|word| word.contains('_') && self.off.contains(&word))
    }

    /// A hint without the parts that name a tool that cannot be called; nothing where no part is left. Parts end at a colon or a
    /// semicolon.
    pub fn hint(&self, text: &str) -> Option<String> {
        if self.can_read(text) {
            return Some(text.to_owned());
        }
        let mut left = String::with_capacity(text.len());
        for part in text.split_inclusive("; ").flat_map(|part| part.split_inclusive(": ")) {
            if self.can_read(part) {
                left.push_str(part);
            }
        }
        let left = left.trim_end_matches([' ', ':', ';']);
        (!left.is_empty()).then(|| left.to_owned())
    }

    /// A warning without such parts. The first one is what happened, and stays.
    pub fn warning(&self, text: String) -> String {
        if self.can_read(&text) {
            return text;
        }
        let first = [": ", "; "].into_iter().filter_map(|end| text.find(end)).min().unwrap_or(text.len());
        let (first, rest) = text.split_at(first);
        match self.hint(rest.trim_start_matches([' ', ':', ';'])) {
            Some(rest) if !rest.is_empty() => format!("{first}: {rest}"),
            _ => first.to_owned(),
        }
    }
}

impl Error {
    /// The same with a hint that names only tools that can be called.
    pub(crate) fn offering(self, offered: &Offered) -> Self {
        self.with_hint(|hint| offered.hint(hint))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_a_tool_that_is_off_is_left_out() {
        let offered = Offered { on: vec!["get_alerts"], off: vec!["get_teams", "get_incidents"] };
        for (text, hint, warning) in [
            ("find it with `get_alerts`", Some("find it with `get_alerts`"), "find it with `get_alerts`"),
            ("find it with `get_teams` and `query`", None, "find it with `get_teams` and `query`"),
            ("an ID is short; find it with `get_teams`", Some("an ID is short"), "an ID is short"),
            ("3 of 5: see `get_incidents` for all", Some("3 of 5"), "3 of 5"),
            ("none: see `get_teams`; or `get_alerts`", Some("none: or `get_alerts`"), "none: or `get_alerts`"),
            (
                "none: `get_incidents_by_hand` has it",
                Some("none: `get_incidents_by_hand` has it"),
                "none: `get_incidents_by_hand` has it",
            ),
        ] {
            assert_eq!(offered.hint(text).as_deref(), hint);
            assert_eq!(offered.warning(text.to_owned()), warning);
        }
    }
}
