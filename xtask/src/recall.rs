//! `cargo xtask recall`: how often the search over PagerDuty's operations finds what people mean, by requests that were written
//! by somebody who had not seen its words.

use std::{fs, path::Path, time::Instant};

use pagerduty::operation::Operation;
use serde_json::Value;

use crate::{Result, print, table::aligned};

/// Where the requests stand, below the root of the repository.
const REQUESTS: &str = "crates/pagerduty/tests/requests.jsonl";

/// Operations that are looked at for each request.
const LOOKED_AT: usize = 10;

/// One request, and where the first right operation was found.
struct Asked {
    request: String,
    right: Vec<String>,
    /// Whether it shares a word with the name, the path or the area of a right operation.
    is_plain: bool,
    found: Vec<&'static str>,
}

impl Asked {
    fn read(line: &str) -> Result<Self> {
        let value: Value = serde_json::from_str(line)?;
        let request = value["request"].as_str().ok_or("a line has no request")?.to_owned();
        let right =
            value["right"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
        let found = Operation::find(&request, None, LOOKED_AT).into_iter().map(|found| found.operation.id()).collect();
        Ok(Self { request, right, is_plain: value["plain"] == true, found })
    }

    fn is_within(&self, first: usize) -> bool {
        self.found.iter().take(first).any(|found| self.right.iter().any(|right| right == found))
    }
}

/// Prints the recall of the requests in a file, and those whose right operation is not the first.
pub(crate) fn run(root: &Path, file: Option<&Path>) -> Result<()> {
    let started = Instant::now();
    let count = Operation::all().len();
    let read = started.elapsed();
    let first = Operation::find("who is on call", None, 1).len();
    print(&format!(
        "{count} operations read in {read:?}, the first search found {first} after {:?}",
        started.elapsed()
    ))?;
    let path = file.map_or_else(|| root.join(REQUESTS), Path::to_path_buf);
    let asked = fs::read_to_string(path)?.lines().map(Asked::read).collect::<Result<Vec<_>>>()?;
    for asked in asked.iter().filter(|asked| !asked.is_within(1)) {
        let place = if asked.is_within(5) { "not first" } else { "not found" };
        let found = asked.found.iter().take(3).copied().collect::<Vec<_>>().join(", ");
        print(&format!("{place}: {} ({}): {found}", asked.request, asked.right.join(", ")))?;
    }
    let row = |name: &str, kept: &dyn Fn(&Asked) -> bool| {
        let kept: Vec<_> = asked.iter().filter(|asked| kept(asked)).collect();
        let share = |first| 100 * kept.iter().filter(|asked| asked.is_within(first)).count() / kept.len().max(1);
        [name.to_owned(), kept.len().to_string(), format!("{}%", share(1)), format!("{}%", share(5))]
    };
    let rows = [
        row("all", &|_| true),
        row("with a word of the operation", &|asked| asked.is_plain),
        row("without", &|asked| !asked.is_plain),
    ];
    Ok(print(&aligned(["REQUESTS", "N", "FIRST", "OF FIVE"], &rows))?)
}
