//! Spans over OTLP/HTTP, with the names of OpenTelemetry's conventions for MCP and HTTP. They name tools, endpoints and
//! outcomes: no credential, and nothing of any account.

use std::{
    collections::HashMap,
    env,
    time::{Duration, SystemTime},
};

use opentelemetry::{
    Context, KeyValue, global,
    propagation::TextMapPropagator,
    trace::{Span, SpanKind, Status, TraceContextExt, Tracer},
};
use opentelemetry_otlp::{
    ExporterBuildError, OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, SpanExporter,
};
use opentelemetry_sdk::{Resource, propagation::TraceContextPropagator, trace::SdkTracerProvider};
use pagerduty::Observation;

const NAME: &str = crate::PRODUCT;

/// How long the end of the program waits for the spans that are left.
const GRACE: Duration = Duration::from_secs(2);

/// Sends the spans that are left when it is dropped.
#[derive(Debug)]
pub struct Exporter(Option<SdkTracerProvider>);

/// Exports from now on, if there is an address to export to.
pub fn export() -> Exporter {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    if !is_set(OTEL_EXPORTER_OTLP_ENDPOINT) && !is_set(OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) {
        return Exporter(None);
    }
    match provider() {
        Ok(provider) => {
            global::set_tracer_provider(provider.clone());
            Exporter(Some(provider))
        }
        Err(error) => {
            tracing::warn!(%error, "traces are not exported");
            Exporter(None)
        }
    }
}

fn provider() -> Result<SdkTracerProvider, ExporterBuildError> {
    // An error here means that a provider is installed already, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let resource = Resource::builder().with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")));
    let resource = match env::var_os("OTEL_SERVICE_NAME") {
        Some(_) => resource,
        None => resource.with_service_name(NAME),
    };
    let exporter = SpanExporter::builder().with_http().build()?;
    Ok(SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource.build()).build())
}

impl Drop for Exporter {
    fn drop(&mut self) {
        if let Some(provider) = &self.0
            && let Err(error) = provider.shutdown_with_timeout(GRACE)
        {
            tracing::warn!(%error, "the last traces were not exported");
        }
    }
}

/// The spans of one call: its own, and below it one for every request to PagerDuty.
#[derive(Debug)]
pub(crate) struct CallTrace(Context);

impl CallTrace {
    /// Starts the span of a call, below that of its caller.
    pub(crate) fn start(tool: &'static str, traceparent: Option<&str>) -> Self {
        let carrier: HashMap<_, _> =
            traceparent.map(|text| ("traceparent".to_owned(), text.to_owned())).into_iter().collect();
        let parent = TraceContextPropagator::new().extract_with_context(&Context::new(), &carrier);
        let tracer = global::tracer(NAME);
        let span = tracer
            .span_builder(format!("tools/call {tool}"))
            .with_kind(SpanKind::Server)
            .with_attributes([KeyValue::new("mcp.method.name", "tools/call"), KeyValue::new("gen_ai.tool.name", tool)])
            .start_with_context(&tracer, &parent);
        Self(parent.with_span(span))
    }

    /// A request of the call was answered, or failed.
    pub(crate) fn requested(&self, observation: &Observation<'_>) {
        let end = SystemTime::now();
        let tracer = global::tracer(NAME);
        let mut span = tracer
            .span_builder(format!("{} {}", observation.method, observation.endpoint))
            .with_kind(SpanKind::Client)
            .with_start_time(end.checked_sub(observation.elapsed).unwrap_or(end))
            .with_attributes([
                KeyValue::new("http.request.method", observation.method.to_owned()),
                KeyValue::new("url.template", observation.endpoint.to_owned()),
            ])
            .start_with_context(&tracer, &self.0);
        match observation.status {
            Some(status) => span.set_attribute(KeyValue::new("http.response.status_code", i64::from(status))),
            None => span.set_attribute(KeyValue::new("error.type", "no_answer")),
        }
        if observation.status.is_none_or(|status| status >= 400) {
            span.set_status(Status::error(""));
        }
        span.end_with_timestamp(end);
    }

    /// The call ended: `ok`, or an error code.
    pub(crate) fn end(&self, outcome: &'static str) {
        let span = self.0.span();
        if outcome != "ok" {
            span.set_attribute(KeyValue::new("error.type", outcome));
            span.set_status(Status::error(""));
        }
        span.end();
    }
}
