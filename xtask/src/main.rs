//! The project's own tasks, run as `cargo xtask NAME`.
//!
//! A task reads the product through its library or its binary; nothing here is part of what is shipped.

mod bench;
mod build;
mod catalogue;
mod dist;
mod docs;
mod operations;
mod questions;
mod recall;
mod table;
mod tidy;
mod tokens;

use std::{
    error::Error,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Parser;

/// The result of a task; the error is the sentence that is shown.
type Result<T, E = Box<dyn Error>> = std::result::Result<T, E>;

/// The project's own tasks.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask", max_term_width = 100)]
enum Task {
    /// Write docs/tools.md and docs/configuration.md from the code.
    Docs {
        /// Write nothing; fail when a file differs from the code.
        #[arg(long)]
        check: bool,
    },
    /// Write the facts of PagerDuty's operations from its OpenAPI document.
    Operations {
        /// Write nothing; fail when they differ from the document.
        #[arg(long)]
        check: bool,
    },
    /// Say how often the search over PagerDuty's operations finds what people mean, and what it misses.
    Recall {
        /// Requests to read instead of the ones in the repository.
        file: Option<PathBuf>,
    },
    /// Count what the tool definitions cost a model, in o200k tokens.
    Tokens {
        /// Fail when the definitions that are on by default cost more together.
        #[arg(long, value_name = "N", default_value_t = 5500)]
        max_default: usize,
        /// Fail when those of all toolsets do.
        #[arg(long, value_name = "N", default_value_t = 13_000)]
        max: usize,
    },
    /// Build the program as it is shipped, without paths of this machine, and say where it is.
    Dist,
    /// Ask the simulated account what people on call ask, and count calls and bytes of the answers.
    Questions {
        /// Fail when all together take more calls.
        #[arg(long, value_name = "N", default_value_t = 60)]
        max_calls: usize,
        /// Fail when their answers have more bytes.
        #[arg(long, value_name = "N", default_value_t = 150_000)]
        max_bytes: usize,
    },
    /// Check the conventions that compiler and clippy cannot see.
    Tidy,
    /// Measure the release binary beside other servers, and write docs/benchmarks.md.
    Bench {
        /// Instead: call at full speed for this many minutes, and print what the process weighs.
        #[arg(long, value_name = "MINUTES")]
        soak: Option<u64>,
        /// Instead: time this many warm calls of 25 incidents, with PagerDuty's answers at hand, and print what they take.
        #[arg(long, value_name = "CALLS", conflicts_with = "soak")]
        overhead: Option<usize>,
        /// Measure beside another build of this program, such as the one before a change, and write nothing.
        #[arg(long, value_name = "PROGRAM", conflicts_with_all = ["soak", "overhead"])]
        against: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    match run(Task::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr().lock(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    let root = root()?;
    match task {
        Task::Docs { check } => docs::run(&root, check),
        Task::Operations { check } => operations::run(&root, check),
        Task::Recall { file } => recall::run(&root, file.as_deref()),
        Task::Tokens { max_default, max } => tokens::run(max_default, max),
        Task::Dist => dist::run(&root),
        Task::Questions { max_calls, max_bytes } => questions::run(max_calls, max_bytes),
        Task::Tidy => tidy::run(&root),
        Task::Bench { soak, overhead, against } => bench::run(&root, soak, overhead, against),
    }
}

/// The directory of the workspace, wherever the task was started.
fn root() -> io::Result<PathBuf> {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()
}

fn print(text: &str) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{text}")
}
