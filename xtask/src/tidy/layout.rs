//! How crates and modules are laid out.

use super::{Finding, repository::Repository};

/// Lines that a module may have.
const LONGEST: usize = 400;

/// A file that grows past the limit wants to be two.
pub(super) fn file_length(repository: &Repository) -> Vec<Finding> {
    let lengths = repository.of_type(&["rs"]).map(|file| (file, file.text.lines().count()));
    lengths
        .filter(|(_, length)| *length > LONGEST)
        .map(|(file, length)| {
            let message =
                format!("has {length} lines, {} too many: split it by what its parts are for", length - LONGEST);
            Finding::at(&file.path, LONGEST + 1, message)
        })
        .collect()
}

/// A module says first what it is for.
pub(super) fn module_docs(repository: &Repository) -> Vec<Finding> {
    repository
        .of_type(&["rs"])
        .filter(|file| !file.text.starts_with("//! "))
        .map(|file| Finding::at(&file.path, 1, "does not say what it is for: begin with a line `//! …`"))
        .collect()
}

/// Every crate of the workspace has its lints; one that is a workspace of its own cannot.
pub(super) fn shared_lints(repository: &Repository) -> Vec<Finding> {
    repository
        .of_type(&["toml"])
        .filter(|file| file.path.ends_with("/Cargo.toml") && !file.text.contains("[lints]\nworkspace = true"))
        .filter(|file| !file.text.lines().any(|line| line == "[workspace]"))
        .map(|file| Finding::at(&file.path, 1, "does not have the shared lints: add `[lints]` with `workspace = true`"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_is_found() {
        let [longest, too_long] = [400, 402].map(|lines| "//! Lines.\n".repeat(lines));
        assert_eq!(file_length(&Repository::with(&[("a.rs", &longest), ("a.md", &too_long)])), []);
        let findings = file_length(&Repository::with(&[("a.rs", &too_long)]));
        assert_eq!(
            findings,
            [Finding::at("a.rs", 401, "has 402 lines, 2 too many: split it by what its parts are for")]
        );
    }

    #[test]
    fn a_module_without_documentation_is_found() {
        assert_eq!(module_docs(&Repository::with(&[("a.rs", "//! Says it.\n"), ("a.md", "# A")])), []);
        for text in ["", "use std::fmt;\n", "// Not for the module.\n", "//!\n"] {
            assert_eq!(module_docs(&Repository::with(&[("a.rs", text)])).len(), 1, "{text}");
        }
    }

    #[test]
    fn a_crate_without_the_shared_lints_is_found() {
        let with = "[package]\nname = \"a\"\n\n[lints]\nworkspace = true\n";
        let without = "[package]\nname = \"b\"\n";
        let repository =
            Repository::with(&[("crates/a/Cargo.toml", with), ("crates/b/Cargo.toml", without), ("Cargo.toml", "")]);
        let findings = shared_lints(&repository);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].path, "crates/b/Cargo.toml");
    }
}
