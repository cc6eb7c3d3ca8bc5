//! A toolbox on a simulated account, for tests that call tools and look at the requests they send.

#![allow(dead_code, reason = "each test binary uses its own part of it")]

use std::sync::Arc;

use pagerduty::{BaseUrl, Credential, Endpoint, ResourceKind};
use pagerduty_sim::{Clock, Effect, Fault, Options, RecordedRequest, Simulator, Size, token};
use serde_json::Value;
use toolkit::{
    call::{caller::Caller, toolbox::Toolbox},
    selection::Selection,
    settings::Settings,
};

/// The time at which every test takes place.
pub(crate) const NOW: &str = "2026-06-15T14:00:00Z";

/// A simulated account with a toolbox on it.
pub(crate) struct Account {
    pub(crate) simulator: Simulator,
    pub(crate) toolbox: Toolbox,
    pub(crate) caller: Caller,
}

impl Account {
    /// As the demo user.
    pub(crate) async fn start() -> Self {
        Self::as_token(token::USER).await
    }

    pub(crate) async fn as_token(token: &str) -> Self {
        Self::with(token, options(), settings()).await
    }

    pub(crate) async fn with(token: &str, options: Options, settings: Settings) -> Self {
        let simulator = Simulator::start(options).await.unwrap();
        let base_url: BaseUrl = simulator.url().parse().unwrap();
        let toolbox = Toolbox::new(tools::catalogue(), Endpoint::new(base_url, "test/1"), settings);
        Self {
            simulator,
            toolbox,
            caller: Caller { credential: Credential::new(token).unwrap().into(), ..Caller::default() },
        }
    }

    /// Calls a tool that must succeed.
    pub(crate) async fn call(&self, tool: &str, arguments: Value) -> Value {
        let (answer, is_error) = self.outcome(tool, arguments).await;
        assert!(!is_error, "{tool} failed: {answer:#}");
        answer
    }

    /// Calls a tool that must fail; its error.
    pub(crate) async fn fail(&self, tool: &str, arguments: Value) -> Value {
        let (answer, is_error) = self.outcome(tool, arguments).await;
        assert!(is_error, "{tool} succeeded: {answer:#}");
        assert_eq!(answer["metadata"]["count"], 0);
        assert_eq!(answer["metadata"]["description"], "Error occurred while processing request");
        answer["error"].clone()
    }

    /// Calls a tool: its answer, and the same as the text that clients get.
    pub(crate) async fn text(&self, tool: &str, arguments: Value) -> (Value, String) {
        let Value::Object(arguments) = arguments else { panic!("arguments are an object") };
        let outcome = self.toolbox.call(self.toolbox.find(tool).unwrap(), arguments, self.caller.clone()).await;
        (outcome.answer(), outcome.text)
    }

    pub(crate) async fn outcome(&self, tool: &str, arguments: Value) -> (Value, bool) {
        let Value::Object(arguments) = arguments else { panic!("arguments are an object") };
        let entry = self.toolbox.find(tool).unwrap();
        let outcome = self.toolbox.call(entry, arguments, self.caller.clone()).await;
        (outcome.answer(), outcome.is_error)
    }

    /// The requests since the last look, each as one line such as `GET /teams?limit=100`, decoded.
    pub(crate) fn requests(&self) -> Vec<String> {
        let requests = self.simulator.requests().iter().map(line).collect();
        self.simulator.clear_requests();
        requests
    }

    /// The same without those that look whether an ID in a filter names something.
    pub(crate) fn requests_for_lists(&self) -> Vec<String> {
        let looks =
            ["teams", "users", "services", "schedules", "escalation_policies"].map(|plural| format!("GET /{plural}/"));
        let mut requests = self.requests();
        requests.retain(|line| !looks.iter().any(|look| line.starts_with(look)));
        requests
    }

    /// Has something with this ID, and says no more of it.
    pub(crate) fn has(&self, kind: ResourceKind, id: &str) {
        let body = serde_json::json!({kind.singular(): {"id": id}});
        self.answer(&format!("/{}/{id}", kind.plural()), 200, &body.to_string());
    }

    /// Answers every request of a path with this body from now on.
    pub(crate) fn answer(&self, path: &str, status: u16, body: &str) {
        let effect = Effect::Answer { status, content_type: "application/json".into(), body: body.into() };
        self.simulator.faults().add(Fault::new(path, effect));
    }
}

pub(crate) fn options() -> Options {
    Options {
        now: Clock::Fixed(NOW.parse().unwrap()),
        size: Size { incidents: 600, ..Size::default() },
        ..Options::default()
    }
}

pub(crate) fn settings() -> Settings {
    Settings { selection: Selection::all(), clock: Arc::new(|| NOW.parse().unwrap()), ..Settings::default() }
}

pub(crate) fn line(request: &RecordedRequest) -> String {
    let query: Vec<_> = request.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let separator = if query.is_empty() { "" } else { "?" };
    format!("{} {}{separator}{}", request.method, request.path, query.join("&"))
}
