//! The floors of the house: which crates may know which.

use super::{
    Finding,
    repository::{File, Repository},
};

/// Each floor with the crates of this workspace that it may depend on. Arrows go downward only.
const FLOORS: [(&str, &[&str]); 5] = [
    ("pagerduty", &[]),
    ("toolkit", &["pagerduty"]),
    ("tools", &["pagerduty", "toolkit"]),
    ("mcp", &["pagerduty", "toolkit"]),
    ("server", &["mcp", "pagerduty", "pagerduty-sim", "toolkit", "tools"]),
];

/// Libraries that one floor only may know, with that floor.
const LIBRARIES: [(&str, &str); 6] = [
    ("clap", "server"),
    ("hyper", "mcp or server"),
    ("keyring-core", "server"),
    ("reqwest", "pagerduty"),
    ("rmcp", "mcp"),
    ("tracing-subscriber", "server"),
];

/// Every floor depends only on floors below it, and on no library that belongs to another. What tests need does not count.
pub(super) fn floors(repository: &Repository) -> Vec<Finding> {
    let manifests = repository.of_type(&["toml"]);
    manifests
        .filter_map(|file| {
            let name = file.path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml")?;
            FLOORS.iter().find(|(floor, _)| *floor == name).map(|(floor, below)| (file, *floor, *below))
        })
        .flat_map(|(file, floor, below)| {
            dependencies(file).filter_map(move |(number, name)| {
                let is_ours = FLOORS.iter().any(|(other, _)| *other == name) || name == "pagerduty-sim";
                let owner = LIBRARIES.iter().find(|(library, _)| *library == name).map(|(_, owner)| *owner);
                let message = match owner {
                    _ if is_ours && !below.contains(&name) => format!("`{floor}` may not know `{name}`"),
                    Some(owner) if !owner.split(" or ").any(|owner| owner == floor) => {
                        format!("`{name}` belongs to {owner}: `{floor}` may not know it")
                    }
                    _ => return None,
                };
                Some(Finding::at(&file.path, number, message))
            })
        })
        .collect()
}

/// The names in `[dependencies]`, with their lines.
fn dependencies(file: &File) -> impl Iterator<Item = (usize, &str)> {
    let mut is_inside = false;
    file.lines().filter_map(move |(number, line)| {
        if line.starts_with('[') {
            is_inside = line == "[dependencies]";
        }
        let name = line.split(['.', ' ', '=']).next()?;
        (is_inside && !line.starts_with(['[', '#']) && !name.is_empty()).then_some((number, name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, manifest: &str) -> Vec<Option<usize>> {
        floors(&Repository::with(&[(path, manifest)])).into_iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn arrows_upward_are_found() {
        let manifest = "[dependencies]\npagerduty.workspace = true\ntools.workspace = true\nclap = \"4\"\n";
        assert_eq!(found("crates/toolkit/Cargo.toml", manifest), [Some(3), Some(4)]);
        assert_eq!(found("crates/mcp/Cargo.toml", "[dependencies]\npagerduty-sim.workspace = true\n"), [Some(2)]);
    }

    #[test]
    fn arrows_downward_and_what_tests_need_are_not() {
        let manifest = "[dependencies]\ntoolkit.workspace = true\nrmcp.workspace = true\n\n[dev-dependencies]\ntools.workspace = true\n";
        assert_eq!(found("crates/mcp/Cargo.toml", manifest), []);
        assert_eq!(found("crates/conformance/Cargo.toml", "[dependencies]\nrmcp.workspace = true\n"), []);
    }
}
