//! What the lines of the audit log say: one before a change is sent, one after it. The same names are documented here, field
//! by field, for `docs/audit.md`.

use pagerduty::{CredentialKey, Timestamp};
use serde::Serialize;
use serde_json::Value;

use super::{plan::Plan, quoted, target::Target};
use crate::{call::caller::ClientName, write::consent::Consent};

/// The version of the schema: a reader may rely on every field that its version has.
pub(crate) const VERSION: u8 = 1;

/// Characters of a text that a client chose.
const LONGEST: usize = 80;

/// Entries of a list.
const MAX_ENTRIES: usize = 60;

/// Why there is a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Event {
    /// A change is about to be sent.
    Intent,
    /// What came of it.
    Outcome,
    /// A change was planned, and only shown.
    DryRun,
    /// A change was planned, and not sent: a person did not agree, or a cap was reached.
    Refused,
}

/// Who changes something, and over which client.
#[derive(Clone, Debug, Default)]
pub(crate) struct Author {
    pub credential: Option<CredentialKey>,
    pub subject: Option<Subject>,
    pub client: Option<ClientName>,
    pub request_id: String,
}

/// The user whose credential it is.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Subject {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// A line before a change, or instead of a change.
#[derive(Debug, Serialize)]
pub(crate) struct Planned<'a> {
    version: u8,
    event: Event,
    id: &'a str,
    at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    credential: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<&'a Subject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client: Option<ClientName>,
    request_id: String,
    tool: &'static str,
    dry_run: bool,
    effect: &'static str,
    targets: &'a [Target],
    pages: Vec<String>,
    requests: Vec<Request>,
    #[serde(skip_serializing_if = "Option::is_none")]
    consent: Option<Consent>,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
}

/// A line after a change.
#[derive(Debug, Serialize)]
pub(crate) struct Outcome<'a> {
    pub version: u8,
    pub event: Event,
    pub id: &'a str,
    pub at: Timestamp,
    pub tool: &'static str,
    pub outcome: &'static str,
    pub items: &'a [Item],
}

/// A request, without what it says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Request {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub method: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub path: String,
}

/// What came of one request.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Item {
    #[serde(flatten)]
    pub request: Request,
    /// What a request that could not be made would have been about, by ID or number.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub target: String,
    pub outcome: &'static str,
    /// The status of PagerDuty's last answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub made: Vec<Made>,
}

/// Something that a request made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Made {
    pub kind: String,
    pub id: String,
}

impl Item {
    /// Instead of a request that could not be made.
    pub(crate) fn refused(outcome: &'static str, target: &str) -> Self {
        Self { target: quoted::plain(target, LONGEST), outcome, ..Self::default() }
    }
}

impl Request {
    /// Of a request as it is shown.
    pub(crate) fn of(shown: &Value) -> Self {
        let text = |name: &str| quoted::plain(shown[name].as_str().unwrap_or_default(), 3 * LONGEST);
        Self { method: text("method"), path: text("path") }
    }
}

impl<'a> Planned<'a> {
    pub(super) fn new(
        event: Event,
        id: &'a str,
        at: Timestamp,
        tool: &'static str,
        plan: &'a Plan,
        author: &'a Author,
    ) -> Self {
        let first = |length: usize| length.min(MAX_ENTRIES);
        let (targets, pages) = (plan.audited_targets(), plan.paged());
        Self {
            version: VERSION,
            event,
            id,
            at,
            credential: author.credential.as_ref().map(ToString::to_string),
            subject: author.subject.as_ref(),
            client: author.client.as_ref().map(|client| ClientName {
                name: quoted::plain(&client.name, LONGEST),
                version: quoted::plain(&client.version, LONGEST),
            }),
            request_id: quoted::plain(&author.request_id, LONGEST),
            tool,
            dry_run: event == Event::DryRun,
            effect: plan.effect().as_str(),
            targets: &targets[..first(targets.len())],
            pages: pages.into_iter().take(MAX_ENTRIES).collect(),
            requests: plan.requests().iter().take(MAX_ENTRIES).map(Request::of).collect(),
            consent: None,
            code: None,
        }
    }

    pub(super) fn consent(self, consent: Option<Consent>) -> Self {
        Self { consent, ..self }
    }

    pub(super) fn code(self, code: Option<&'static str>) -> Self {
        Self { code, ..self }
    }
}

/// Each field of a line: its name, in which events it is, and what it says.
pub const FIELDS: &[(&str, &str, &str)] = &[
    ("version", "all", "Version of this schema: 1."),
    ("event", "all", "`intent`, `outcome`, `dry_run` or `refused`."),
    ("id", "all", "Joins the lines of one call: an outcome has the `id` of its intent."),
    ("at", "all", "When, in UTC."),
    (
        "credential",
        "all but outcome",
        "First eight digits of the SHA-256 of the PagerDuty token; absent if there is no token.",
    ),
    ("subject", "all but outcome", "The user of the token, `id` and `email`; absent where PagerDuty does not say."),
    ("client", "all but outcome", "`name` and `version` of the MCP client, as it calls itself."),
    ("request_id", "all but outcome", "ID of the request, as the client numbers it."),
    ("tool", "all", "The tool that was called."),
    ("dry_run", "all but outcome", "Whether the call only asked what would be sent."),
    ("effect", "all but outcome", "The worst that the change does, such as `pages people`."),
    ("targets", "all but outcome", "What it is about: `kind`, `id`, and `number` and `name` where they were read."),
    ("pages", "all but outcome", "People whom it pages, as far as they are known."),
    ("requests", "all but outcome", "`method` and `path` of each request; never what it says."),
    (
        "consent",
        "intent, refused",
        "`agreed`: a person said yes; `in_advance`: `--yes` was given; `not_needed`: everyday work; `off`: `--confirm never`; \
         `client_cannot_ask`. Of what was refused: `declined` or `cancelled` by a person, `no_answer` in time, `client_failed` \
         (it answered with an error), `unusable` (its answer was none), `client_gone`.",
    ),
    ("code", "refused", "Why nothing was sent, such as `NOT_CONFIRMED` or `RATE_LIMITED`."),
    (
        "outcome",
        "outcome",
        "`ok`, `partial` (some requests failed), `unknown` (a request was sent and its result is not known), or the code of \
         the error.",
    ),
    (
        "items",
        "outcome",
        "Each request with `method` and `path`, or the `target` of one that could not be made; `outcome` (`ok`, `done_before`, `unknown`, or the code of the error); the \
         HTTP `status` of PagerDuty's answer; and `made`, the `kind` and `id` of what it made.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::effect::Effect;

    fn planned(author: &Author, plan: &Plan) -> Value {
        let at = Timestamp::from_second(0).unwrap();
        let line = Planned::new(Event::Intent, "1", at, "tool", plan, author);
        serde_json::to_value(line.consent(Some(Consent::Agreed)).code(Some("X"))).unwrap()
    }

    #[test]
    fn every_field_is_documented_and_there() {
        let author = Author {
            credential: Some(pagerduty::Credential::new("token1234567890").unwrap().key()),
            subject: Some(Subject { id: None, email: None }),
            client: Some(ClientName { name: String::new(), version: String::new() }),
            request_id: String::new(),
        };
        let mut lines = planned(&author, &Plan::new(Effect::Pages, "x"));
        let at = Timestamp::from_second(0).unwrap();
        let outcome =
            Outcome { version: VERSION, event: Event::Outcome, id: "1", at, tool: "tool", outcome: "ok", items: &[] };
        lines.as_object_mut().unwrap().extend(serde_json::to_value(outcome).unwrap().as_object().unwrap().clone());
        let mut names: Vec<_> = lines.as_object().unwrap().keys().map(String::as_str).collect();
        let mut documented: Vec<_> = FIELDS.iter().map(|field| field.0).collect();
        names.sort_unstable();
        documented.sort_unstable();
        assert_eq!(names, documented);
    }

    #[test]
    fn what_a_client_chooses_is_cleaned_and_cut() {
        let long = "x\n\u{1b}[31m".repeat(100_000);
        let client = ClientName { name: long.clone(), version: long.clone() };
        let author = Author { client: Some(client), request_id: long.clone(), ..Author::default() };
        let line = planned(&author, &Plan::new(Effect::Pages, long)).to_string();
        assert!(line.len() < 2_000 && !line.contains("\\n") && !line.contains("\\u001b"), "{line}");
    }
}
