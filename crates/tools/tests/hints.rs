//! Hints and warnings name tools as data, so that who cannot call one is not sent to it: by names that exist, and never as text.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{fs, path::Path};

use pagerduty::ResourceKind;
use toolkit::error::ResourceWording;

/// The code of a crate, without comments and tests, file by file.
fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod ").next().unwrap();
            let code = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            found.push((path.display().to_string(), code.collect::<Vec<_>>().join("\n")));
        }
    }
}

fn all_sources() -> Vec<(String, String)> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    sources(&here.join("src"), &mut found);
    sources(&here.join("../toolkit/src"), &mut found);
    found
}

fn names() -> Vec<&'static str> {
    tools::catalogue().iter().map(|entry| entry.info.name).collect()
}

#[test]
fn hints_name_tools_that_exist() {
    let (names, mut count) = (names(), 0);
    for (path, code) in all_sources() {
        for name in code.split("tool(\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            assert!(names.contains(&name), "{path}: there is no tool `{name}`");
            count += 1;
        }
    }
    assert!(count > 25, "only {count} were found");
}

#[test]
fn what_is_named_by_its_id_has_a_tool_that_lists_it() {
    let names = names();
    let named = ResourceKind::ALL.into_iter().filter_map(ResourceWording::of);
    for finder in named.map(|wording| wording.finder().name()) {
        assert!(names.contains(&finder), "there is no tool `{finder}`");
    }
}

#[test]
fn no_text_names_a_tool() {
    let names = names();
    for (path, code) in all_sources() {
        for word in code.split('`') {
            assert!(!names.contains(&word), "{path}: `{word}` is named in a text: make it a part of a `Hint`");
        }
    }
}
