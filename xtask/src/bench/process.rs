//! Processes that end with whoever started them, also when a measurement fails.

use std::{
    env,
    ffi::OsStr,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
};

use crate::Result;

/// A running process of ours; it ends when dropped.
#[derive(Debug)]
pub(super) struct Process(Child);

impl Process {
    /// Starts a process that knows nothing of the account of whoever measures: neither their environment nor a `.env`.
    pub(super) fn start(
        binary: &Path,
        arguments: &[impl AsRef<OsStr>],
        variables: &[(String, String)],
    ) -> Result<Self> {
        let child = Command::new(binary)
            .args(arguments)
            .env_clear()
            .envs(variables.iter().map(|(name, value)| (name, value)))
            .current_dir(env::temp_dir())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{} cannot be started: {error}", binary.display()))?;
        Ok(Self(child))
    }

    pub(super) fn id(&self) -> u32 {
        self.0.id()
    }

    /// What it writes; to be taken once.
    pub(super) fn stdout(&mut self) -> Result<BufReader<ChildStdout>> {
        Ok(BufReader::new(self.0.stdout.take().ok_or("standard output was taken")?))
    }

    /// What it reads; to be taken once.
    pub(super) fn stdin(&mut self) -> Result<std::process::ChildStdin> {
        self.0.stdin.take().ok_or_else(|| "standard input was taken".into())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // An error here means that it has ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The next line that a process writes.
pub(super) fn read_line(stdout: &mut impl BufRead) -> Result<String> {
    let mut line = String::new();
    match stdout.read_line(&mut line)? {
        0 => Err("the process ended before it said what it should".into()),
        _ => Ok(line),
    }
}

/// The `NAME=value` in front of a command.
pub(super) fn assignments(line: &str) -> Vec<(String, String)> {
    let words = line.split_whitespace().map_while(|word| word.split_once('='));
    words.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::assignments;

    #[test]
    fn the_example_of_simulate_is_read() {
        let line = "PAGERDUTY_API_URL=http://127.0.0.1:8090 PAGERDUTY_API_TOKEN=u+simulated pagerduty-mcp-server";
        let [url, token] = assignments(line).try_into().unwrap();
        assert_eq!(url, ("PAGERDUTY_API_URL".to_owned(), "http://127.0.0.1:8090".to_owned()));
        assert_eq!(token, ("PAGERDUTY_API_TOKEN".to_owned(), "u+simulated".to_owned()));
        assert_eq!(assignments("A simulated PagerDuty listens on http://127.0.0.1:8090; a=b"), []);
    }
}
