//! Documents generated from the command line and the schema of the audit log, so that they cannot contradict either:
//! `docs/configuration.md` and `docs/audit.md`.

use std::fmt::Write;

use clap::{Arg, Command, CommandFactory};
use toolkit::write::AUDIT_FIELDS;

use crate::config::{
    Cli,
    settings_table::{SETTINGS, Setting},
};

/// The document about the audit log.
#[must_use]
pub fn audit() -> String {
    let mut text = String::from(AUDIT);
    for (name, events, meaning) in AUDIT_FIELDS {
        let _ = writeln!(text, "| `{name}` | {events} | {meaning} |");
    }
    text.push_str(AUDIT_EXAMPLE);
    text
}

const AUDIT: &str = "\
# Audit log

<!-- Written by `cargo xtask docs` from the code; changes here are lost. -->

With `--audit-log FILE`, every change writes two JSON lines: an `intent` before the first request is sent, and an `outcome`
after the last one. If the intent cannot be written, nothing is sent and the call fails with `AUDIT_UNAVAILABLE`. An intent
without an outcome means that the process ended in between: the change may have been made. A client that goes away or gives up
does not stop a change that has begun; its outcome is still logged.

Dry runs and refusals (a person said no, or the limit of writes was reached) write one line each. Nothing is logged before there
is an accepted credential and a plan of what would be sent. Titles and names are shortened and cleaned; the texts of notes,
messages and bodies are never logged.

The log is a regular file that only its owner can read. An existing file that does not start like an audit log is refused. If
the log is moved away or deleted, a new one is started, so log rotation needs no signal, and SIGUSR1 and SIGUSR2 are ignored. A
symbolic link to a log is followed; one that points nowhere is refused. Several processes may write to one file.

| field | in | meaning |
|---|---|---|
";

const AUDIT_EXAMPLE: &str = r#"
```json
{"version":1,"event":"intent","id":"5f0c9a1e7b3d2468","at":"2026-06-15T14:00:00Z","credential":"1a2b3c4d","subject":{"id":"PABC123","email":"kim@example.com"},"client":{"name":"claude-code","version":"2.0.1"},"request_id":"7","tool":"add_incident_note","dry_run":false,"effect":"everyday work","targets":[{"kind":"incident","id":"Q1ABC","number":4210,"name":"Disk full"}],"pages":[],"requests":[{"method":"POST","path":"/incidents/Q1ABC/notes"}],"consent":"not_needed"}
{"version":1,"event":"outcome","id":"5f0c9a1e7b3d2468","at":"2026-06-15T14:00:00Z","tool":"add_incident_note","outcome":"ok","items":[{"method":"POST","path":"/incidents/Q1ABC/notes","outcome":"ok","status":201,"made":[{"kind":"note","id":"PNOTE01"}]}]}
```
"#;

/// Every command, flag and environment variable.
#[must_use]
pub fn configuration() -> String {
    let mut text = String::from(CONFIGURATION);
    let mut command = Cli::command().term_width(100);
    command.build();
    for argument in command.get_arguments().filter(|argument| argument.get_long().is_some() && !is_built_in(argument)) {
        let [name, variable, default, help] = row(argument);
        let setting = argument.get_long().and_then(Setting::of_flag);
        let dotenv = setting.map(|setting| setting.dotenv.description()).unwrap_or_default();
        let _ = writeln!(text, "| {name} | {variable} | {dotenv} | {default} | {help} |");
    }
    text.push_str(VARIABLES);
    for setting in SETTINGS.iter().filter(|setting| setting.flag.is_none()) {
        let name = setting.variable.unwrap_or_default();
        let _ = writeln!(text, "| `{name}` | {} | {} |", setting.dotenv.description(), setting.meaning);
    }
    text.push_str(DOTENV);
    text.push_str(TOOLS);
    text.push_str(OAUTH);
    text.push_str(NETWORK);
    subcommands(&mut text, &command, "");
    text
}

/// Every command below this one, with its arguments.
fn subcommands(text: &mut String, command: &Command, above: &str) {
    for subcommand in command.get_subcommands().filter(|subcommand| subcommand.get_name() != "help") {
        let name = format!("{above}{}", subcommand.get_name());
        let about = subcommand.get_long_about().or(subcommand.get_about()).map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(text, "\n## `{name}`\n\n{about}");
        let is_own = |argument: &&Arg| !argument.is_global_set() && !is_built_in(argument);
        let arguments: Vec<_> = subcommand.get_arguments().filter(is_own).collect();
        if !arguments.is_empty() {
            text.push_str("\n| argument | default | meaning |\n|---|---|---|\n");
        }
        for argument in arguments {
            let [name, _, default, help] = row(argument);
            let _ = writeln!(text, "| {name} | {default} | {help} |");
        }
        subcommands(text, subcommand, &format!("{name} "));
    }
}

const CONFIGURATION: &str = "\
# Configuration

<!-- Written by `cargo xtask docs` from the code; changes here are lost. -->

Flags win over environment variables, which win over a `.env` file in the working directory.

| flag | variable | may `.env` set it? | default | meaning |
|---|---|---|---|---|
";

const VARIABLES: &str = "
## Without a flag

There is no flag for a token, because other users can see command lines. The first of these that is set is used:
`PAGERDUTY_API_TOKEN`, `PAGERDUTY_USER_API_KEY`, the file that `PAGERDUTY_API_TOKEN_FILE` names. If none of them is set but
`PAGERDUTY_CLIENT_ID` is, people log in with OAuth (see below). A value that is not a token is an error and is never sent: a
placeholder such as `your-token`, a variable that a client did not fill in, a token in quotes, with `token=` or `Bearer` before
it, or with a comma or semicolon after it.

A token file has to be a regular file with one line, in UTF-8 without a byte order mark. If other users of the machine can read
it, the log warns of that.

| variable | may `.env` set it? | meaning |
|---|---|---|
";

const DOTENV: &str = "
## What `.env` may set

Clients start this server in the directory that is open, and a `.env` file there may have come with a repository. So the server
does not trust it: the tables above say what it may set, and everything else in it is ignored.

- **Credential.** Its token or OAuth application is used only if the environment sets no credential under any name. If it has
  both, the OAuth application is ignored.
- **Address and region.** `PAGERDUTY_API_URL` and `PAGERDUTY_API_HOST` apply only to the token in the same file,
  `PAGERDUTY_REGION` to its token or OAuth application, and all three only if nothing else sets an address or a region.
  So no `.env` file can send your token to another address.
- **Limits.** At most the default.
- **Stricter settings.** `PAGERDUTY_READ_ONLY=true`, `PAGERDUTY_LOCKDOWN=true` and `PAGERDUTY_CONFIRM=always`; other values are
  ignored.
- **Over HTTP**, it may set limits and stricter settings, but no credential and no address, because they would apply to every
  caller.

When the server starts, one line on standard error names the settings that it read from `.env` and those that it ignored,
without values; `doctor` reports the same.

A line is `NAME=value`, with or without `export`; lines that begin with `#` are comments. An unquoted value ends at ` #` or at
the end of the line. Single quotes keep everything literally; in double quotes, `\\\"`, `\\\\`, `\\$` and `\\n` are escapes.
Variables are not substituted: `${HOME}` is just text. A value cannot continue on the next line. The file has to be a regular
file of at most 64 KiB, in UTF-8.

## Traces

A build with the feature `otlp` (`cargo install --path crates/server --features otlp`) exports traces over OTLP/HTTP if
`OTEL_EXPORTER_OTLP_ENDPOINT` is set; the other `OTEL_` variables of OpenTelemetry work too. Each call is a span, a child of the
caller's span if the caller sent a `traceparent`, and each of its requests to PagerDuty is a child of that span.
";

const TOOLS: &str = "
## Which tools are on

By default, the tools that most people need are on (`default`); [tools.md](tools.md) says which. `--toolsets` and `--tools` add
tools, `--exclude-tools` removes tools, and `--read-only` wins over everything. The command `call` knows all tools by default.

Over HTTP, a request can switch off tools that the operator turned on, but never turn others on: with the headers
`X-MCP-Toolsets`, `X-MCP-Tools`, `X-MCP-Exclude-Tools` (names separated by commas; an empty `X-MCP-Toolsets` or `X-MCP-Tools`
switches everything off) and `X-MCP-Readonly` or `X-MCP-Read-Only` (`true`). `X-MCP-Lockdown: true` turns `--lockdown` on for
one request; no header turns it off.

Unknown names of tools and toolsets are refused. So are headers that resemble one of these, `Authorization` or
`X-PagerDuty-Token`, and all others that begin with `X-MCP-` or `X-PagerDuty-`, because they were meant for this server; an
`X-Authorization` is refused unless it is empty. Ignored are `X-MCP-Proxy-Auth` of MCP Inspector, names that begin with `Mcp-`,
which belong to the protocol, and headers that gateways add, such as `X-Api-Key`, `X-Forwarded-*` and `Proxy-Authorization`.

Instructions, prompts, resources, completions, hints and warnings follow the selection: they name only tools that the caller can
call.
";

const OAUTH: &str = "
## Logging in with OAuth

This is for people on their own machine; requests over HTTP never use a login. The tokens are kept in the keyring of the
operating system (macOS Keychain, Windows Credential Manager, Secret Service on Linux) and nowhere else: without a keyring, use
a token.

Set `PAGERDUTY_CLIENT_ID`, and `PAGERDUTY_CLIENT_SECRET` if the application has a secret.

A call that needs a login opens the browser and waits as long as a call may take; clients that can show an address themselves
(URL elicitation) are asked to. The login continues after the call has ended. Processes that need a login at the same time
share one.
";

const NETWORK: &str = "
## Proxies and certificates

Other programs use the same variables. They are read from the environment and never from `.env`.

| variable | meaning |
|---|---|
| `HTTPS_PROXY`, `ALL_PROXY` | The proxy for requests to PagerDuty, such as `http://user:password@proxy.example:3128`. On macOS and Windows, the default is the system's proxy. A loopback `PAGERDUTY_API_URL` is always reached directly. SOCKS proxies are not supported. If the value is not the address of a proxy, requests fail; they are not sent directly. |
| `NO_PROXY` | Hosts that are reached directly, separated by commas. |
| `SSL_CERT_FILE`, `SSL_CERT_DIR` | Linux: a file or directories of root certificates in PEM format that are trusted instead of the system's. On macOS and Windows, add the certificate to the system's store. |

Behind a proxy that decrypts TLS, the system has to trust the proxy's certificate. `pagerduty-mcp-server doctor` says how far a
request gets: name, connection, proxy, TLS or HTTP. A connection that does not answer is not used again: a read is repeated
over a new one within the time of its call (`--call-timeout`), and a long list is read in smaller pages.
";

fn is_built_in(argument: &Arg) -> bool {
    matches!(argument.get_id().as_str(), "help" | "version")
}

fn row(argument: &Arg) -> [String; 4] {
    let name = match argument.get_long() {
        Some(long) => format!("`--{long}`"),
        None => format!("`{}`", argument.get_value_names().and_then(|names| names.first()).map_or("", |name| name)),
    };
    let variable = argument.get_env().map(|name| format!("`{}`", name.display())).unwrap_or_default();
    let is_flag = !argument.get_action().takes_values();
    let default = argument.get_default_values().first().filter(|_| !is_flag);
    let default = default.map(|value| format!("`{}`", value.display())).unwrap_or_default();
    [name, variable, default, argument.get_help().map(ToString::to_string).unwrap_or_default()]
}
