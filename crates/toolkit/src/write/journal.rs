//! The audit log of one call: a line before anything is sent, without which nothing is, and one after it. Where no log is
//! wanted, all of this does nothing.

use std::{fmt::Write as _, io, sync::Arc};

use pagerduty::Timestamp;

use serde::Serialize;

use super::{
    plan::Plan,
    quoted,
    record::{Author, Event, Item, Outcome, Planned, Subject, VERSION},
};
use crate::{
    context::Context,
    error::{Code, Error, Result},
    settings::Settings,
    write::{audit_log::AuditLog, consent::Consent},
};

/// Characters of an e-mail address.
const LONGEST_EMAIL: usize = 254;

/// The log of a call whose plan is known.
pub(super) struct Journal<'a>(Option<Started<'a>>);

struct Started<'a> {
    audit: Arc<dyn AuditLog>,
    id: String,
    tool: &'static str,
    plan: &'a Plan,
    author: Author,
    settings: Arc<Settings>,
}

/// A person is being asked: where the call is given up meanwhile, the log says so.
pub(super) struct Asking<'a>(Option<&'a Journal<'a>>);

/// A change that was announced: whatever happens now, there is a line about what came of it.
pub(super) struct Intent(Option<Announced>);

struct Announced {
    audit: Arc<dyn AuditLog>,
    id: String,
    tool: &'static str,
    settings: Arc<Settings>,
}

impl<'a> Journal<'a> {
    /// The journal of a call, if one is kept.
    ///
    /// # Errors
    ///
    /// When the credential is not accepted: nothing is logged of strangers.
    pub(super) async fn of(tool: &'static str, plan: &'a Plan, cx: &Context) -> Result<Self> {
        let Some(audit) = &cx.settings.audit else { return Ok(Self(None)) };
        let subject = match cx.current_user().await {
            Ok(user) => Some(Subject {
                id: Some(user.id.to_string()),
                email: user.email.as_deref().map(|email| quoted::plain(email, LONGEST_EMAIL)),
            }),
            Err(error) if matches!(error.code(), Code::Unauthorized | Code::AuthRequired) => return Err(error),
            Err(_) => cx
                .configured_email()
                .map(|email| Subject { id: None, email: Some(quoted::plain(email, LONGEST_EMAIL)) }),
        };
        let author =
            Author { credential: cx.key, subject, client: cx.client_name.clone(), request_id: cx.request_id.clone() };
        let (audit, settings) = (Arc::clone(audit), Arc::clone(&cx.settings));
        Ok(Self(Some(Started { audit, id: new_id()?, tool, plan, author, settings })))
    }

    /// Nothing is sent: the plan was shown.
    pub(super) fn shown(&self) {
        self.note(Event::DryRun, None, None);
    }

    /// A person is about to be asked.
    pub(super) fn asks(&self) -> Asking<'_> {
        Asking(Some(self))
    }

    /// Nothing is sent, for this reason. A question in the answer is not a refusal: the call comes again.
    pub(super) fn refused(&self, error: &Error, consent: Option<Consent>) {
        if error.asks().is_none() {
            self.note(Event::Refused, Some(error.code().as_str()), consent);
        }
    }

    /// Nothing is sent after this line, so that it is missing is said and stops nothing.
    fn note(&self, event: Event, code: Option<&'static str>, consent: Option<Consent>) {
        let Some(started) = &self.0 else { return };
        if let Err(error) = add(&*started.audit, &started.line(event).consent(consent).code(code)) {
            tracing::error!(%error, tool = started.tool, "the audit log cannot be written");
        }
    }

    /// The line before the change.
    ///
    /// # Errors
    ///
    /// `AUDIT_UNAVAILABLE` when it cannot be written: then nothing may be sent.
    pub(super) fn intend(self, consent: Consent) -> Result<Intent> {
        let Some(started) = self.0 else { return Ok(Intent(None)) };
        add(&*started.audit, &started.line(Event::Intent).consent(Some(consent))).map_err(|error| {
            let message = format!("the audit log cannot be written, so nothing was changed: {error}");
            Error::new(Code::AuditUnavailable, message)
                .hint("the operator of this server has to make room for --audit-log, or name another file")
        })?;
        let Started { audit, id, tool, settings, .. } = started;
        Ok(Intent(Some(Announced { audit, id, tool, settings })))
    }
}

impl Asking<'_> {
    /// They answered, or did not in time.
    pub(super) fn ends(mut self) {
        self.0 = None;
    }
}

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        if let Some(journal) = self.0 {
            journal.note(Event::Refused, Some(Code::NotConfirmed.as_str()), Some(Consent::ClientGone));
        }
    }
}

impl Started<'_> {
    fn line(&self, event: Event) -> Planned<'_> {
        Planned::new(event, &self.id, now(&self.settings), self.tool, self.plan, &self.author)
    }
}

impl Intent {
    /// The line after the change. Whether it could be written.
    pub(super) fn came_to(mut self, outcome: &'static str, items: &[Item]) -> bool {
        self.0.take().is_none_or(|announced| announced.add(outcome, items))
    }

    /// Whether a log is kept, which has to be told the details.
    pub(super) fn is_kept(&self) -> bool {
        self.0.is_some()
    }
}

impl Announced {
    fn add(&self, outcome: &'static str, items: &[Item]) -> bool {
        let Self { audit, id, tool, settings } = self;
        let line = Outcome { version: VERSION, event: Event::Outcome, id, at: now(settings), tool, outcome, items };
        let added = add(&**audit, &line);
        if let Err(error) = &added {
            tracing::error!(%error, tool, id, outcome, "a change was made, and the audit log cannot be written");
        }
        added.is_ok()
    }
}

impl Drop for Intent {
    /// The sending was given up in the middle.
    fn drop(&mut self) {
        if let Some(announced) = self.0.take() {
            announced.add("unknown", &[]);
        }
    }
}

fn add(audit: &dyn AuditLog, line: &impl Serialize) -> io::Result<()> {
    audit.add(&serde_json::to_string(line)?)
}

fn now(settings: &Settings) -> Timestamp {
    (settings.clock)()
}

fn new_id() -> Result<String> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|error| {
        Error::new(Code::AuditUnavailable, format!("the system has no randomness for the audit log: {error}"))
    })?;
    let mut id = String::new();
    for byte in bytes {
        // Writing to a `String` cannot fail.
        let _ = write!(id, "{byte:02x}");
    }
    Ok(id)
}
