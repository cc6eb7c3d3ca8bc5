//! Which tools a client is offered. A request over HTTP can switch off tools that the operator turned on, but never
//! turn others on.

use std::sync::Arc;

use http::HeaderMap;
use rmcp::{
    ErrorData,
    model::{Tool, ToolAnnotations},
};
use toolkit::{
    access::Access,
    selection::{Chosen, Selection},
    tool::Entry,
};

/// Toolsets that a client wants, by name, separated by commas.
const TOOLSETS: &str = "x-mcp-toolsets";

/// Tools that a client wants in addition to its toolsets; without toolsets, only these.
const TOOLS: &str = "x-mcp-tools";

/// Tools that a client does not want.
const EXCLUDE_TOOLS: &str = "x-mcp-exclude-tools";

/// Whether a client wants read-only tools; both spellings are accepted.
const READ_ONLY: [&str; 2] = ["x-mcp-readonly", "x-mcp-read-only"];

/// Whether a client wants no text of strangers except titles.
const LOCKDOWN: &str = "x-mcp-lockdown";

/// All of these headers. Browsers may send them, and misspelt ones are refused.
pub(crate) const HEADERS: [&str; 6] = [TOOLSETS, TOOLS, EXCLUDE_TOOLS, READ_ONLY[0], READ_ONLY[1], LOCKDOWN];

/// The tools that the headers of a request select; nothing if there are no such headers.
///
/// # Errors
///
/// When they name something that does not exist: offering other tools than those asked for would be a silent failure.
pub(super) fn narrowed(
    headers: Option<&HeaderMap>,
    catalogue: &[&'static str],
) -> Result<Option<Selection>, ErrorData> {
    let Some(headers) = headers.filter(|headers| HEADERS.iter().any(|name| headers.contains_key(*name))) else {
        return Ok(None);
    };
    let chosen = Chosen {
        toolsets: names(headers, TOOLSETS)?,
        tools: names(headers, TOOLS)?,
        exclude_tools: names(headers, EXCLUDE_TOOLS)?,
        // One `true` is enough.
        read_only: is_set(headers, READ_ONLY[0])? | is_set(headers, READ_ONLY[1])?,
    };
    // An empty list selects nothing; no list selects everything.
    let chooses = headers.contains_key(TOOLSETS) || headers.contains_key(TOOLS);
    let otherwise = if chooses { Selection::none() } else { Selection::all() };
    let selection = Selection::read(&chosen, catalogue, &otherwise);
    selection.map(Some).map_err(|unknown| ErrorData::invalid_params(unknown.to_string(), None))
}

/// Whether a request turns lockdown on. No request can turn it off.
///
/// # Errors
///
/// When the header is neither true nor false.
pub(super) fn is_locked_down(headers: Option<&HeaderMap>) -> Result<bool, ErrorData> {
    headers.map_or(Ok(false), |headers| is_set(headers, LOCKDOWN))
}

/// The values of a header, which may occur more than once.
fn values<'a>(headers: &'a HeaderMap, name: &'static str) -> impl Iterator<Item = Result<&'a str, ErrorData>> {
    headers.get_all(name).into_iter().map(move |value| {
        value.to_str().map_err(|_| ErrorData::invalid_params(format!("the header `{name}` is not text"), None))
    })
}

fn names(headers: &HeaderMap, header: &'static str) -> Result<Vec<String>, ErrorData> {
    let mut names = Vec::new();
    for value in values(headers, header) {
        names.extend(value?.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned));
    }
    Ok(names)
}

fn is_set(headers: &HeaderMap, header: &'static str) -> Result<bool, ErrorData> {
    let mut is_set = false;
    for value in values(headers, header) {
        match value?.trim().to_ascii_lowercase().as_str() {
            "true" | "1" => is_set = true,
            "false" | "0" => {}
            _ => {
                return Err(ErrorData::invalid_params(
                    format!("the header `{header}` is neither `true` nor `false`"),
                    None,
                ));
            }
        }
    }
    Ok(is_set)
}

/// A tool as clients see it.
#[must_use]
pub fn definition(entry: &Entry) -> Tool {
    let is_idempotent = matches!(entry.info.access, Access::Read | Access::Update);
    let annotations = ToolAnnotations::new()
        .read_only(entry.info.access == Access::Read)
        .destructive(entry.info.access == Access::Destructive)
        .idempotent(is_idempotent)
        .open_world(true);
    Tool::new(entry.info.name, entry.description().to_owned(), Arc::new(entry.input_schema()))
        .with_title(entry.info.title)
        .with_annotations(annotations)
}
