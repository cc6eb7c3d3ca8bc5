//! `tools`: what there is to call.

use std::process::ExitCode;

use pagerduty::{BaseUrl, Endpoint};
use serde_json::json;

use super::{Failure, USER_AGENT, print};
use crate::{
    config::ToolsCommand,
    server,
    toolbox::{Settings, Toolbox},
};

pub(super) fn run(command: &ToolsCommand) -> Result<ExitCode, Failure> {
    let toolbox = Toolbox::new(Endpoint::new(BaseUrl::default(), USER_AGENT), Settings::default());
    if command.json {
        let definitions: Vec<_> = toolbox.entries().iter().map(server::definition).collect();
        print(&json!({ "tools": definitions }).to_string());
        return Ok(ExitCode::SUCCESS);
    }
    let width = toolbox.entries().iter().map(|entry| entry.name.len()).max().unwrap_or_default();
    print(&format!("{:width$}  {:6}  WHAT IT DOES", "TOOL", "ACCESS"));
    for entry in toolbox.entries() {
        print(&format!("{:width$}  {:6}  {}", entry.name, entry.access.as_str(), entry.summary()));
    }
    Ok(ExitCode::SUCCESS)
}
