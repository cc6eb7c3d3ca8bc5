//! `cargo xtask docs`: the documents that are written from the catalogue and the command line.

use std::{fs, io, path::Path};

use pagerduty_mcp_server::docs;

use crate::{Result, catalogue, print};

/// What the table in the README stands between.
const BEGIN: &str = "<!-- Written by `cargo xtask docs`: -->";
const END: &str = "<!-- End of what is written. -->";

/// Writes the documents, or fails where one is out of date.
pub(crate) fn run(root: &Path, check: bool) -> Result<()> {
    let toolbox = catalogue::toolbox();
    let documents = [
        ("docs/tools.md", toolkit::tool_docs::tools(toolbox.entries())),
        ("docs/configuration.md", docs::configuration()),
        ("docs/audit.md", docs::audit()),
        ("README.md", readme(&read(&root.join("README.md"))?, &toolkit::tool_docs::toolsets(toolbox.entries()))?),
    ];
    let mut out_of_date = Vec::new();
    for (path, wanted) in documents {
        let present = read(&root.join(path))?;
        let Some(line) = first_difference(&present, &wanted) else { continue };
        out_of_date.push(path);
        if check {
            print(&format!("{path}:{line}: differs from the code"))?;
        } else {
            fs::create_dir_all(root.join("docs"))?;
            fs::write(root.join(path), wanted)?;
            print(&format!("{path}: written"))?;
        }
    }
    match (check, out_of_date.as_slice()) {
        (_, []) => Ok(print("docs/ and the toolsets in README.md are up to date")?),
        (false, _) => Ok(()),
        (true, paths) => Err(format!("out of date: {}; run `cargo xtask docs`", paths.join(", ")).into()),
    }
}

/// The README with the table of toolsets between its marks.
fn readme(present: &str, toolsets: &str) -> Result<String> {
    let parts = present.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let (before, after) = parts.ok_or_else(|| format!("README.md has no `{BEGIN}` … `{END}`"))?;
    Ok(format!("{before}{BEGIN}\n\n{toolsets}\n{END}{after}"))
}

/// A document; empty if it does not exist yet.
fn read(path: &Path) -> io::Result<String> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        result => result,
    }
}

/// The number of the first line that is not as it should be.
fn first_difference(present: &str, wanted: &str) -> Option<usize> {
    if present == wanted {
        return None;
    }
    let same = present.split('\n').zip(wanted.split('\n')).take_while(|(present, wanted)| present == wanted);
    Some(same.count() + 1)
}

#[cfg(test)]
mod tests {
    use super::first_difference;

    #[test]
    fn the_first_line_that_differs() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(first_difference("a\nb\n", "a\nc\n"), Some(2));
        assert_eq!(first_difference("", "a\n"), Some(1));
        assert_eq!(first_difference("a\n", "a\nb\n"), Some(2));
        assert_eq!(first_difference("a\nb", "a\nb\n"), Some(3));
    }
}
