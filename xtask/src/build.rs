//! Building what is shipped.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;

use crate::Result;

/// The package with the program.
pub(crate) const PACKAGE: &str = "pagerduty-mcp-server";

/// Builds the program with a profile, and asks cargo where it is: the target directory may be anywhere.
pub(crate) fn program(root: &Path, profile: &str, variables: &[(&str, OsString)]) -> Result<PathBuf> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let build = Command::new(cargo)
        .args(["build", "--profile", profile, "--package", PACKAGE, "--message-format", "json-render-diagnostics"])
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .current_dir(root)
        .stderr(Stdio::inherit())
        .output()?;
    if !build.status.success() {
        return Err("the program cannot be built".into());
    }
    executable(&String::from_utf8(build.stdout)?).ok_or_else(|| "cargo named no executable".into())
}

/// The binary in what cargo says about a build.
fn executable(messages: &str) -> Option<PathBuf> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut executables = messages.filter(|message| message["target"]["name"] == PACKAGE);
    executables.find_map(|message| message["executable"].as_str().map(PathBuf::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_binary_is_found_among_cargos_messages() {
        let messages = r#"
            {"reason":"compiler-artifact","target":{"name":"serde"},"executable":null}
            {"reason":"compiler-artifact","target":{"name":"pagerduty-mcp-server"},"executable":null}
            {"reason":"compiler-artifact","target":{"name":"pagerduty-mcp-server"},"executable":"target/release/it"}
            {"reason":"build-finished","success":true}"#;
        assert_eq!(executable(messages), Some(PathBuf::from("target/release/it")));
        assert_eq!(executable(""), None);
    }
}
