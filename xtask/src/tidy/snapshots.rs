//! The snapshots of the tool definitions: one for every tool, and none of a tool that is gone.

use super::{Finding, repository::Repository};

const DIRECTORY: &str = "crates/server/tests/snapshots/";
const MARK: &str = "definition_";

/// Every tool has a snapshot of its definition, and every such snapshot a tool.
pub(super) fn snapshots(repository: &Repository) -> Vec<Finding> {
    let present: Vec<(&str, &str)> =
        repository.paths.iter().filter_map(|path| Some((path.as_str(), tool_of(path)?))).collect();
    let missing = repository.tools.iter().filter(|name| !present.iter().any(|(_, tool)| tool == name)).map(|name| {
        let path = format!("{DIRECTORY}catalogue__{MARK}{name}.snap");
        Finding::missing(&path, format!("`{name}` has no snapshot: run the tests, then `cargo insta review`"))
    });
    let left_over = present.iter().filter(|(_, tool)| !repository.tools.iter().any(|name| name == tool));
    let left_over =
        left_over.map(|(path, tool)| Finding::at(path, 1, format!("there is no tool `{tool}`: delete the file")));
    missing.chain(left_over).collect()
}

/// The tool whose definition a snapshot holds.
fn tool_of(path: &str) -> Option<&str> {
    let (_, tool) = path.strip_prefix(DIRECTORY)?.strip_suffix(".snap")?.split_once(MARK)?;
    Some(tool)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(tools: &[&str], paths: &[&str]) -> Vec<String> {
        let repository = Repository {
            tools: tools.iter().map(|&name| name.to_owned()).collect(),
            paths: paths.iter().map(|&path| path.to_owned()).collect(),
            ..Repository::default()
        };
        snapshots(&repository).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_tool_without_a_snapshot_is_found() {
        let teams = "crates/server/tests/snapshots/catalogue__definition_get_teams.snap";
        let others = "crates/server/tests/snapshots/wire__initialize.snap";
        assert_eq!(check(&["get_teams"], &[teams, others]), [""; 0]);
        // The name of one tool may be a part of another's.
        let findings = check(&["get_teams", "get_team"], &[teams]);
        assert_eq!(findings.len(), 1);
        assert!(
            findings[0].starts_with("crates/server/tests/snapshots/catalogue__definition_get_team.snap: `get_team`")
        );
    }

    #[test]
    fn a_snapshot_without_a_tool_is_found() {
        let findings = check(&[], &["crates/server/tests/snapshots/catalogue__definition_get_team.snap"]);
        assert_eq!(findings.len(), 1);
        assert!(findings[0].ends_with(":1: there is no tool `get_team`: delete the file"), "{findings:?}");
    }
}
