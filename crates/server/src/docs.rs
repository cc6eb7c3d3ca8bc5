//! Documents written from the catalogue and the command line, so that they cannot be wrong about either:
//! `docs://tools`, `docs/tools.md` and `docs/configuration.md`.

use std::fmt::Write;

use clap::{Arg, Command, CommandFactory};

use crate::{
    config::Cli,
    error::Code,
    schema::{Kind, Parameter},
    tool::Entry,
    toolset::Toolset,
    words,
};

/// The resource with the documentation of the tools.
pub const TOOLS_URI: &str = "docs://tools";

/// Every tool with its parameters, rules and fields, and every error code.
#[must_use]
pub fn tools(entries: &[Entry]) -> String {
    let mut text = String::from(PREFACE);
    for toolset in Toolset::ALL {
        let _ = writeln!(text, "| `{}` | {} |", toolset.name(), toolset.purpose());
    }
    for entry in entries {
        // Writing to a `String` cannot fail.
        let _ = tool(&mut text, entry);
    }
    text.push_str("\n## Error codes\n\n| code | meaning |\n|---|---|\n");
    for code in Code::ALL {
        let _ = writeln!(text, "| `{}` | {} |", code.as_str(), code.description());
    }
    text
}

const PREFACE: &str = "\
# Tools

<!-- Written by `cargo xtask docs` from the code; changes here are lost. -->

An answer is one JSON object: `metadata` (`count`, `description`, and `warnings`, `truncated`, `next_cursor` and `left_out`
where they apply) and the items under the plural name of their resource, also where there is one item only. Fields that are
empty are left out. An answer has at most 60,000 bytes (`--max-response-bytes`): items that do not fit are counted in
`left_out`, and `next_cursor` goes on with the first of them; one item that is larger has its longest texts shortened, which a
warning says. An error has `error` (`message`, `code`, `hint`, and `retry_after_seconds` where waiting helps) instead of
the items.

A time is ISO 8601 (`2026-02-26T09:00:00-05:00`, `2026-02-26T14:00:00Z`, `2026-02-26T09:00`, or a date, which is its midnight), `now`,
`now` with a length such as `now-24h`, `now+7d`, `now-30m` or `now-2w` (a day has 24 hours there), or the midnight of
`today`, `yesterday` or `tomorrow`. Nothing else is read as a time. Without an offset it is in `time_zone` where the call gives
one, in the zone of the schedule where the call changes something in one schedule, and in UTC otherwise. A time that a zone
skips is read as much later as its clock goes forward; of a time that comes twice, the first is meant; a warning says so. A
range with one end is sent with both. `metadata.times` has what each time was read as that was not given in full, and
`metadata.time_zone` the zone; all times of the answer are in that zone, or in UTC. `metadata.now` is there where a time is
relative, and on request: `include` may name `now`.

An ID has letters, digits, `-` and `_` only. Spaces around it, the `#` before the number of an incident and the address of a page
of PagerDuty's are read as well, and where it says so an exact name. `\"5\"` is read as 5, `\"x\"` as `[\"x\"]`, `\"a,b\"` as
`[\"a\",\"b\"]` where no value has a comma, null and `\"\"` as absent; an unknown parameter is an error, but for the few that
clients are known to add, which are ignored with a warning. A value that a list such as `statuses` cannot have is ignored and
named in `warnings`.

| toolset | what it is for |
|---|---|
";

fn tool(text: &mut String, entry: &Entry) -> std::fmt::Result {
    let on = if entry.on_by_default { ", on by default" } else { "" };
    let (toolset, access) = (entry.toolset.name(), entry.access.as_str());
    writeln!(text, "\n## `{}`\n\n{}\n\nToolset `{toolset}`{on}; access: {access}.\n", entry.name, entry.description)?;
    if entry.parameters.is_empty() {
        writeln!(text, "It takes no parameters.")?;
        return Ok(());
    }
    writeln!(text, "| parameter | type | meaning |\n|---|---|---|")?;
    for parameter in &entry.parameters {
        let required = if parameter.required { " **Required.**" } else { "" };
        writeln!(
            text,
            "| `{}` | {} | {}{}{required} |",
            parameter.name,
            type_of(&parameter.kind),
            // Its fields stand below.
            if matches!(parameter.kind, Kind::List(ref items) if matches!(**items, Kind::Field { .. })) {
                "Return only these fields."
            } else {
                &parameter.description
            },
            default_of(parameter),
        )?;
    }
    for rule in entry.rules {
        write!(text, "\n- {}", rule.sentence())?;
    }
    if !entry.rules.is_empty() {
        writeln!(text)?;
    }
    for parameter in &entry.parameters {
        if let Kind::List(items) = &parameter.kind
            && let Kind::Field { default, on_request } = &**items
        {
            writeln!(text, "\nFields: {}.", words::list(default, "and"))?;
            if !on_request.is_empty() {
                writeln!(text, "With `include` also: {}.", words::list(on_request, "and"))?;
            }
        }
    }
    Ok(())
}

fn type_of(kind: &Kind) -> String {
    match kind {
        Kind::Text => "text".into(),
        Kind::Cursor => "cursor".into(),
        Kind::Id(resource) => format!("{} ID", resource.singular().replace('_', " ")),
        Kind::Timestamp => "time".into(),
        Kind::TimeZone => "time zone".into(),
        Kind::NameValue => "`name=value`".into(),
        Kind::Integer { minimum, maximum: None } => format!("number, {minimum} or more"),
        Kind::Integer { minimum, maximum: Some(maximum) } => format!("number from {minimum} to {maximum}"),
        Kind::Boolean => "true or false".into(),
        Kind::OneOf(values) => words::list(values, "or"),
        Kind::Field { .. } => "field".into(),
        Kind::List(items) => format!("list of {}", type_of(items)),
    }
}

fn default_of(parameter: &Parameter) -> String {
    match (&parameter.default, &parameter.kind) {
        (Some(value), Kind::Boolean | Kind::Integer { .. }) => format!(" Default: {value}."),
        _ => String::new(),
    }
}

/// Every command, flag and environment variable.
#[must_use]
pub fn configuration() -> String {
    let mut text = String::from(CONFIGURATION);
    let mut command = Cli::command().term_width(100);
    command.build();
    for argument in command.get_arguments().filter(|argument| argument.get_long().is_some() && !is_built_in(argument)) {
        let _ = writeln!(text, "| {} |", row(argument).join(" | "));
    }
    text.push_str(TOOLS);
    text.push_str(OAUTH);
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

A flag wins over the environment, the environment over a file `.env` in the working directory. From `.env` only the
variables of this page are read.

The token stands in no flag, because command lines are seen by others. It is an API key or an OAuth access token (`pdus+_…`,
`pdeu+_…`), in the first of these that is set: `PAGERDUTY_API_TOKEN`; `PAGERDUTY_USER_API_KEY`, as PagerDuty's own server
calls it; the file that `PAGERDUTY_API_TOKEN_FILE` names. Without any of them, and with `PAGERDUTY_CLIENT_ID`, people log in
with OAuth (below). Where a token comes from outside of `.env`, or from a login, an address in `.env` is ignored: a file that
came with a repository must not send your token elsewhere. `PAGERDUTY_API_HOST` is another name of `PAGERDUTY_API_URL`.

A build with the feature `otlp` (`cargo install --path crates/server --features otlp`) exports traces over OTLP/HTTP where
`OTEL_EXPORTER_OTLP_ENDPOINT` is set, also with the other `OTEL_` variables of OpenTelemetry: a span for each call, below
that of a caller who sent a `traceparent`, and one for each of its requests to PagerDuty.

| flag | variable | default | meaning |
|---|---|---|---|
";

const TOOLS: &str = "
## Which tools are on

Without a choice, the tools that most people need are on (`default`); [tools.md](tools.md) says which. `--toolsets` and `--tools`
add up, `--exclude-tools` takes away, and `--read-only` wins over everything. The command `call` knows all tools without a
choice. Over HTTP, a request may narrow what the operator turned on, and never widen it, by the headers `X-MCP-Toolsets`,
`X-MCP-Tools`, `X-MCP-Exclude-Tools` (names with commas between) and `X-MCP-Readonly` (`true`). A name that nothing has is
refused.
";

const OAUTH: &str = "
## Logging in with OAuth

For people at their own machine; requests over HTTP never use a login. The tokens are kept in the keyring of the operating
system (macOS Keychain, Windows Credential Manager, Secret Service on Linux) and nowhere else: without a keyring, use a token.

| variable | meaning |
|---|---|
| `PAGERDUTY_CLIENT_ID` | The client ID of an OAuth application that is registered with PagerDuty, with the scopes `read write` and the redirect address `http://localhost:5173/oauth/pagerduty`. |
| `PAGERDUTY_CLIENT_SECRET` | Its secret, if it has one; with it an expired access token is refreshed, without it people log in again. |
| `PAGERDUTY_IDENTITY_URL` | A loopback address in place of `https://identity.pagerduty.com`, for simulators. Never read from `.env`. |
| `BROWSER` | The command that opens the login page, with `%s` where the address goes; else the browser of the desktop. |

A call that needs a login opens the browser and waits, as long as a call may take; clients that can show an address
themselves (URL elicitation) are asked to. The login goes on when the call has ended. Processes that need a login at the same
time share one.
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
