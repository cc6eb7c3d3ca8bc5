//! Every tool, and how one is called: arguments, rules, deadline, panics, envelope.

use std::{
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, OnceLock},
};

use futures_util::FutureExt;
use pagerduty::{Credential, CredentialKey, Endpoint};
use serde_json::{Map, Value};
use tokio::time::Instant;

use crate::{
    access::Access,
    account::{current_user::UserContext, per_credential::PerCredential},
    answer::{
        Answer, Envelope, EnvelopeContext,
        cursor::{self, Fingerprint},
        lockdown,
    },
    call::{
        admission::{Admission, Permit},
        caller::{Caller, ClientName},
        caller_credential::CallerCredential,
        deadline::Deadline,
        metrics::Metrics,
        observer::CallObserver,
        offered::Offered,
        outcome::Outcome,
        report::CallReport,
        trace::CallTrace,
    },
    context::Context,
    error::{Code, Error, Result},
    info::Info,
    parameters::{
        arguments::{self, Arguments},
        missing_ids, names, rules,
    },
    selection::{NoTool, Selection, UnknownName},
    settings::Settings,
    times::Times,
    tool::Entry,
    write::{DRY_RUN, consent::ConsentChannel},
};

/// Every tool, and the PagerDuty that they call.
#[derive(Debug)]
pub struct Toolbox {
    /// Those that are on.
    entries: Vec<Entry>,
    /// Those that are off.
    others: Vec<Entry>,
    endpoint: Endpoint,
    settings: Arc<Settings>,
    admission: Admission,
    users: PerCredential<UserContext>,
    metrics: Arc<Metrics>,
}

impl Toolbox {
    /// Whether calls run.
    pub fn is_busy(&self) -> bool {
        self.admission.is_busy()
    }

    /// The tools of this catalogue that the settings select.
    #[must_use]
    pub fn new(catalogue: Vec<Entry>, endpoint: Endpoint, settings: Settings) -> Self {
        let (entries, others) = catalogue.into_iter().partition(|entry| settings.selection.has(&entry.info));
        Self {
            entries,
            others,
            endpoint,
            admission: Admission::new(settings.most_calls, settings.most_calls_each),
            settings: Arc::new(settings),
            users: PerCredential::default(),
            metrics: Arc::default(),
        }
    }

    /// The tools that are on, in the order of the catalogue.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What is said of all tools, on or off.
    pub fn infos(&self) -> impl Iterator<Item = &Info> {
        self.entries.iter().chain(&self.others).map(|entry| &entry.info)
    }

    /// What a request leaves of the tools that are on, where it says so.
    pub fn offered(&self, narrowed: Option<&Selection>) -> Offered {
        let on = self.entries.iter().map(|entry| &entry.info);
        Offered::new(on, self.others.iter().map(|entry| &entry.info), narrowed)
    }

    /// How the tools behave.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The tool of this name.
    ///
    /// # Errors
    ///
    /// When there is no such tool, or it is off.
    pub fn find(&self, name: &str) -> Result<&Entry, NoTool> {
        if let Some(entry) = self.entries.iter().find(|entry| entry.info.name == name) {
            return Ok(entry);
        }
        Err(match self.others.iter().find(|entry| entry.info.name == name) {
            Some(entry) => NoTool::Off(entry.info.name, entry.info.toolset.name()),
            None => UnknownName::tool(name, self.offered(None).names()).into(),
        })
    }

    /// What was done since the start, as Prometheus reads it.
    pub fn metrics(&self) -> String {
        self.metrics.text()
    }

    /// Whether PagerDuty accepted this token of a request when it was used last.
    pub fn has_accepted(&self, key: CredentialKey) -> bool {
        self.admission.has_accepted(key)
    }

    /// Counts a request that was refused with this HTTP status before it could be a call.
    pub fn refused(&self, status: u16) {
        self.metrics.refused(status);
    }

    /// Calls a tool. Whatever happens, there is an answer.
    pub async fn call(&self, entry: &Entry, given: Map<String, Value>, caller: Caller) -> Outcome {
        let started = Instant::now();
        let _in_flight = self.metrics.call_started();
        let trace = CallTrace::start(entry.info.name, caller.traceparent.as_deref());
        let observer = Arc::new(CallObserver::new(Arc::clone(&self.metrics), trace, caller.progress));
        let key = Arc::new(OnceLock::new());
        let mut ending = CallReport {
            metrics: Arc::clone(&self.metrics),
            observer: Arc::clone(&observer),
            tool: entry.info.name,
            request_id: caller.request_id.clone(),
            traceparent: caller.traceparent,
            credential: Arc::clone(&key),
            started,
            told: false,
        };
        let deadline = Deadline::at(started + self.settings.call_timeout);
        let lockdown = self.settings.lockdown || caller.lockdown;
        let (ask, client_name, request_id) = (caller.ask, caller.client_name, caller.request_id);
        let offered = self.offered(caller.narrowed.as_ref());
        let call = Call { entry, deadline, ask, client_name, request_id, observer, key, lockdown, offered };
        let run = self.run(&call, given, caller.credential);
        let result = AssertUnwindSafe(run).catch_unwind().await.unwrap_or_else(|_| {
            Err(Error::new(Code::Internal, format!("`{}` failed because of a defect in this server", entry.info.name))
                .hint("report it with the log of the server; other calls still work"))
        });
        let (outcome, word) = match result {
            Ok(envelope) => (Outcome::from(envelope), "ok"),
            Err(error) => (self.failed(&error.clone().offering(&call.offered), lockdown), error.code().as_str()),
        };
        ending.tell(word, outcome.text.len());
        outcome
    }

    /// The result of a call that its client cancelled.
    pub fn cancelled(&self) -> Outcome {
        self.failed(&Error::new(Code::Cancelled, "the client cancelled the call"), self.settings.lockdown)
    }

    fn failed(&self, error: &Error, lockdown: bool) -> Outcome {
        Outcome {
            is_error: true,
            asks: error.asks().cloned(),
            ..error.envelope(self.settings.simulated, lockdown).into()
        }
    }

    async fn run(&self, call: &Call<'_>, given: Map<String, Value>, source: CallerCredential) -> Result<Envelope> {
        // A list goes on at the time of its first call.
        let first_call = given.get("cursor").and_then(Value::as_str).and_then(cursor::time_of);
        let now = first_call.unwrap_or_else(|| (self.settings.clock)());
        let mut times = Times::new(now, rules::zone_of_times(call.entry.rules));
        let Arguments { mut values, mut warnings } =
            arguments::read(call.entry.info.name, call.entry.parameters(), given, &mut times)?;
        if call.lockdown {
            warnings.extend(lockdown::narrow(call.entry.parameters(), &mut values)?);
        }
        rules::apply_defaults(call.entry.rules, &mut values);
        rules::check(call.entry.rules, call.entry.parameters(), &values)?;
        let credential = source.resolve(call.deadline.get()).await?;
        let key = credential.as_ref().map(Credential::key);
        let permit = match (&source, key) {
            (CallerCredential::Brought(_), Some(key)) => self.admission.enter_with(key, call.deadline.get()).await?,
            _ => self.admission.enter(key)?,
        };
        let first =
            self.attempt(call, &permit, values.clone(), credential.clone(), warnings.clone(), times.clone()).await;
        match (first, source, credential) {
            (Err(error), CallerCredential::Login(login, show), Some(refused)) if error.code() == Code::Unauthorized => {
                // Expired before its time, or withdrawn. The tokens are not used again; what only reads is repeated.
                login.reject(&refused);
                if call.entry.info.access != Access::Read {
                    return Err(error.hint("call again: the login is then refreshed, or asked for anew"));
                }
                let credential = login.credential(call.deadline.get(), &show).await?;
                self.attempt(call, &permit, values, Some(credential), warnings, times).await
            }
            (first, ..) => first,
        }
    }

    async fn attempt(
        &self,
        call: &Call<'_>,
        permit: &Permit,
        mut values: Map<String, Value>,
        credential: Option<Credential>,
        mut warnings: Vec<String>,
        mut times: Times,
    ) -> Result<Envelope> {
        let key = credential.as_ref().map(Credential::key);
        let client = credential.map(|credential| {
            // The first is the one that the log names.
            let _ = call.key.set(credential.key());
            let observer = permit.witness(Arc::clone(&call.observer) as _);
            self.endpoint.client(credential).with_deadline(call.deadline.get()).with_observer(observer)
        });
        let known = key.map(|key| self.users.of(key)).unwrap_or_default();
        let mut query = Fingerprint::of(call.entry.info.name, call.entry.parameters(), &values);
        if let Some(cursor) = values.get("cursor").and_then(Value::as_str) {
            query = query.bound_to(cursor::time_of(cursor));
            // Before any request is made.
            query.position(cursor)?;
        }
        let lookup = names::resolve(client.as_ref(), &known.names, call.entry.parameters(), &mut values);
        let resolved = self.in_time(call, key, lookup).await?;
        self.in_time(call, key, times.settle(client.as_ref(), &mut values)).await?;
        warnings.extend(times.take_warnings());
        let cx = Context {
            client,
            renewed: OnceLock::new(),
            key,
            deadline: call.deadline.clone(),
            observer: Arc::clone(&call.observer),
            client_name: call.client_name.clone(),
            request_id: call.request_id.clone(),
            dry_run: values.get(DRY_RUN) == Some(&Value::Bool(true)),
            ask: call.ask.clone(),
            known,
            settings: self.settings.clone(),
            rules: call.entry.rules,
            query,
            times: times.into(),
            warnings: Vec::new().into(),
            upstream_messages: Mutex::default(),
            lockdown: call.lockdown,
            offered: call.offered.clone(),
        };
        let is_about_mine = rules::is_about_mine(call.entry.rules, call.entry.parameters(), &values);
        self.in_time(call, key, cx.settle_times(call.entry.parameters(), &mut values)).await?;
        let filters = missing_ids::filters(call.entry.parameters(), &values);
        let started = call.entry.start(values, &cx);
        let mut answer: Answer = self.in_time(call, key, started).await?;
        self.in_time(call, key, missing_ids::check(&filters, answer.is_about_nothing(), &cx)).await?;
        if is_about_mine && answer.is_empty() {
            cx.warn_of_others();
        }
        if !resolved.is_empty() {
            answer = answer.metadata("names_read_as", resolved);
        }
        let times = cx.times();
        for (name, value) in times.metadata() {
            answer = answer.metadata(&name, value);
        }
        warnings.extend(cx.take_warnings());
        Ok(answer.into_envelope(EnvelopeContext {
            warnings,
            query: cx.query.bound_to(times.bound_to()),
            simulated: self.settings.simulated,
            most_bytes: self.settings.max_response_bytes,
            upstream_messages: cx.take_upstream_messages(),
            lockdown: call.lockdown,
            zone: times.zone().cloned(),
        }))
    }

    /// What comes of a part of a call before its deadline. What is remembered for a credential that is refused is
    /// forgotten.
    async fn in_time<T>(
        &self,
        call: &Call<'_>,
        key: Option<CredentialKey>,
        part: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        let result = call.deadline.limit(part).await;
        result.unwrap_or_else(|| Err(Error::deadline(self.settings.call_timeout))).inspect_err(|error| {
            if error.code() == Code::Unauthorized {
                key.inspect(|key| self.users.forget(*key));
            }
        })
    }
}

/// What stays the same when a call is repeated.
struct Call<'a> {
    entry: &'a Entry,
    deadline: Deadline,
    ask: ConsentChannel,
    client_name: Option<ClientName>,
    request_id: String,
    observer: Arc<CallObserver>,
    /// As whom, for the log.
    key: Arc<OnceLock<CredentialKey>>,
    lockdown: bool,
    offered: Offered,
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use pagerduty::BaseUrl;
    use schemars::JsonSchema;
    use serde::Deserialize;

    use super::*;
    use crate::{info::Info, tool::Tool, toolset::Toolset};

    /// Fail in a way that no tool should.
    #[derive(Deserialize, JsonSchema)]
    struct Defective {}

    impl Tool for Defective {
        const INFO: Info = Info::read("defective", "Defective", Toolset::Directory);

        async fn call(self, _: &Context) -> Result<Answer> {
            panic!("planted words")
        }
    }

    /// Wait for something that is not PagerDuty, and does not come.
    #[derive(Deserialize, JsonSchema)]
    struct Stuck {}

    impl Tool for Stuck {
        const INFO: Info = Info::read("stuck", "Stuck", Toolset::Directory);

        async fn call(self, _: &Context) -> Result<Answer> {
            std::future::pending().await
        }
    }

    fn toolbox(settings: Settings) -> Toolbox {
        Toolbox::new(Vec::new(), Endpoint::new(BaseUrl::default(), "test"), settings)
    }

    #[tokio::test]
    async fn a_panic_is_an_answer() {
        let toolbox = toolbox(Settings::default());
        let outcome = toolbox.call(&Entry::of::<Defective>(), Map::new(), Caller::default()).await;
        assert!(outcome.is_error);
        assert_eq!(outcome.answer()["error"]["code"], "INTERNAL");
        assert!(!outcome.text.contains("planted words"));
    }

    #[tokio::test]
    async fn a_call_that_never_ends_ends_at_its_deadline() {
        let settings = Settings { call_timeout: Duration::from_millis(20), ..Settings::default() };
        let toolbox = toolbox(settings);
        let outcome = toolbox.call(&Entry::of::<Stuck>(), Map::new(), Caller::default()).await;
        assert_eq!(outcome.answer()["error"]["code"], "UPSTREAM_TIMEOUT");
    }
}
