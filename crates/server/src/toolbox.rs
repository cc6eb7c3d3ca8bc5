//! Every tool, and how one is called: arguments, rules, deadline, panics, envelope.

use std::{fmt, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use futures_util::FutureExt;
use pagerduty::{Credential, Endpoint, Timestamp};
use serde_json::{Map, Value};
use tokio::time::Instant;

use crate::{
    answer::Answer,
    arguments::{self, Arguments},
    context::Context,
    credentials::Source,
    cursor::Fingerprint,
    error::{Code, Error, Result},
    rules,
    tool::{Access, Entry},
    tools, words,
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
}

/// Who makes a call.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    /// As whom PagerDuty is called.
    pub credential: Source,
}

/// What a call came to.
#[derive(Debug)]
pub struct Outcome {
    /// The envelope.
    pub answer: Value,
    /// Whether the envelope holds an error.
    pub is_error: bool,
    /// The address of the login page that somebody has to open before the call can succeed.
    pub login_url: Option<String>,
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
        Self { entries: tools::catalogue(), endpoint, settings: Arc::new(settings) }
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

    /// Calls a tool. Whatever happens, there is an answer.
    pub async fn call(&self, entry: &Entry, given: Map<String, Value>, caller: Caller) -> Outcome {
        let started = Instant::now();
        let result = AssertUnwindSafe(self.run(entry, given, caller, started)).catch_unwind().await;
        let result = result.unwrap_or_else(|_| {
            Err(Error::new(Code::Internal, format!("`{}` failed because of a defect in this server", entry.name))
                .hint("report it with the log of the server; other calls still work"))
        });
        let outcome = result.as_ref().map_or_else(|error| error.code().as_str(), |_| "ok");
        tracing::info!(tool = entry.name, outcome, milliseconds = started.elapsed().as_millis(), "call");
        match result {
            Ok(answer) => Outcome { answer, is_error: false, login_url: None },
            Err(error) => self.failed(&error),
        }
    }

    /// What a call came to that its client cancelled.
    pub(crate) fn cancelled(&self, entry: &Entry) -> Outcome {
        tracing::info!(tool = entry.name, outcome = Code::Cancelled.as_str(), "call");
        self.failed(&Error::new(Code::Cancelled, "the client cancelled the call"))
    }

    fn failed(&self, error: &Error) -> Outcome {
        let answer = error.envelope(self.settings.simulated);
        Outcome { answer, is_error: true, login_url: error.login_url().map(str::to_owned) }
    }

    async fn run(&self, entry: &Entry, given: Map<String, Value>, caller: Caller, started: Instant) -> Result<Value> {
        let Arguments { values, warnings } = arguments::read(entry.name, &entry.parameters, given)?;
        rules::check(entry.rules, &values)?;
        let deadline = started + self.settings.call_timeout;
        let query = Fingerprint::of(entry.name, &values);
        let credential = caller.credential.resolve(deadline).await?;
        let call = Call { entry, query, deadline };
        let first = self.attempt(&call, values.clone(), credential.clone(), warnings.clone()).await;
        match (first, caller.credential, credential) {
            (Err(error), Source::Login(login, show), Some(refused)) if error.code() == Code::Unauthorized => {
                // Expired before its time, or withdrawn. The tokens are not used again; what only reads is repeated.
                login.reject(&refused);
                if entry.access != Access::Read {
                    return Err(error.hint("call again: the login is then refreshed, or asked for anew"));
                }
                let credential = login.credential(deadline, &show).await?;
                self.attempt(&call, values, Some(credential), warnings).await
            }
            (first, ..) => first,
        }
    }

    async fn attempt(
        &self,
        call: &Call<'_>,
        values: Map<String, Value>,
        credential: Option<Credential>,
        warnings: Vec<String>,
    ) -> Result<Value> {
        let cx = Context {
            client: credential.map(|credential| self.endpoint.client(credential).with_deadline(call.deadline)),
            settings: self.settings.clone(),
            rules: call.entry.rules,
            query: call.query,
            warnings: warnings.into(),
        };
        let started = call.entry.start(values, &cx);
        // The client keeps to the deadline by itself; this holds for whatever else a tool may wait for.
        let answer: Answer = tokio::time::timeout_at(call.deadline + Duration::from_millis(100), started)
            .await
            .unwrap_or_else(|_| Err(Error::deadline(self.settings.call_timeout)))?;
        Ok(answer.into_json(cx.take_warnings(), cx.query, self.settings.simulated))
    }
}

/// What stays the same when a call is repeated.
struct Call<'a> {
    entry: &'a Entry,
    query: Fingerprint,
    deadline: Instant,
}

#[cfg(test)]
mod tests {
    use pagerduty::BaseUrl;
    use schemars::JsonSchema;
    use serde::Deserialize;

    use super::*;
    use crate::tool::Tool;

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
