//! What people read: the files that they look for, links, and environment variables.

use super::{
    Finding,
    repository::{File, Repository},
};

const STANDING: [&str; 5] = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"];

const PREFIX: &str = "PAGERDUTY_";

/// Variables of the tests, which no user sets.
const FOR_TESTS: [&str; 1] = ["PAGERDUTY_OPENAPI"];

/// The files that people look for by name.
pub(super) fn standing_files(repository: &Repository) -> Vec<Finding> {
    let missing = STANDING.into_iter().filter(|path| !repository.paths.contains(*path));
    missing.map(|path| Finding::missing(path, "is missing: write it")).collect()
}

/// Every relative link leads to a file or directory of the repository.
pub(super) fn links(repository: &Repository) -> Vec<Finding> {
    let documents = repository.of_type(&["md"]);
    let links = documents.flat_map(|file| targets(file).map(move |(number, target)| (file, number, target)));
    links
        .filter(|(file, _, target)| !leads_somewhere(repository, &file.path, target))
        .map(|(file, number, target)| {
            let message = format!("`{target}` leads to no file of the repository: correct the link");
            Finding::at(&file.path, number, message)
        })
        .collect()
}

/// The targets of the links of a document, outside of code.
fn targets(file: &File) -> impl Iterator<Item = (usize, &str)> {
    let mut is_code = false;
    let text = file.lines().filter(move |(_, line)| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    });
    text.flat_map(|(number, line)| {
        // Every other part is code.
        let parts = line.split('`').step_by(2);
        let inline = parts.flat_map(|part| {
            let markdown = between(part, "](", &[')', ' ']);
            let html = ["src=\"", "href=\""].into_iter().flat_map(|start| between(part, start, &['"']));
            markdown.chain(html)
        });
        let definition = line.starts_with('[').then(|| line.split_once("]: ")).flatten();
        let definition = definition.and_then(|(_, target)| target.split_whitespace().next());
        inline.chain(definition).map(move |target| (number, target))
    })
}

fn between<'a>(text: &'a str, start: &'static str, end: &'static [char]) -> impl Iterator<Item = &'a str> {
    text.match_indices(start).map(move |(at, _)| {
        let rest = &text[at + start.len()..];
        // The target is empty where the link ends in code.
        rest.split(end).next().unwrap_or_default()
    })
}

fn leads_somewhere(repository: &Repository, document: &str, target: &str) -> bool {
    let path = target.split('#').next().unwrap_or_default();
    if path.is_empty() || path.contains(':') {
        // Within the document, or to another site.
        return true;
    }
    let directory = document.rsplit_once('/').map_or("", |(directory, _)| directory);
    let start = if path.starts_with('/') { "" } else { directory };
    let mut segments: Vec<&str> = Vec::new();
    for segment in start.split('/').chain(path.split('/')) {
        match segment {
            "" | "." => {}
            ".." => {
                if segments.pop().is_none() {
                    return false;
                }
            }
            segment => segments.push(segment),
        }
    }
    let path = segments.join("/");
    let directory = format!("{path}/");
    path.is_empty() || repository.paths.iter().any(|file| *file == path || file.starts_with(&directory))
}

/// Every environment variable that the code names is documented.
pub(super) fn variables_in_code(repository: &Repository) -> Vec<Finding> {
    let code = repository.of_type(&["rs"]).filter(|file| file.path.starts_with("crates/"));
    undocumented(repository, code, "document it in `config` or in the preface of `docs::configuration`")
}

/// Every environment variable that the documents name can be set.
pub(super) fn variables_in_documents(repository: &Repository) -> Vec<Finding> {
    // The history names what once was.
    let documents = repository.of_type(&["md"]).filter(|file| file.path != "CHANGELOG.md");
    undocumented(repository, documents, "correct the name")
}

fn undocumented<'a>(repository: &Repository, files: impl Iterator<Item = &'a File>, what_to_do: &str) -> Vec<Finding> {
    let known: Vec<&str> = variables(&repository.configuration).chain(FOR_TESTS).collect();
    let named = files.flat_map(|file| {
        file.lines().flat_map(move |(number, line)| variables(line).map(move |name| (file, number, name)))
    });
    named
        .filter(|(_, _, name)| !known.contains(name))
        .map(|(file, number, name)| {
            Finding::at(&file.path, number, format!("{name} is not in docs/configuration.md: {what_to_do}"))
        })
        .collect()
}

/// The environment variables that a text names.
fn variables(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|character: char| !character.is_ascii_alphanumeric() && character != '_');
    words.filter(|word| word.strip_prefix(PREFIX).is_some_and(|rest| !rest.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(findings: &[Finding]) -> Vec<String> {
        findings.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_missing_file_is_found() {
        let files = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"];
        assert_eq!(standing_files(&Repository::with(&files.map(|path| (path, "")))), []);
        let findings =
            standing_files(&Repository::with(&files[1..].iter().map(|path| (*path, "")).collect::<Vec<_>>()));
        assert_eq!(described(&findings), ["README.md: is missing: write it"]);
    }

    #[test]
    fn a_link_that_leads_nowhere_is_found() {
        let good = "[a](docs/a.md#top), [b](./docs/), [c](#here), [d](https://example.com/x), <img src=\"docs/a.md\">\n\
            `[e](gone.md)` and [f]\n```\n[g](gone.md)\n```\n[f]: docs/a.md\n";
        let from_below = "[up](../README.md), [root](/README.md), [beside](a.md \"title\")\n";
        assert_eq!(links(&Repository::with(&[("README.md", good), ("docs/a.md", from_below)])), []);
        for bad in ["[a](gone.md)", "<img src=\"gone.png\">", "[a]: gone.md", "[a](../outside.md)", "[a](doc)"] {
            let repository = Repository::with(&[("README.md", &format!("good\n{bad}\n")), ("docs/a.md", "")]);
            let findings = links(&repository);
            assert_eq!(findings.len(), 1, "{bad}");
            assert_eq!(findings[0].line, Some(2));
        }
    }

    #[test]
    fn a_variable_that_is_not_documented_is_found() {
        let with = |path: &str, text: &str| Repository {
            configuration: "| `PAGERDUTY_REGION` |".to_owned(),
            ..Repository::with(&[(path, text)])
        };
        let good = "env(\"PAGERDUTY_REGION\"), PAGERDUTY_OPENAPI, PAGERDUTY_*\n";
        let bad = "env(\"PAGERDUTY_REGIONS\")\n";
        assert_eq!(variables_in_code(&with("crates/a/src/lib.rs", good)), []);
        assert_eq!(variables_in_documents(&with("README.md", good)), []);
        assert_eq!(variables_in_documents(&with("CHANGELOG.md", bad)), []);
        let findings = variables_in_code(&with("crates/a/src/lib.rs", bad));
        assert!(described(&findings)[0].starts_with("crates/a/src/lib.rs:1: PAGERDUTY_REGIONS is not in"));
        assert_eq!(variables_in_documents(&with("README.md", bad)).len(), 1);
    }
}
