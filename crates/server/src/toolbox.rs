//! Every tool, and how one is called: arguments, rules, deadline, panics, envelope.

use std::{fmt, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use futures_util::FutureExt;
use pagerduty::{Credential, Endpoint, Timestamp};
use serde_json::{Map, Value};
use tokio::time::Instant;

use crate::{
    admission::Admission,
    answer::Answer,
    arguments::{self, Arguments},
    context::Context,
    cursor::Fingerprint,
    error::{Code, Error, Result},
    metrics::{CallObserver, Metrics},
    rules,
    tool::Entry,
    tools,
    trace::CallTrace,
    words,
};

/// How tools behave.
pub struct Settings {
    /// Items of a list that a call gets without asking for a number.
    pub response_limit: u32,
    /// How long one call may take.
    pub call_timeout: Duration,
    /// The e-mail address of PagerDuty's `From` header, instead of the current user's.
    pub user_email: Option<String>,
    /// Whether the data is made up, which every answer then says.
    pub simulated: bool,
    /// Calls that may run at the same time, in all.
    pub most_calls: usize,
    /// Calls that may run at the same time with one credential.
    pub most_calls_each: usize,
    /// The time that calls take place at.
    pub clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            response_limit: 100,
            call_timeout: Duration::from_secs(30),
            user_email: None,
            simulated: false,
            most_calls: 256,
            most_calls_each: 64,
            clock: Arc::new(Timestamp::now),
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("response_limit", &self.response_limit)
            .field("call_timeout", &self.call_timeout)
            .field("user_email", &self.user_email)
            .field("simulated", &self.simulated)
            .finish_non_exhaustive()
    }
}

/// Every tool, and the PagerDuty that they call.
#[derive(Debug)]
pub struct Toolbox {
    entries: Vec<Entry>,
    endpoint: Endpoint,
    settings: Arc<Settings>,
    admission: Admission,
    metrics: Arc<Metrics>,
}

/// Who makes a call.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    /// As whom PagerDuty is called; without it tools answer `AUTH_REQUIRED`.
    pub credential: Option<Credential>,
    /// What the client calls this request, for the log.
    pub request_id: String,
    /// The W3C `traceparent` that came with the request, for the log and the trace.
    pub traceparent: Option<String>,
}

/// What a call came to.
#[derive(Debug)]
pub struct Outcome {
    /// The envelope.
    pub answer: Value,
    /// The envelope as one compact line: the same bytes for every reader.
    pub text: String,
    /// Whether the envelope holds an error.
    pub is_error: bool,
}

/// A name that no tool has.
#[derive(Debug, thiserror::Error)]
#[error("there is no tool `{name}`{}", .nearest.map(|nearest| format!("; did you mean `{nearest}`?")).unwrap_or_default())]
pub struct UnknownTool {
    name: String,
    nearest: Option<&'static str>,
}

impl Toolbox {
    /// Every tool of the catalogue.
    #[must_use]
    pub fn new(endpoint: Endpoint, settings: Settings) -> Self {
        Self {
            entries: tools::catalogue(),
            endpoint,
            admission: Admission::new(settings.most_calls, settings.most_calls_each),
            settings: Arc::new(settings),
            metrics: Arc::default(),
        }
    }

    /// The tools, in the order of the catalogue.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
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
    /// When there is none.
    pub fn find(&self, name: &str) -> Result<&Entry, UnknownTool> {
        self.entries.iter().find(|entry| entry.name == name).ok_or_else(|| UnknownTool {
            name: words::short(name),
            nearest: words::nearest(name, self.entries.iter().map(|entry| entry.name)),
        })
    }

    /// What was done since the start, as Prometheus reads it.
    #[must_use]
    pub fn metrics(&self) -> String {
        self.metrics.text()
    }

    /// Calls a tool. Whatever happens, there is an answer.
    pub async fn call(&self, entry: &Entry, given: Map<String, Value>, caller: Caller) -> Outcome {
        let started = Instant::now();
        let _in_flight = self.metrics.call_started();
        let trace = CallTrace::start(entry.name, caller.traceparent.as_deref());
        let observer = Arc::new(CallObserver::new(Arc::clone(&self.metrics), trace));
        // Says that the call was cancelled, should it be dropped before its end.
        let mut ending = Ending { toolbox: self, entry, caller: &caller, observer: &observer, started, told: false };
        let credential = caller.credential.clone();
        let run = self.run(entry, given, credential, started, Arc::clone(&observer));
        let result = AssertUnwindSafe(run).catch_unwind().await.unwrap_or_else(|_| {
            Err(Error::new(Code::Internal, format!("`{}` failed because of a defect in this server", entry.name))
                .hint("report it with the log of the server; other calls still work"))
        });
        let outcome = result.as_ref().map_or_else(|error| error.code().as_str(), |_| "ok");
        let (answer, is_error) = match result {
            Ok(answer) => (answer, false),
            Err(error) => (error.envelope(self.settings.simulated), true),
        };
        let text = answer.to_string();
        ending.tell(outcome, text.len());
        Outcome { answer, text, is_error }
    }

    /// What a call came to that its client cancelled.
    pub(crate) fn cancelled(&self) -> Outcome {
        let answer = Error::new(Code::Cancelled, "the client cancelled the call").envelope(self.settings.simulated);
        Outcome { text: answer.to_string(), answer, is_error: true }
    }

    async fn run(
        &self,
        entry: &Entry,
        given: Map<String, Value>,
        credential: Option<Credential>,
        started: Instant,
        observer: Arc<CallObserver>,
    ) -> Result<Value> {
        let Arguments { values, warnings } = arguments::read(entry.name, &entry.parameters, given)?;
        rules::check(entry.rules, &values)?;
        let _permit = self.admission.enter(credential.as_ref().map(Credential::key))?;
        let deadline = started + self.settings.call_timeout;
        let client = credential
            .map(|credential| self.endpoint.client(credential).with_deadline(deadline).with_observer(observer));
        let cx = Context {
            client,
            settings: self.settings.clone(),
            rules: entry.rules,
            query: Fingerprint::of(entry.name, &values),
            warnings: warnings.into(),
        };
        // The client keeps to the deadline by itself; this holds for whatever else a tool may wait for.
        let answer: Answer = tokio::time::timeout_at(deadline + Duration::from_millis(100), entry.start(values, &cx))
            .await
            .unwrap_or_else(|_| Err(Error::deadline(self.settings.call_timeout)))?;
        Ok(answer.into_json(cx.take_warnings(), cx.query, self.settings.simulated))
    }
}

/// The end of a call, told once: in the log and in the metrics.
struct Ending<'a> {
    toolbox: &'a Toolbox,
    entry: &'a Entry,
    caller: &'a Caller,
    observer: &'a CallObserver,
    started: Instant,
    told: bool,
}

impl Ending<'_> {
    fn tell(&mut self, outcome: &'static str, bytes: usize) {
        self.told = true;
        let elapsed = self.started.elapsed();
        self.toolbox.metrics.call_ended(self.entry.name, outcome, elapsed);
        self.observer.trace().end(outcome);
        tracing::info!(
            tool = self.entry.name,
            outcome,
            milliseconds = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
            upstream_requests = self.observer.requests(),
            bytes,
            request_id = self.caller.request_id,
            credential = self.caller.credential.as_ref().map(|credential| credential.key().to_string()),
            traceparent = self.caller.traceparent,
            "call"
        );
    }
}

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        if !self.told {
            self.tell(Code::Cancelled.as_str(), 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use pagerduty::BaseUrl;
    use schemars::JsonSchema;
    use serde::Deserialize;

    use super::*;
    use crate::tool::{Access, Tool};

    /// Fail in a way that no tool should.
    #[derive(Deserialize, JsonSchema)]
    struct Defective {}

    impl Tool for Defective {
        const NAME: &'static str = "defective";
        const TITLE: &'static str = "Defective";
        const ACCESS: Access = Access::Read;

        async fn call(self, _: &Context) -> Result<Answer> {
            panic!("planted words")
        }
    }

    /// Wait for something that is not PagerDuty, and does not come.
    #[derive(Deserialize, JsonSchema)]
    struct Stuck {}

    impl Tool for Stuck {
        const NAME: &'static str = "stuck";
        const TITLE: &'static str = "Stuck";
        const ACCESS: Access = Access::Read;

        async fn call(self, _: &Context) -> Result<Answer> {
            std::future::pending().await
        }
    }

    fn toolbox(settings: Settings) -> Toolbox {
        Toolbox::new(Endpoint::new(BaseUrl::default(), "test"), settings)
    }

    #[tokio::test]
    async fn a_panic_is_an_answer() {
        let toolbox = toolbox(Settings::default());
        let outcome = toolbox.call(&Entry::of::<Defective>(), Map::new(), Caller::default()).await;
        assert!(outcome.is_error);
        assert_eq!(outcome.answer["error"]["code"], "INTERNAL");
        assert!(!outcome.answer.to_string().contains("planted words"));
    }

    #[tokio::test]
    async fn a_call_that_never_ends_ends_at_its_deadline() {
        let settings = Settings { call_timeout: Duration::from_millis(20), ..Settings::default() };
        let toolbox = toolbox(settings);
        let outcome = toolbox.call(&Entry::of::<Stuck>(), Map::new(), Caller::default()).await;
        assert_eq!(outcome.answer["error"]["code"], "UPSTREAM_TIMEOUT");
    }
}
