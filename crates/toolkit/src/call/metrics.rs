//! Counters and times in Prometheus' form. They name tools, endpoints and outcomes: no credential, and nothing of any
//! account.

use std::{fmt, time::Duration};

use pagerduty::Observation;
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::{Registry, Unit},
};

/// From a warm answer out of memory to the longest call that is allowed by default.
const SECONDS: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0];

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Call {
    tool: &'static str,
    outcome: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Tool {
    tool: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Request {
    method: String,
    endpoint: String,
    status: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Endpoint {
    endpoint: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Refused {
    status: u16,
}

/// What this server has done since it started.
pub(crate) struct Metrics {
    registry: Registry,
    calls: Family<Call, Counter>,
    call_seconds: Family<Tool, Histogram>,
    in_flight: Gauge,
    refused: Family<Refused, Counter>,
    requests: Family<Request, Counter>,
    request_seconds: Family<Endpoint, Histogram>,
    rate_limit_remaining: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        let histogram: fn() -> Histogram = || Histogram::new(SECONDS);
        let mut metrics = Self {
            registry: Registry::with_prefix("pagerduty_mcp"),
            calls: Family::default(),
            call_seconds: Family::new_with_constructor(histogram),
            in_flight: Gauge::default(),
            refused: Family::default(),
            requests: Family::default(),
            request_seconds: Family::new_with_constructor(histogram),
            rate_limit_remaining: Gauge::default(),
        };
        let registry = &mut metrics.registry;
        registry.register("calls", "Tool calls by tool and outcome: ok, or an error code", metrics.calls.clone());
        registry.register_with_unit("call", "Duration of tool calls", Unit::Seconds, metrics.call_seconds.clone());
        registry.register("calls_in_flight", "Tool calls that are running", metrics.in_flight.clone());
        registry.register(
            "http_refused",
            "HTTP requests that were refused before they could be a call, by status",
            metrics.refused.clone(),
        );
        registry.register(
            "upstream_requests",
            "Requests to PagerDuty by endpoint and status, repetitions included; status `none` without an answer",
            metrics.requests.clone(),
        );
        registry.register_with_unit(
            "upstream_request",
            "Duration of requests to PagerDuty",
            Unit::Seconds,
            metrics.request_seconds.clone(),
        );
        registry.register(
            "rate_limit_remaining",
            "Requests that PagerDuty's last answer left of its rate limit",
            metrics.rate_limit_remaining.clone(),
        );
        metrics
    }
}

impl Metrics {
    /// Everything as Prometheus reads it.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a `String` cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }

    /// Counts a call as running until what is returned is dropped.
    pub(crate) fn call_started(&self) -> InFlight {
        self.in_flight.inc();
        InFlight(self.in_flight.clone())
    }

    /// A request over HTTP was refused.
    pub(crate) fn refused(&self, status: u16) {
        self.refused.get_or_create(&Refused { status }).inc();
    }

    /// A request to PagerDuty was answered, or failed.
    pub(crate) fn requested(&self, observation: &Observation<'_>) {
        let status = observation.status.map_or_else(|| "none".to_owned(), |status| status.to_string());
        let endpoint = observation.endpoint.to_owned();
        let request = Request { method: observation.method.to_owned(), endpoint: endpoint.clone(), status };
        self.requests.get_or_create(&request).inc();
        self.request_seconds.get_or_create(&Endpoint { endpoint }).observe(observation.elapsed.as_secs_f64());
        if let Some(budget) = observation.budget {
            self.rate_limit_remaining.set(i64::try_from(budget.remaining).unwrap_or(i64::MAX));
        }
    }

    /// A call ended.
    pub(crate) fn call_ended(&self, tool: &'static str, outcome: &'static str, elapsed: Duration) {
        self.calls.get_or_create(&Call { tool, outcome }).inc();
        self.call_seconds.get_or_create(&Tool { tool }).observe(elapsed.as_secs_f64());
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

/// A call that is running.
pub(crate) struct InFlight(Gauge);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.dec();
    }
}
