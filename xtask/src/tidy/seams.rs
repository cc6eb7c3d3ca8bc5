//! The seams between the crates: what only some modules may know.
//!
//! Unit tests and `tests/` directories may know more: they stand on the other side of the seam and talk to it.

use super::{
    Finding,
    repository::{Repository, has_word},
};

/// Something that only some modules may spell.
struct Seam {
    is_spelled: fn(&str) -> bool,
    /// Where it is looked for.
    within: &'static str,
    /// The files and directories that may spell it.
    only: &'static [&'static str],
    message: &'static str,
}

impl Seam {
    fn findings(&self, repository: &Repository) -> Vec<Finding> {
        let outside = repository.of_type(&["rs", "toml"]).filter(|file| {
            file.path.starts_with(self.within)
                && !file.path.contains("/tests/")
                && !self.only.iter().any(|allowed| file.path.starts_with(allowed))
        });
        outside
            .flat_map(|file| {
                let lines = file.code().filter(|(_, line)| (self.is_spelled)(line));
                lines.map(|(number, _)| Finding::at(&file.path, number, self.message))
            })
            .collect()
    }
}

/// Only the protocol modules know rmcp.
pub(super) fn rmcp(repository: &Repository) -> Vec<Finding> {
    let seam = Seam {
        is_spelled: |line| has_word(line, "rmcp"),
        within: "crates/",
        only: &[
            "crates/mcp/",
            // Fixtures of the protocol's own test suite, on the server's transport.
            "crates/conformance/",
        ],
        message: "names rmcp: leave the protocol to crates/mcp",
    };
    seam.findings(repository)
}

/// Only the REST client knows the HTTP library.
pub(super) fn reqwest(repository: &Repository) -> Vec<Finding> {
    let seam = Seam {
        is_spelled: |line| has_word(line, "reqwest"),
        within: "crates/",
        only: &["crates/pagerduty/"],
        message: "names reqwest: call PagerDuty through a method of `pagerduty::Client`",
    };
    seam.findings(repository)
}

/// Only one module of it builds requests.
pub(super) fn requests(repository: &Repository) -> Vec<Finding> {
    let requests = Seam {
        is_spelled: |line| line.contains(".http()") || line.contains(".request("),
        within: "crates/pagerduty/",
        only: &["crates/pagerduty/src/client.rs"],
        message: "builds a request: leave that to `client`, as the methods of `api` do",
    };
    let connections = Seam {
        is_spelled: |line| has_word(line, "reqwest::Client"),
        within: "crates/pagerduty/",
        only: &["crates/pagerduty/src/endpoint.rs"],
        message: "has connections of its own: those of the `Endpoint` are shared",
    };
    [requests, connections].iter().flat_map(|seam| seam.findings(repository)).collect()
}

/// Only one module of it spells list parameters.
pub(super) fn brackets(repository: &Repository) -> Vec<Finding> {
    let seam = Seam {
        is_spelled: |line| {
            // A name with brackets, also a formatted one; not an empty slice.
            let ends_name = |character: char| character.is_alphanumeric() || character == '_' || character == '}';
            line.match_indices("[]").any(|(start, _)| line[..start].ends_with(ends_name))
        },
        within: "crates/pagerduty/",
        only: &["crates/pagerduty/src/query.rs"],
        message: "spells a list parameter: name the field without brackets, `query` adds them",
    };
    seam.findings(repository)
}

/// Only one module sends what changes something.
pub(super) fn changes(repository: &Repository) -> Vec<Finding> {
    let seam = Seam {
        is_spelled: |line| line.contains(".carry_out("),
        within: "crates/",
        only: &["crates/toolkit/src/write/"],
        message: "sends a change: make a `Plan` of it, so that it can be shown, asked about, counted and logged",
    };
    seam.findings(repository)
}

/// Only commands and the stdio transport write to standard output.
pub(super) fn stdout(repository: &Repository) -> Vec<Finding> {
    let seam = Seam {
        is_spelled: |line| line.contains("stdout()"),
        within: "crates/",
        only: &["crates/server/src/cli/", "crates/mcp/src/transport/"],
        message: "takes standard output, where MCP is spoken: log with `tracing`, or print in `cli`",
    };
    seam.findings(repository)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Rule = fn(&Repository) -> Vec<Finding>;

    fn lines(check: Rule, path: &str, text: &str) -> Vec<Option<usize>> {
        check(&Repository::with(&[(path, text)])).into_iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn what_crosses_a_seam_is_found() {
        let bad: [(Rule, &str, &str); 11] = [
            (rmcp, "crates/tools/src/teams.rs", "//! Teams.\nuse rmcp::model::Tool;\n"),
            (rmcp, "crates/pagerduty/Cargo.toml", "[dependencies]\nrmcp.workspace = true\n"),
            (reqwest, "crates/toolkit/src/context.rs", "//! Context.\nuse reqwest::Url;\n"),
            (reqwest, "crates/server/Cargo.toml", "[dependencies]\nreqwest.workspace = true\n"),
            (requests, "crates/pagerduty/src/api.rs", "//! Api.\nlet x = http.request(method, url);\n"),
            (requests, "crates/pagerduty/src/api.rs", "//! Api.\nlet x = endpoint.http()?.get(url);\n"),
            (requests, "crates/pagerduty/src/retry.rs", "//! Retry.\nfn again(client: &reqwest::Client) {}\n"),
            (brackets, "crates/pagerduty/src/api.rs", "//! Api.\nlet x = [(\"statuses[]\", \"open\")];\n"),
            (brackets, "crates/pagerduty/src/page.rs", "//! Page.\nlet x = format!(\"{name}[]\");\n"),
            (changes, "crates/tools/src/teams.rs", "//! Teams.\nclient.carry_out(&change).await\n"),
            (stdout, "crates/toolkit/src/call/toolbox.rs", "//! Toolbox.\nwriteln!(io::stdout(), \"here\");\n"),
        ];
        for (check, path, text) in bad {
            assert_eq!(lines(check, path, text), [Some(2)], "{path}");
        }
    }

    #[test]
    fn what_keeps_to_its_side_is_not() {
        let good: [(Rule, &str, &str); 11] = [
            (rmcp, "crates/mcp/src/handler.rs", "use rmcp::model::Tool;\n"),
            (rmcp, "crates/mcp/src/transport/stdio.rs", "use rmcp::ServiceExt;\n"),
            (rmcp, "crates/server/tests/stdio.rs", "use rmcp::ServiceExt;\n"),
            (rmcp, "crates/server/src/lib.rs", "//! The only modules that know rmcp.\n"),
            (rmcp, "Cargo.toml", "rmcp = \"3\"\n"),
            (reqwest, "crates/pagerduty/src/base_url.rs", "use reqwest::Url;\n"),
            (requests, "crates/pagerduty/src/client.rs", "http.request(method, url)\n"),
            (brackets, "crates/pagerduty/src/query.rs", "format!(\"{name}[]\")\n"),
            (brackets, "crates/pagerduty/src/client.rs", "send(&[], vec![], ([]))\n"),
            (changes, "crates/toolkit/src/write/send.rs", "client.carry_out(&change).await\n"),
            (stdout, "crates/server/src/cli/mod.rs", "writeln!(io::stdout(), \"here\");\n"),
        ];
        for (check, path, text) in good {
            assert_eq!(lines(check, path, text), [], "{path}");
        }
    }
}
