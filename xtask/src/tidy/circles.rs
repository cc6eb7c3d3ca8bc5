//! Circles of modules: whoever changes one module of a circle has to know all of them.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Finding,
    imports::{self, Module},
    repository::Repository,
};

/// What a module takes from others, by the names that it takes.
type Imports = BTreeMap<Module, BTreeMap<Module, BTreeSet<String>>>;

/// No modules of a crate import each other in a circle, their parents included: a parent hands on what its children have, so
/// a child that takes something from its parent depends on all of its siblings.
pub(super) fn circles(repository: &Repository) -> Vec<Finding> {
    let mut crates: BTreeMap<&str, BTreeMap<Module, (&str, &str)>> = BTreeMap::new();
    for file in repository.of_type(&["rs"]) {
        let Some((root, inside)) = file.path.split_once("/src/") else { continue };
        if let Some(module) = imports::module(inside) {
            crates.entry(root).or_default().insert(module, (&file.path, &file.text));
        }
    }
    crates.values().flat_map(of_crate).collect()
}

fn of_crate(modules: &BTreeMap<Module, (&str, &str)>) -> Vec<Finding> {
    let known: BTreeSet<&Module> = modules.keys().collect();
    let imports: Imports =
        modules.iter().map(|(module, (_, text))| (module.clone(), imports::of(module, text, &known))).collect();
    let mut findings = Vec::new();
    let mut told = BTreeSet::new();
    for (module, (path, _)) in modules {
        if told.contains(module) {
            continue;
        }
        let circle = circle_of(module, &imports);
        if circle.len() > 1 {
            let edges: Vec<String> = circle.iter().flat_map(|from| edges(from, &circle, &imports)).collect();
            let message = format!("is one of {} modules in a circle: {}", circle.len(), edges.join("; "));
            findings.push(Finding::at(path, 1, message));
            told.extend(circle);
        }
    }
    findings
}

/// The modules that this one imports, directly or not, and that import it.
fn circle_of(module: &Module, imports: &Imports) -> BTreeSet<Module> {
    let reached = reached_from(module, imports);
    reached.into_iter().filter(|other| other == module || reached_from(other, imports).contains(module)).collect()
}

fn reached_from(module: &Module, imports: &Imports) -> BTreeSet<Module> {
    let (mut reached, mut next) = (BTreeSet::new(), vec![module.clone()]);
    while let Some(module) = next.pop() {
        for other in imports.get(&module).into_iter().flat_map(BTreeMap::keys) {
            if reached.insert(other.clone()) {
                next.push(other.clone());
            }
        }
    }
    reached
}

fn edges<'a>(
    from: &'a Module,
    circle: &'a BTreeSet<Module>,
    imports: &'a Imports,
) -> impl Iterator<Item = String> + 'a {
    let taken = imports.get(from).into_iter().flatten().filter(|(to, _)| circle.contains(*to));
    taken.map(|(to, names)| {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        format!("{} takes {} from {}", from.join("::"), names.join(", "), to.join("::"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        circles(&Repository::with(files)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn arrows_downward_are_no_circle() {
        let files = [
            ("crates/a/src/lib.rs", "mod b;\nmod c;\npub use b::B;\n"),
            ("crates/a/src/b.rs", "use crate::c::C;\n#[cfg(test)]\nmod tests { use super::*; }\n"),
            ("crates/a/src/c.rs", "// use crate::b::B;\npub struct C;\n"),
            ("crates/d/src/b.rs", "use crate::c::C;\n"),
        ];
        assert_eq!(found(&files), Vec::<String>::new());
    }

    #[test]
    fn a_circle_is_told_once_with_the_names_that_make_it() {
        let files = [
            ("crates/a/src/b.rs", "use crate::{c::{C, d::D}, e};\n"),
            ("crates/a/src/c/mod.rs", "mod d;\n"),
            ("crates/a/src/c/d.rs", "fn f() { crate::b::g() }\n"),
        ];
        assert_eq!(
            found(&files),
            ["crates/a/src/b.rs:1: is one of 2 modules in a circle: b takes D from c::d; c::d takes g from b"]
        );
    }

    #[test]
    fn a_child_that_takes_from_its_parent_is_in_a_circle_with_it() {
        let files = [
            ("crates/a/src/c/mod.rs", "mod d;\npub use d::D;\npub struct C;\n"),
            ("crates/a/src/c/d.rs", "use super::C;\npub struct D;\n"),
        ];
        assert_eq!(found(&files).len(), 1);
    }
}
