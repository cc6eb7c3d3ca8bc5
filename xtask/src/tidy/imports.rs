//! What a module takes from other modules of its crate, read from its text.

use std::collections::{BTreeMap, BTreeSet};

/// A module by the names on its path; the root of a crate has none.
pub(super) type Module = Vec<String>;

/// The module that a file of `src` is; nothing where it is a root.
pub(super) fn module(inside: &str) -> Option<Module> {
    let path = inside.strip_suffix(".rs")?;
    let mut names: Module = path.split('/').map(str::to_owned).collect();
    if names.last().is_some_and(|name| name == "mod") {
        names.pop();
    }
    let is_root = names.is_empty() || (names.len() == 1 && matches!(names[0].as_str(), "lib" | "main"));
    (!is_root).then_some(names)
}

/// The modules of its crate that a module names, each with what it takes from there. Tests do not count.
pub(super) fn of(module: &Module, text: &str, known: &BTreeSet<&Module>) -> BTreeMap<Module, BTreeSet<String>> {
    let mut taken: BTreeMap<Module, BTreeSet<String>> = BTreeMap::new();
    for path in paths(&code(text)) {
        let Some((other, name)) = resolved(module, &path, known) else { continue };
        if other != *module && !other.is_empty() {
            taken.entry(other).or_default().insert(name);
        }
    }
    taken
}

/// A text without comments and tests.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The paths of `use` declarations, and those that begin at the crate or above the module.
fn paths(code: &str) -> Vec<String> {
    let mut paths = Vec::new();
    let mut rest = code;
    let mut others = String::new();
    while let Some(start) = rest.find("use ") {
        let is_word = rest[..start].ends_with(|last: char| last.is_alphanumeric() || last == '_');
        let (before, after) = rest.split_at(start + "use ".len());
        others.push_str(before);
        rest = after;
        if let Some((tree, behind)) = after.split_once(';').filter(|_| !is_word) {
            expand("", tree, &mut paths);
            rest = behind;
        }
    }
    others.push_str(rest);
    let is_path = |character: char| character.is_alphanumeric() || character == '_' || character == ':';
    let words = others.split(|character: char| !is_path(character));
    paths.extend(words.filter(|word| word.starts_with("crate::") || word.starts_with("super::")).map(str::to_owned));
    paths
}

/// Every path of a tree such as `a::{b, c::{d, e as f}}`.
fn expand(before: &str, tree: &str, paths: &mut Vec<String>) {
    let tree = tree.trim();
    let Some((head, inside)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default();
        if !path.is_empty() {
            paths.push(format!("{before}{path}"));
        }
        return;
    };
    let inside = inside.trim_end().strip_suffix('}').unwrap_or(inside);
    let (mut depth, mut start) = (0, 0);
    for (at, character) in inside.char_indices().chain([(inside.len(), ',')]) {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                expand(&format!("{before}{}", head.trim()), &inside[start..at], paths);
                start = at + 1;
            }
            _ => {}
        }
    }
}

/// The module that a path leads to, and the first name behind it.
fn resolved(module: &Module, path: &str, known: &BTreeSet<&Module>) -> Option<(Module, String)> {
    let mut names = path.split("::").map(str::trim).peekable();
    let mut place = match *names.peek()? {
        "crate" => Vec::new(),
        "super" => module[..module.len() - 1].to_vec(),
        "self" => module.clone(),
        child if known.contains(&[module.as_slice(), &[child.to_owned()]].concat()) => {
            let mut place = module.clone();
            place.push(child.to_owned());
            place
        }
        // Another crate.
        _ => return None,
    };
    names.next();
    for name in names {
        let further = [place.as_slice(), &[name.to_owned()]].concat();
        if name == "super" {
            place.pop();
        } else if known.contains(&further) {
            place = further;
        } else {
            return Some((place, name.to_owned()));
        }
    }
    Some((place, "itself".to_owned()))
}
