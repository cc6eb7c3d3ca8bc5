//! What a tool may use while it runs: PagerDuty, the clock, the limits, and a place for warnings.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use pagerduty::{Client, CredentialKey, ROW_LIMIT, Timestamp, Window};
use schemars::JsonSchema;
use serde::Deserialize;
use tokio::time::Instant;

use crate::call::offered::Offered;
use crate::{
    account::current_user::UserContext,
    answer::cursor::{Fingerprint, Position},
    call::{caller::ClientName, deadline::Deadline, observer::CallObserver},
    effect::Effect,
    error::{Code, Error, Failure, Result},
    hint::Hint,
    parameters::rules::{self, Rule},
    phrasing,
    settings::Settings,
    times::{self, Times},
    write::consent::ConsentChannel,
};

/// Most missing parts whose PagerDuty messages are repeated, and the longest such message in characters.
const MAX_UPSTREAM_MESSAGES: usize = 5;
const LONGEST_UPSTREAM_MESSAGE: usize = 300;

/// What a tool may use while it runs.
#[derive(Debug)]
pub struct Context {
    pub(crate) client: Option<Client>,
    /// The same with a later deadline.
    pub(crate) renewed: OnceLock<Client>,
    /// As whom.
    pub key: Option<CredentialKey>,
    /// When the call ends, whatever its result.
    pub(crate) deadline: Deadline,
    pub(crate) observer: Arc<CallObserver>,
    /// The client that calls, and what it calls this request.
    pub client_name: Option<ClientName>,
    pub(crate) request_id: String,
    /// Whether the call only says what it would do.
    pub dry_run: bool,
    /// How the person behind the client is asked.
    pub ask: ConsentChannel,
    pub(crate) settings: Arc<Settings>,
    /// What is remembered of the current user.
    pub(crate) known: Arc<UserContext>,
    pub(crate) rules: &'static [Rule],
    pub(crate) query: Fingerprint,
    pub(crate) times: Mutex<Times>,
    pub(crate) warnings: Mutex<Vec<String>>,
    /// What PagerDuty said about parts that are missing.
    pub upstream_messages: Mutex<Vec<String>>,
    /// Whether text of strangers is left out of the answer.
    pub lockdown: bool,
    /// The tools that the caller can call.
    pub(crate) offered: Offered,
}

/// The parameters of every list: how many items, and from where on.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Paging {
    /// Most items; default 100.
    #[schemars(range(min = 1))]
    limit: Option<u32>,
    /// An answer's metadata.next_cursor, with the same filters.
    #[schemars(extend("format" = "cursor"))]
    cursor: Option<String>,
}

/// The parameter of tools with times: on which clock they are. It is read before the tool starts.
#[derive(Debug, JsonSchema)]
pub(crate) struct InZone {
    /// IANA zone;
    #[schemars(extend("format" = "time_zone"))]
    #[expect(dead_code, reason = "only its schema is used")]
    time_zone: Option<String>,
}

impl Paging {
    /// Whether a list goes on where an answer stopped.
    pub fn is_continued(&self) -> bool {
        self.cursor.is_some()
    }

    /// Whether the caller said how many items are wanted.
    pub(crate) fn is_limited(&self) -> bool {
        self.limit.is_some()
    }
}

impl Context {
    /// PagerDuty, with this call's deadline.
    ///
    /// # Errors
    ///
    /// `AUTH_REQUIRED` when there is no credential.
    pub fn pagerduty(&self) -> Result<&Client> {
        self.renewed.get().or(self.client.as_ref()).ok_or_else(Error::auth_required)
    }

    /// Gives the call its whole time again, from now on: what came before was a person's.
    pub(crate) fn start_clock_anew(&self) {
        let deadline = Instant::now() + self.settings.call_timeout;
        self.deadline.move_to(deadline);
        if let Some(client) = &self.client {
            // Nobody is asked twice in one call.
            let _ = self.renewed.set(client.clone().with_deadline(deadline));
        }
    }

    /// Whether somebody reads what a change of this effect is about: then its names are worth a request.
    pub fn describes(&self, effect: Effect) -> bool {
        let is_asked = effect.is_asked(self.settings.confirm) && !matches!(self.ask, ConsentChannel::Cannot);
        self.dry_run || is_asked || self.settings.audit.is_some()
    }

    /// Where a caller wants a list from, and how many of its items.
    ///
    /// # Errors
    ///
    /// `INVALID_PARAMETER` when the cursor is malformed or from another query.
    pub fn start(&self, paging: &Paging) -> Result<(Position, u64)> {
        let position =
            paging.cursor.as_deref().map_or(Ok(Position::default()), |cursor| self.query.position(cursor))?;
        if position.offset >= ROW_LIMIT {
            return Err(Error::new(
                Code::InvalidParameter,
                "`cursor` lies beyond the last row that PagerDuty hands out",
            ));
        }
        Ok((position, u64::from(paging.limit.unwrap_or(self.settings.response_limit))))
    }

    /// Whether the caller can call this tool.
    pub fn offers(&self, tool: &str) -> bool {
        self.offered.has(tool)
    }

    /// What the operator allows beyond what is harmless for everybody.
    pub fn allows(&self, word: &str) -> bool {
        self.settings.allowed_operations.iter().any(|allowed| allowed == word)
    }

    /// The rows that a caller wants of a list.
    ///
    /// # Errors
    ///
    /// `INVALID_PARAMETER` when the cursor is malformed or from another query.
    pub fn window(&self, paging: &Paging) -> Result<Window> {
        let (position, limit) = self.start(paging)?;
        Ok(Window::new(position.offset, limit))
    }

    /// The time that this call takes place at; where a list goes on, that of its first call.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.times().now()
    }

    /// A time as a person reads it who is asked: in the zone of the call, where it has one.
    pub fn shown(&self, time: Timestamp) -> String {
        let times = self.times();
        let text = time.to_string();
        times.zone().and_then(|zone| times::shown(&text, zone)).unwrap_or(text)
    }

    /// A range likewise, on the clock on the wall: `from Mon 2026-06-15 16:00 to Tue 2026-06-16 08:00 (Europe/Berlin)`.
    pub fn shown_range(&self, start: Timestamp, end: Timestamp) -> String {
        let times = self.times();
        times::local::range(start, end, times.zone().and_then(|zone| zone.iana_name()))
    }

    /// How the times of this call are read and shown.
    pub fn times(&self) -> MutexGuard<'_, Times> {
        self.times.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The e-mail address for PagerDuty's `From` header, where it is configured.
    pub(crate) fn configured_email(&self) -> Option<&str> {
        self.settings.user_email.as_deref()
    }

    /// What to do instead where there is no current user.
    pub(crate) fn without_user(&self) -> Option<String> {
        rules::without_context(self.rules)
    }

    /// Tells the caller what is missing from the answer, or what was ignored.
    pub fn warn(&self, warning: impl Into<Hint>) {
        let warning = warning.into().for_whom(|name| self.offered.has(name));
        self.warnings.lock().unwrap_or_else(PoisonError::into_inner).extend(warning);
    }

    /// Tells the caller that something is missing and why; PagerDuty's own words stand apart from ours.
    pub fn warn_of(&self, what: &str, failure: &impl Failure) {
        self.warn(format!("{what}: {}", failure.message()));
        if let Some(said) = failure.upstream_message() {
            let said = phrasing::cut(said, LONGEST_UPSTREAM_MESSAGE);
            let mut all = self.upstream_messages.lock().unwrap_or_else(PoisonError::into_inner);
            if all.len() < MAX_UPSTREAM_MESSAGES && !all.contains(&said) {
                all.push(said);
            }
        }
    }

    /// Whether the caller is told something already.
    pub(crate) fn has_warnings(&self) -> bool {
        !self.warnings.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    pub(crate) fn take_warnings(&self) -> Vec<String> {
        std::mem::take(&mut self.warnings.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn take_upstream_messages(&self) -> Vec<String> {
        std::mem::take(&mut self.upstream_messages.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
