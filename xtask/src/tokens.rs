//! `cargo xtask tokens`: what the tool definitions cost a model before it has called anything.
//!
//! Counted is the compact JSON that clients put before the model: name, description and input schema. Titles and
//! annotations are for the client and do not reach it.

use serde_json::{Value, json};
use tiktoken_rs::o200k_base_singleton;
use toolkit::tool::Entry;

use crate::{Result, catalogue, print, table};

/// The size of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) tokens: usize,
    pub(crate) bytes: usize,
}

impl std::iter::Sum for Size {
    fn sum<I: Iterator<Item = Self>>(sizes: I) -> Self {
        sizes
            .fold(Self::default(), |sum, size| Self { tokens: sum.tokens + size.tokens, bytes: sum.bytes + size.bytes })
    }
}

/// The size of a tool definition as a model sees it.
pub(crate) fn size(name: &str, description: &str, input_schema: &Value) -> Size {
    let text = json!({ "name": name, "description": description, "parameters": input_schema }).to_string();
    Size { tokens: o200k_base_singleton().count_ordinary(&text), bytes: text.len() }
}

/// Prints the size of every definition, and fails where those that are on by default have more than `max_default` tokens
/// together, or all of them more than `max`.
pub(crate) fn run(max_default: usize, max: usize) -> Result<()> {
    let toolbox = catalogue::toolbox();
    let sizes: Vec<(&Entry, Size)> = toolbox
        .entries()
        .iter()
        .map(|entry| (entry, size(entry.info.name, entry.description(), &entry.input_schema().into())))
        .collect();
    let all: Size = sizes.iter().map(|(_, size)| *size).sum();
    let default: Size = sizes.iter().filter(|(entry, _)| entry.info.is_on_by_default).map(|(_, size)| *size).sum();
    let rows = sizes.iter().map(|(entry, size)| row(entry.info.name, entry.info.toolset.name(), *size));
    let totals = [row("on by default", "", default), row("all", "", all)];
    print(&table::aligned(["TOOL", "TOOLSET", "TOKENS", "BYTES"], &rows.chain(totals).collect::<Vec<_>>()))?;
    within("that are on by default", default, max_default)?;
    within("of all toolsets", all, max)
}

fn row(name: &str, toolset: &str, size: Size) -> [String; 4] {
    [name.to_owned(), toolset.to_owned(), size.tokens.to_string(), size.bytes.to_string()]
}

fn within(which: &str, total: Size, max: usize) -> Result<()> {
    if total.tokens <= max {
        return Ok(());
    }
    let over = total.tokens - max;
    let total = total.tokens;
    Err(format!("the definitions {which} have {total} tokens, {over} more than {max}: shorten a description").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_definition_is_counted_as_compact_json() {
        let size = size("get_teams", "List teams.", &json!({ "type": "object" }));
        let text = r#"{"name":"get_teams","description":"List teams.","parameters":{"type":"object"}}"#;
        assert_eq!(size.bytes, text.len());
        assert!(size.tokens > 10 && size.tokens < size.bytes, "{size:?}");
    }

    #[test]
    fn more_than_the_limit_is_an_error() {
        let total = Size { tokens: 4001, bytes: 0 };
        assert!(within("of all", total, 4001).is_ok());
        let error = within("of all", total, 4000).unwrap_err().to_string();
        assert_eq!(error, "the definitions of all have 4001 tokens, 1 more than 4000: shorten a description");
    }
}
