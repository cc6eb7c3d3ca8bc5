//! `tools`: what there is to call.

use std::process::ExitCode;

use pagerduty::{BaseUrl, Endpoint};
use serde_json::json;

use super::{Failure, USER_AGENT, print};
use crate::{
    config::{Tools, ToolsCommand},
    server,
    toolbox::{Settings, Toolbox},
    toolset::Selection,
};

pub(super) fn run(command: &ToolsCommand, chosen: &Tools) -> Result<ExitCode, Failure> {
    let settings = Settings { selection: chosen.selection(&Selection::default())?, ..Settings::default() };
    let toolbox = Toolbox::new(Endpoint::new(BaseUrl::default(), USER_AGENT), settings);
    if command.json {
        let definitions: Vec<_> = toolbox.entries().iter().map(server::definition).collect();
        print(&json!({ "tools": definitions }).to_string());
        return Ok(ExitCode::SUCCESS);
    }
    let width = toolbox.entries().iter().map(|entry| entry.name.len()).max().unwrap_or_default();
    print(&format!("{:width$}  {:9}  {:11}  WHAT IT DOES", "TOOL", "TOOLSET", "ACCESS"));
    for entry in toolbox.entries() {
        let (toolset, access) = (entry.toolset.name(), entry.access.as_str());
        print(&format!("{:width$}  {toolset:9}  {access:11}  {}", entry.name, entry.summary()));
    }
    Ok(ExitCode::SUCCESS)
}
