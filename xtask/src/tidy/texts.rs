//! What no text of the repository has in it.

use super::{
    Finding,
    repository::{File, Repository, has_word},
};

/// The types of text that people write.
const WRITTEN: [&str; 3] = ["rs", "md", "toml"];

// Put together, because this file is looked at as well.
const UNFINISHED: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
const MACHINES: [&str; 4] =
    [concat!("/", "home/"), concat!("/", "root/"), concat!("/", "work/"), concat!("/", "Users/")];

fn lines<'a>(files: impl Iterator<Item = &'a File>, mut message: impl FnMut(&str) -> Option<String>) -> Vec<Finding> {
    files
        .flat_map(|file| file.lines().map(move |(number, line)| (file, number, line)))
        .filter_map(|(file, number, line)| Some(Finding::at(&file.path, number, message(line)?)))
        .collect()
}

/// Lines have no tabs, and end where their text ends.
pub(super) fn white_space(repository: &Repository) -> Vec<Finding> {
    let mut is_diff = false;
    lines(repository.of_type(&WRITTEN), |line| {
        if let Some(language) = line.strip_prefix("```") {
            is_diff = language == "diff";
        }
        if is_diff && line == " " {
            // An empty line that the diff does not change.
            None
        } else if line.contains('\t') {
            Some("has a tab: indent with spaces, write `\\t` in a string".to_owned())
        } else if line.ends_with(char::is_whitespace) {
            Some("ends in white space: remove it".to_owned())
        } else {
            None
        }
    })
}

/// What is left to do belongs in an issue.
pub(super) fn unfinished(repository: &Repository) -> Vec<Finding> {
    lines(repository.of_type(&WRITTEN), |line| {
        let word = UNFINISHED.into_iter().find(|word| has_word(line, word))?;
        Some(format!("says `{word}`: do it, or write down why it is so"))
    })
}

/// No path of somebody's machine, not in snapshots and scripts either.
pub(super) fn machine_paths(repository: &Repository) -> Vec<Finding> {
    // A path of a web address goes on from its host.
    let continues = |character: char| character.is_alphanumeric() || ['.', '-', '_', '~', '}'].contains(&character);
    lines(repository.files.iter(), |line| {
        let is_named = |path: &str| line.match_indices(path).any(|(start, _)| !line[..start].ends_with(continues));
        let path = MACHINES.into_iter().find(|path| is_named(path))?;
        Some(format!("names a path below `{path}`: write it relative to the repository, or as `~/…`"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    type Rule = fn(&Repository) -> Vec<Finding>;

    fn numbers(check: Rule, text: &str) -> Vec<Option<usize>> {
        let findings = check(&Repository::with(&[("a.md", text)]));
        findings.into_iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn white_space_that_nobody_sees_is_found() {
        assert_eq!(numbers(white_space, "a\n\n  b\n```diff\n-a\n \n+b\n```\n"), []);
        for text in ["good\na\tb\n", "good\na \n", "good\na\r\n", "good\n  \n", "good\n \n"] {
            assert_eq!(numbers(white_space, text), [Some(2)], "{text:?}");
        }
    }

    #[test]
    fn unfinished_work_is_found() {
        assert_eq!(numbers(unfinished, "mastodons\nPXXXXXX\nto do\n"), []);
        for word in UNFINISHED {
            assert_eq!(numbers(unfinished, &format!("good\n// {word}: later\n")), [Some(2)], "{word}");
        }
    }

    #[test]
    fn paths_of_a_machine_are_found() {
        assert_eq!(numbers(machine_paths, "~/home/a\nhttps://example.com/home/\nurl{}/work/1\n/users/P1\n"), []);
        for path in MACHINES {
            assert_eq!(numbers(machine_paths, &format!("good\ncd {path}me\n")), [Some(2)], "{path}");
        }
    }
}
