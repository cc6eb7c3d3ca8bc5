//! `tools`: the list of tools.

use std::process::ExitCode;

use mcp::handler;
use pagerduty::{BaseUrl, Endpoint};
use serde_json::json;
use toolkit::{
    call::toolbox::Toolbox,
    selection::{Selection, UnknownName},
    settings::Settings,
};

use super::{Failure, USER_AGENT, print};
use crate::config::{Tools, ToolsCommand};

/// Which tools are on; `otherwise` if nobody chose.
///
/// # Errors
///
/// The first unknown name.
pub(super) fn selection(chosen: &Tools, otherwise: &Selection) -> Result<Selection, UnknownName> {
    let names: Vec<_> = tools::catalogue().iter().map(|entry| entry.info.name).collect();
    Selection::read(&chosen.chosen(), &names, otherwise)
}

pub(super) fn run(command: &ToolsCommand, chosen: &Tools) -> Result<ExitCode, Failure> {
    let settings = Settings { selection: selection(chosen, &Selection::default())?, ..Settings::default() };
    let toolbox = Toolbox::new(tools::catalogue(), Endpoint::new(BaseUrl::default(), USER_AGENT), settings);
    if command.json {
        let definitions: Vec<_> = toolbox.entries().iter().map(handler::definition).collect();
        print(&json!({ "tools": definitions }).to_string());
        return Ok(ExitCode::SUCCESS);
    }
    let width = toolbox.entries().iter().map(|entry| entry.info.name.len()).max().unwrap_or_default();
    print(&format!("{:width$}  {:9}  {:11}  WHAT IT DOES", "TOOL", "TOOLSET", "ACCESS"));
    for entry in toolbox.entries() {
        let (toolset, access) = (entry.info.toolset.name(), entry.info.access.as_str());
        print(&format!("{:width$}  {toolset:9}  {access:11}  {}", entry.info.name, entry.summary()));
    }
    Ok(ExitCode::SUCCESS)
}
