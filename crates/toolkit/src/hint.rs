//! Hints and warnings: texts with parts that name a tool, which only those read who can call it.

/// The name of a tool in a text. A test holds each against the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToolName(&'static str);

impl ToolName {
    /// The name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0
    }
}

/// The tool of this name, for a [`Hint`].
#[must_use]
pub const fn tool(name: &'static str) -> ToolName {
    ToolName(name)
}

/// A hint or a warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint(Vec<Part>);

/// A part of it, with what separates it from the part before.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    text: String,
    /// The tool that it names.
    tool: Option<ToolName>,
}

impl Hint {
    /// A text that names a tool: `before`, the name in backticks, `after`.
    #[must_use]
    pub fn naming(before: &str, tool: ToolName, after: &str) -> Self {
        Self(Vec::new()).with(before, tool, after)
    }

    /// The same with one more part, which names a tool.
    #[must_use]
    pub fn with(mut self, before: &str, tool: ToolName, after: &str) -> Self {
        self.0.push(Part { text: format!("{before}`{}`{after}", tool.0), tool: Some(tool) });
        self
    }

    /// The same with these parts behind its own.
    #[must_use]
    pub fn and(mut self, other: impl Into<Self>) -> Self {
        self.0.extend(other.into().0);
        self
    }

    /// What is left for somebody who can call these tools; nothing where nothing is.
    pub fn for_whom(&self, can_call: impl Fn(&'static str) -> bool) -> Option<String> {
        let is_said = |part: &&Part| part.tool.is_none_or(|tool| can_call(tool.0));
        if self.0.iter().all(|part| is_said(&part)) {
            return Some(self.text());
        }
        let text: String = self.0.iter().filter(is_said).map(|part| part.text.as_str()).collect();
        // What separated it from a part that is gone.
        let text = text.trim_matches([' ', ':', ';', ',']);
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// All of it.
    #[must_use]
    pub fn text(&self) -> String {
        self.0.iter().map(|part| part.text.as_str()).collect()
    }
}

impl From<&str> for Hint {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for Hint {
    fn from(text: String) -> Self {
        Self(vec![Part { text, tool: None }])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_a_tool_that_is_off_is_left_out() {
        let (on, off) = (tool("get_alerts"), tool("get_teams"));
        for (hint, left) in [
            (Hint::naming("find it with ", on, ""), Some("find it with `get_alerts`")),
            (Hint::naming("find it with ", off, " and `query`"), None),
            (Hint::from("an ID is short").with("; find it with ", off, ""), Some("an ID is short")),
            (Hint::from("3 of 5").with(": see ", off, " for all"), Some("3 of 5")),
            (Hint::naming("look at it with ", off, "").and("; it is another one"), Some("it is another one")),
            // A text that somebody else wrote names no tool, whatever it says.
            (Hint::from("`x`: `get_teams` is no state; ignored"), Some("`x`: `get_teams` is no state; ignored")),
        ] {
            assert_eq!(hint.for_whom(|name| name == "get_alerts").as_deref(), left);
        }
    }
}
