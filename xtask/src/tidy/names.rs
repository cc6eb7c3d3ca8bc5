//! Lists of names in documents, which the code knows better: tools, toolsets, prompts, tasks, crates and files.

use std::collections::BTreeSet;

use super::{
    Finding,
    repository::{File, Repository},
};

/// The history names what once was.
const HISTORY: &str = "CHANGELOG.md";

/// Names of toolsets that stand for others.
const ALIASES: [&str; 2] = ["default", "all"];

/// Every tool is in a table of README.md, and every name in such a table is a tool.
pub(super) fn tools(repository: &Repository) -> Vec<Finding> {
    let Some(readme) = repository.file("README.md") else { return Vec::new() };
    let named: Vec<(usize, &str)> = first_columns(readme, "tool").collect();
    let unknown = named.iter().filter(|(_, name)| !repository.tools.iter().any(|tool| tool == name));
    let unknown =
        unknown.map(|(number, name)| Finding::at(&readme.path, *number, format!("there is no tool `{name}`")));
    let missing = repository.tools.iter().filter(|tool| !named.iter().any(|(_, name)| name == tool));
    let missing = missing.map(|tool| Finding::missing(&readme.path, format!("has no row for the tool `{tool}`")));
    unknown.chain(missing).collect()
}

/// A list of names of one kind has all of them, and no others: a run such as `a`, `b` and `c` that has two of them.
pub(super) fn lists(repository: &Repository) -> Vec<Finding> {
    let prompts =
        repository.paths.iter().filter_map(|path| path.strip_prefix("crates/mcp/prompts/")?.strip_suffix(".md"));
    let kinds = [
        ("toolset", repository.toolsets.iter().map(String::as_str).collect::<BTreeSet<_>>()),
        ("prompt", prompts.collect()),
    ];
    let documents = repository.of_type(&["md"]).filter(|file| file.path != HISTORY);
    let mut findings = Vec::new();
    for file in documents {
        for (number, run) in runs(file) {
            for (kind, all) in &kinds {
                if run.iter().filter(|name| all.contains(**name)).count() < 2 {
                    continue;
                }
                let unknown = run.iter().find(|name| !all.contains(**name) && !ALIASES.contains(name));
                let missing = all.iter().find(|name| !run.contains(name));
                let message = match (unknown, missing) {
                    (Some(name), _) => format!("there is no {kind} `{name}`"),
                    (None, Some(name)) => format!("the list has no `{name}`, which is a {kind} too"),
                    (None, None) => continue,
                };
                findings.push(Finding::at(&file.path, number, message));
            }
        }
    }
    findings
}

/// Every task that a document names can be run, and CONTRIBUTING.md names all of them.
pub(super) fn tasks(repository: &Repository) -> Vec<Finding> {
    const START: &str = "cargo xtask ";
    let is_part = |character: char| character.is_ascii_lowercase();
    let documents = repository.of_type(&["md", "rs"]).filter(|file| file.path != HISTORY);
    let named: Vec<(&File, usize, &str)> = documents
        .flat_map(|file| file.lines().map(move |(number, line)| (file, number, line)))
        .flat_map(|(file, number, line)| {
            let names = line.split(START).skip(1).map(|rest| rest.split(|it| !is_part(it)).next().unwrap_or_default());
            names.filter(|name| !name.is_empty()).map(move |name| (file, number, name))
        })
        .collect();
    let unknown = named.iter().filter(|(_, _, name)| !repository.tasks.iter().any(|task| task == name));
    let unknown = unknown.map(|(file, number, name)| {
        Finding::at(&file.path, *number, format!("there is no task `{name}`: see `cargo xtask --help`"))
    });
    let is_named = |task: &String| named.iter().any(|(file, _, name)| file.path == "CONTRIBUTING.md" && name == task);
    let missing = repository.tasks.iter().filter(|task| !is_named(task));
    unknown
        .chain(missing.map(|task| Finding::missing("CONTRIBUTING.md", format!("does not name the task `{task}`"))))
        .collect()
}

/// Every path in a document is one of the repository, and ARCHITECTURE.md names every crate.
pub(super) fn paths(repository: &Repository) -> Vec<Finding> {
    let documents = repository.of_type(&["md"]).filter(|file| file.path != HISTORY);
    let named = documents.flat_map(|file| code(file).map(move |(number, text)| (file, number, text)));
    let wrong = named.filter(|(_, _, text)| is_path(text) && !exists(repository, text)).map(|(file, number, text)| {
        Finding::at(&file.path, number, format!("there is no `{text}` in the repository: correct the path"))
    });
    let crates: BTreeSet<&str> =
        repository.paths.iter().filter_map(|path| Some(path.strip_prefix("crates/")?.split_once('/')?.0)).collect();
    let Some(map) = repository.file("ARCHITECTURE.md") else { return wrong.collect() };
    let is_named =
        |name: &&str| map.text.contains(&format!("crates/{name}/")) || map.text.contains(&format!("`{name}`"));
    let missing = crates.into_iter().filter(|name| !is_named(name));
    wrong.chain(missing.map(|name| Finding::missing(&map.path, format!("does not name the crate `{name}`")))).collect()
}

/// The names in backticks in the first column of tables whose first heading is this.
fn first_columns<'a>(file: &'a File, heading: &'static str) -> impl Iterator<Item = (usize, &'a str)> {
    let mut is_inside = false;
    file.lines().flat_map(move |(number, line)| {
        let column = line.strip_prefix("| ").and_then(|rest| rest.split(" |").next());
        is_inside = match column {
            Some(column) => is_inside || column == heading,
            None => line.starts_with('|') && is_inside,
        };
        let names = column.filter(|_| is_inside).unwrap_or_default().split('`').skip(1).step_by(2);
        names.map(move |name| (number, name))
    })
}

/// Runs of names in backticks with nothing but commas, `and`, `or` and line ends between them.
fn runs(file: &File) -> Vec<(usize, Vec<&str>)> {
    let mut runs: Vec<(usize, Vec<&str>)> = Vec::new();
    let mut is_open = false;
    for (number, line) in file.lines() {
        for (place, part) in line.split('`').enumerate() {
            let is_name = place % 2 == 1;
            match runs.last_mut().filter(|_| is_open) {
                Some((_, run)) if is_name => run.push(part),
                None if is_name => {
                    runs.push((number, vec![part]));
                    is_open = true;
                }
                _ => is_open = is_open && matches!(part.trim(), "" | "," | "and" | "or" | ", and" | ", or"),
            }
        }
    }
    runs
}

/// What stands in backticks, outside of blocks of code.
fn code(file: &File) -> impl Iterator<Item = (usize, &str)> {
    let mut is_block = false;
    file.lines()
        .filter(move |(_, line)| {
            let is_fence = line.trim_start().starts_with("```");
            is_block ^= is_fence;
            !is_block && !is_fence
        })
        .flat_map(|(number, line)| line.split('`').skip(1).step_by(2).map(move |text| (number, text)))
}

fn is_path(text: &str) -> bool {
    let starts = ["crates/", "docs/", "scripts/", "tests/", "xtask/", "fuzz/"];
    starts.iter().any(|start| text.starts_with(start)) && !text.contains([' ', '*', '{', '…'])
}

fn exists(repository: &Repository, path: &str) -> bool {
    let path = path.trim_end_matches('/');
    let directory = format!("{path}/");
    repository.paths.iter().any(|file| file == path || file.starts_with(&directory))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repository(files: &[(&str, &str)]) -> Repository {
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Repository {
            tools: names(&["get_teams", "get_users"]),
            toolsets: names(&["incidents", "oncall", "insights"]),
            tasks: names(&["tidy", "docs"]),
            ..Repository::with(files)
        }
    }

    fn found(check: fn(&Repository) -> Vec<Finding>, files: &[(&str, &str)]) -> Vec<String> {
        check(&repository(files)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_table_of_tools_has_all_of_them() {
        let good =
            "| tool | what |\n|---|---|\n| `get_teams`, `get_users` | x |\n\n| other | y |\n|---|---|\n| `z` | |\n";
        assert_eq!(found(tools, &[("README.md", good)]), [""; 0]);
        let bad = "| tool | what |\n|---|---|\n| `get_teams`, `get_user` | x |\n";
        let said = ["README.md:3: there is no tool `get_user`", "README.md: has no row for the tool `get_users`"];
        assert_eq!(found(tools, &[("README.md", bad)]), said);
    }

    #[test]
    fn a_list_of_toolsets_has_all_of_them() {
        let good = "Choose (`incidents`, `oncall`,\n`insights`, `default`, `all`). Only `oncall` is meant, `x` too.\n";
        assert_eq!(found(lists, &[("a.md", good)]), [""; 0]);
        for (bad, said) in [
            ("`incidents` and `oncall`", "a.md:1: the list has no `insights`, which is a toolset too"),
            ("`incidents`, `oncall`, `insights` or `schedules`", "a.md:1: there is no toolset `schedules`"),
        ] {
            assert_eq!(found(lists, &[("a.md", bad)]), [said]);
            assert_eq!(found(lists, &[("CHANGELOG.md", bad)]), [""; 0]);
        }
        let files = [
            ("crates/mcp/prompts/triage.md", ""),
            ("crates/mcp/prompts/handoff.md", ""),
            ("crates/mcp/prompts/noise.md", ""),
        ];
        let named = [files.as_slice(), &[("a.md", "Prompts: `triage`, `handoff`.")]].concat();
        assert_eq!(found(lists, &named), ["a.md:1: the list has no `noise`, which is a prompt too"]);
    }

    #[test]
    fn a_task_that_is_named_can_be_run() {
        let all = ("CONTRIBUTING.md", "cargo xtask tidy\ncargo xtask docs --check\n`cargo xtask NAME`\n");
        assert_eq!(found(tasks, &[all]), [""; 0]);
        let said = ["a.md:1: there is no task `tokns`: see `cargo xtask --help`"];
        assert_eq!(found(tasks, &[all, ("a.md", concat!("cargo xtask ", "tokns\n"))]), said);
        assert_eq!(
            found(tasks, &[("CONTRIBUTING.md", "cargo xtask docs\n")]),
            ["CONTRIBUTING.md: does not name the task `tidy`"]
        );
    }

    #[test]
    fn a_path_that_is_named_exists() {
        let files = [("crates/a/src/lib.rs", ""), ("docs/a.md", "")];
        let good = ("ARCHITECTURE.md", "`a` is in `crates/a/src/`, `docs/a.md`; `crates/*/src`, `scripts/` not\n");
        let said = found(paths, &[files.as_slice(), &[good]].concat());
        assert_eq!(said, ["ARCHITECTURE.md:1: there is no `scripts/` in the repository: correct the path"]);
        let said = found(paths, &[files.as_slice(), &[("ARCHITECTURE.md", "`crates/b/`\n")]].concat());
        assert_eq!(said.len(), 2, "{said:?}");
    }
}
