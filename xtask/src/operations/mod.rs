//! `cargo xtask operations`: what PagerDuty's OpenAPI document says of its operations, as bare facts.
//!
//! The document has no licence, so none of its sentences are copied: only names, types, and which belongs where.

mod answer;
mod corrections;
mod document;
mod facts;
mod merge;
mod parameters;
mod schema;
mod shape;

use std::{fs, path::Path};

use openapi_contract::Contract;

use crate::{Result, print};
use document::Document;

/// Where the facts stand, below the root of the repository.
const FACTS: &str = "crates/pagerduty/src/operation/facts.jsonl";

/// Says where the document is, where it is not beside the repository.
const DOCUMENT_VARIABLE: &str = "PAGERDUTY_OPENAPI";

/// Writes the facts, or fails where they are out of date. Without the document there is nothing to compare with.
pub(crate) fn run(root: &Path, check: bool) -> Result<()> {
    let path = Contract::document_path();
    if check && !path.exists() && std::env::var_os(DOCUMENT_VARIABLE).is_none() {
        return Ok(print(&format!("{FACTS}: not checked, because PagerDuty's document is not at {}", path.display()))?);
    }
    let document = Document::read(&path)?;
    let lines = document.operations().map(|operation| facts::line(&document, &operation));
    let wanted = lines.collect::<Result<Vec<_>>>()?.join("\n") + "\n";
    let present = fs::read_to_string(root.join(FACTS)).unwrap_or_default();
    if present == wanted {
        return Ok(print(&format!("{FACTS} is up to date"))?);
    }
    if check {
        return Err(format!("{FACTS} differs from PagerDuty's document; run `cargo xtask operations`").into());
    }
    fs::write(root.join(FACTS), &wanted)?;
    Ok(print(&format!("{FACTS}: {} operations, {} bytes", wanted.lines().count(), wanted.len()))?)
}
