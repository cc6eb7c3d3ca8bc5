//! Documents written from the command line and the schema of the audit log, so that they cannot be wrong about either:
//! `docs/configuration.md` and `docs/audit.md`.

use std::fmt::Write;

use clap::{Arg, Command, CommandFactory};
use toolkit::write::AUDIT_FIELDS;

use crate::config::{
    Cli,
    settings_table::{SETTINGS, Setting},
};

/// What the lines of the audit log say.
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

With `--audit-log FILE` every change leaves two JSON lines: an `intent` before the first request is sent, and an `outcome` after
the last one. Where the intent cannot be written, nothing is sent, and the call fails with `AUDIT_UNAVAILABLE`. An intent
without an outcome means that the process ended in between: the change may have been made. A client that goes away, or gives up,
does not stop a change that was begun; its outcome is logged all the same.

Dry runs and refusals (a person said no, or the cap on writes was reached) leave one line each. Nothing is logged before there
is an accepted credential and a plan of what would be sent. Titles and names are cut and cleaned; the texts of notes, messages
and bodies are never logged.

The file is a regular file that only its owner can read. A file that exists and does not start like an audit log is refused. A
log that is moved away or deleted is begun anew, so log rotation needs no signal. Lines of several processes may stand in one
file.

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

A flag wins over the environment, the environment over a file `.env` in the working directory.

| flag | variable | may `.env` set it? | default | meaning |
|---|---|---|---|---|
";

const VARIABLES: &str = "
## Without a flag

A token has no flag, because others can see command lines. It comes from the first of these that is set:
`PAGERDUTY_API_TOKEN`, `PAGERDUTY_USER_API_KEY`, the file that `PAGERDUTY_API_TOKEN_FILE` names. Without any of them, and
with `PAGERDUTY_CLIENT_ID`, people log in with OAuth (below). A value that is no token, such as `your-token`, a value in
quotes or a variable that a client did not fill in, is an error and is never sent.

A token file must be a regular file with one line, in UTF-8 without a byte order mark. If other users of the machine can
read it, a warning says so.

| variable | may `.env` set it? | meaning |
|---|---|---|
";

const DOTENV: &str = "
## What `.env` may set

Clients start this server in the directory that is open, and a `.env` there may have come with a repository. So the server
does not trust it: the columns above say what it may set, and everything else in it is ignored.

- **Credential.** Its token or its OAuth application counts only if the environment sets no credential under any name. It
  brings one of the two: next to a token, its OAuth application is ignored.
- **Address and region.** `PAGERDUTY_API_URL` and `PAGERDUTY_API_HOST` count only for the token in the same file,
  `PAGERDUTY_REGION` for its token or OAuth application, and all three only if nothing else sets an address or a region.
  So no `.env` can send your token to another address.
- **Limits.** At most the default.
- **Stricter.** `PAGERDUTY_READ_ONLY=true`, `PAGERDUTY_LOCKDOWN=true` and `PAGERDUTY_CONFIRM=always`; the opposite is ignored.
- **Over HTTP** it sets limits and what makes the server stricter, but no credential and no address: they would count for
  every caller.

When the server starts, one line on standard error names what it read from `.env` and what it ignored, without values;
`doctor` says the same.

A line is `NAME=value`, with or without `export`; lines that begin with `#` are comments. A value without quotes ends at ` #`
or at the end of the line. Single quotes keep everything as it is; in double quotes, `\\\"`, `\\\\`, `\\$` and `\\n` stand for the
character. Variables are not substituted: `${HOME}` is just text. A value ends on its own line. The file must be a regular
file of at most 64 KiB, in UTF-8.

## Traces

A build with the feature `otlp` (`cargo install --path crates/server --features otlp`) exports traces over OTLP/HTTP if
`OTEL_EXPORTER_OTLP_ENDPOINT` is set, also with the other `OTEL_` variables of OpenTelemetry: a span for each call, below
that of a caller who sent a `traceparent`, and one for each of its requests to PagerDuty.
";

const TOOLS: &str = "
## Which tools are on

Without a choice, the tools that most people need are on (`default`); [tools.md](tools.md) says which. `--toolsets` and `--tools`
add up, `--exclude-tools` takes away, and `--read-only` wins over everything. The command `call` knows all tools without a
choice. Over HTTP, a request may narrow what the operator turned on, and never widen it, by the headers `X-MCP-Toolsets`,
`X-MCP-Tools`, `X-MCP-Exclude-Tools` (names with commas between; `X-MCP-Toolsets` or `X-MCP-Tools` without a name turns
everything off) and `X-MCP-Readonly` or `X-MCP-Read-Only` (`true`). `X-MCP-Lockdown: true` turns `--lockdown` on for one request,
and nothing turns it off. A name that nothing has is refused, and so is a header that is nearly one of these, or nearly
`Authorization` or `X-PagerDuty-Token`, and any other that begins with `X-MCP-` or `X-PagerDuty-`: it was meant for this server.
Not read and not refused are `X-MCP-Proxy-Auth` of MCP Inspector, names that begin with `Mcp-`, which are the protocol's, and what
gateways add, such as `X-Api-Key`, `X-Forwarded-*` and `Proxy-Authorization`; an `X-Authorization` is refused unless it is empty.
Instructions, prompts, resources, completions, hints and warnings follow: they name only tools that the caller can call.
";

const OAUTH: &str = "
## Logging in with OAuth

For people at their own machine; requests over HTTP never use a login. The tokens are kept in the keyring of the operating
system (macOS Keychain, Windows Credential Manager, Secret Service on Linux) and nowhere else: without a keyring, use a token.

Set `PAGERDUTY_CLIENT_ID`, and `PAGERDUTY_CLIENT_SECRET` if the application has a secret.

A call that needs a login opens the browser and waits, as long as a call may take; clients that can show an address
themselves (URL elicitation) are asked to. The login goes on when the call has ended. Processes that need a login at the same
time share one.
";

const NETWORK: &str = "
## Proxies and certificates

These are the variables that other programs read, too. They are read from the environment and never from `.env`.

| variable | meaning |
|---|---|
| `HTTPS_PROXY`, `ALL_PROXY` | The proxy for requests to PagerDuty, such as `http://user:password@proxy.example:3128`. macOS and Windows: else the proxy of the system. A loopback `PAGERDUTY_API_URL` is always reached directly. |
| `NO_PROXY` | Hosts that are reached directly, with commas between. |
| `SSL_CERT_FILE`, `SSL_CERT_DIR` | Linux: a file or directories of root certificates in PEM format that are trusted instead of the system's. On macOS and Windows, add the certificate to the system's store. |

Behind a proxy that opens TLS, the system must trust the proxy's certificate. `pagerduty-mcp-server doctor` says how far a
request comes: name, connection, proxy, TLS or HTTP. A connection that does not answer is not used again: a read is sent
again over a new one within the time of its call (`--call-timeout`), and a long list is asked for in smaller pages.
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
