//! What tidy looks at: the files that git tracks or would track, and what the product says about itself.

use std::{collections::BTreeSet, fs, io, path::Path, process::Command};

use clap::CommandFactory;
use pagerduty_mcp_server::docs;
use toolkit::toolset::Toolset;

use crate::{Result, Task, catalogue};

/// The files of the work tree, the tools of the catalogue, and the documentation of the configuration.
#[derive(Debug, Default)]
pub(super) struct Repository {
    pub(super) paths: BTreeSet<String>,
    /// The files that are text.
    pub(super) files: Vec<File>,
    pub(super) tools: Vec<String>,
    pub(super) toolsets: Vec<String>,
    /// The tasks of `cargo xtask`.
    pub(super) tasks: Vec<String>,
    pub(super) configuration: String,
}

/// A text file, by its path from the root of the repository.
#[derive(Debug)]
pub(super) struct File {
    pub(super) path: String,
    pub(super) text: String,
}

impl Repository {
    pub(super) fn read(root: &Path) -> Result<Self> {
        let git = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(root)
            .output()
            .map_err(|error| format!("git cannot be started: {error}"))?;
        if !git.status.success() {
            return Err(format!("git cannot list the files: {}", String::from_utf8_lossy(&git.stderr).trim()).into());
        }
        let mut repository = Self {
            tools: catalogue::toolbox().entries().iter().map(|tool| tool.info.name.to_owned()).collect(),
            toolsets: Toolset::ALL.iter().map(|toolset| toolset.name().to_owned()).collect(),
            tasks: Task::command().get_subcommands().map(|task| task.get_name().to_owned()).collect(),
            configuration: docs::configuration(),
            ..Self::default()
        };
        for path in String::from_utf8(git.stdout)?.split_terminator('\0') {
            let bytes = match fs::read(root.join(path)) {
                Ok(bytes) => bytes,
                // Deleted, and git does not know yet.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(format!("{path}: {error}").into()),
            };
            repository.paths.insert(path.to_owned());
            if let Ok(text) = String::from_utf8(bytes) {
                repository.files.push(File { path: path.to_owned(), text });
            }
        }
        Ok(repository)
    }

    /// The text file of this path.
    pub(super) fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// The text files of these types.
    pub(super) fn of_type<'a>(&'a self, extensions: &'a [&str]) -> impl Iterator<Item = &'a File> {
        self.files
            .iter()
            .filter(|file| file.path.rsplit_once('.').is_some_and(|(_, extension)| extensions.contains(&extension)))
    }

    #[cfg(test)]
    pub(super) fn with(files: &[(&str, &str)]) -> Self {
        Self {
            paths: files.iter().map(|(path, _)| (*path).to_owned()).collect(),
            files: files
                .iter()
                .map(|(path, text)| File { path: (*path).to_owned(), text: (*text).to_owned() })
                .collect(),
            ..Self::default()
        }
    }
}

impl File {
    /// The lines with their numbers.
    pub(super) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        // Not `str::lines`, which would hide a carriage return.
        (1..).zip(self.text.split('\n'))
    }

    /// The lines of Rust without comments and unit tests, or of a manifest without comments.
    pub(super) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let (comment, trailing) = if self.path.ends_with(".toml") { ("#", " #") } else { ("//", " // ") };
        let tests = self.lines().find(|(_, line)| line.starts_with("mod tests {")).map_or(usize::MAX, |(line, _)| line);
        self.lines()
            .take_while(move |(number, _)| *number < tests)
            .filter(move |(_, line)| !line.trim_start().starts_with(comment))
            .map(move |(number, line)| (number, line.split(trailing).next().unwrap_or_default()))
    }
}

/// Whether a line has this word, and not only as a part of another.
pub(super) fn has_word(line: &str, word: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    line.match_indices(word)
        .any(|(start, _)| !line[..start].ends_with(is_part) && !line[start + word.len()..].starts_with(is_part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_has_neither_comments_nor_unit_tests() {
        let text = "//! rmcp\nuse a; // rmcp\n#[cfg(test)]\nmod tests {\n    use rmcp;\n}\n";
        let file = File { path: "a.rs".to_owned(), text: text.to_owned() };
        assert_eq!(file.code().collect::<Vec<_>>(), [(2, "use a;"), (3, "#[cfg(test)]")]);
        let manifest = File { path: "Cargo.toml".to_owned(), text: "# rmcp\na = 1 # rmcp".to_owned() };
        assert_eq!(manifest.code().collect::<Vec<_>>(), [(2, "a = 1")]);
    }

    #[test]
    fn a_word_is_not_a_part_of_another() {
        assert!(has_word("use rmcp::model;", "rmcp"));
        assert!(has_word("rmcp", "rmcp"));
        assert!(!has_word("use rmcp_macros; armcp", "rmcp"));
    }
}
