//! The protocol: the toolbox as an MCP server. With `transport` the only module that knows rmcp.

mod asking;
mod offer;
mod progress;

use std::sync::Arc;

use http::HeaderMap;
use rmcp::{
    ErrorData, ServerHandler,
    model::{
        CacheScope, CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation,
        InputResponses, ListResourcesResult, ListToolsResult, MetaObject, PaginatedRequestParams,
        ReadResourceRequestParams, ReadResourceResult, Resource, ResourceContents, ServerCapabilities, ServerConfig,
        Tool,
    },
    service::{RequestContext, RoleServer},
};
use serde_json::json;

use crate::{
    credentials::{Credentials, Source, oauth::Show},
    docs,
    tool::Entry,
    toolbox::{Caller, NoTool, Outcome, Toolbox},
    toolset::Selection,
};

pub use offer::definition;

/// The library behind this module, as the log names it.
pub(crate) const LIBRARY: &str = "rmcp";

/// How long clients may keep what never changes while the server runs, in milliseconds.
const LIFETIME_MS: u64 = 5 * 60 * 1000;

/// The toolbox as an MCP server.
#[derive(Clone, Debug)]
pub struct Server {
    toolbox: Arc<Toolbox>,
    credentials: Arc<Credentials>,
    tools: Arc<[Tool]>,
}

impl Server {
    /// A server of these tools.
    #[must_use]
    pub fn new(toolbox: Toolbox, credentials: Credentials) -> Self {
        let tools = toolbox.entries().iter().map(definition).collect();
        Self { toolbox: Arc::new(toolbox), credentials: Arc::new(credentials), tools }
    }

    /// Whether calls could use a credential that is not their caller's.
    #[must_use]
    pub fn has_own_credential(&self) -> bool {
        self.credentials.has_own()
    }

    /// What was done since the start, as Prometheus reads it.
    pub(crate) fn metrics(&self) -> String {
        self.toolbox.metrics()
    }

    /// Who makes a call: over HTTP, the request may say.
    fn caller(
        &self,
        context: &RequestContext<RoleServer>,
        responses: Option<&InputResponses>,
    ) -> Result<Caller, ErrorData> {
        let headers = headers(context);
        let mut credential = self.credentials.of_request(headers).map_err(|unusable| {
            ErrorData::invalid_params(format!("the PagerDuty token of the request cannot be used: {unusable}"), None)
        })?;
        if let Source::Login(_, show) = &mut credential {
            *show = asking::how(context, responses);
        }
        // In the era from 2026-07-28 on clients send the trace in the metadata, others in the header.
        let of_meta = context.meta.get("traceparent").and_then(|value| value.as_str());
        let of_header = || headers?.get("traceparent")?.to_str().ok();
        let traceparent = of_meta.or_else(of_header).filter(|text| is_traceparent(text)).map(str::to_owned);
        Ok(Caller { credential, request_id: context.id.to_string(), traceparent, progress: None })
    }

    fn entry(&self, name: &str, context: &RequestContext<RoleServer>) -> Result<&Entry, ErrorData> {
        let entry = self.toolbox.find(name);
        let entry = match entry {
            Ok(entry) if !self.offered(context)?.has(entry) => Err(NoTool::Narrowed(entry.name)),
            entry => entry,
        };
        entry.map_err(|none| ErrorData::invalid_params(none.to_string(), None))
    }

    /// What this request leaves of the tools that are on.
    fn offered(&self, context: &RequestContext<RoleServer>) -> Result<Selection, ErrorData> {
        let narrowed = offer::narrowed(headers(context), &self.toolbox.names())?;
        // What is off is not in the toolbox.
        Ok(narrowed.unwrap_or_else(Selection::all))
    }

    fn result(&self, outcome: Outcome) -> CallToolResult {
        let text = ContentBlock::text(outcome.text);
        let mut result = CallToolResult::success(vec![text]);
        result.is_error = Some(outcome.is_error);
        result.structured_content = Some(outcome.answer);
        if self.toolbox.settings().simulated {
            let mut meta = MetaObject::default();
            meta.insert("pagerduty-mcp-server/simulated".to_owned(), json!(true));
            result.meta = Some(meta);
        }
        result
    }
}

/// The headers of the HTTP request, if the call came in one.
fn headers(context: &RequestContext<RoleServer>) -> Option<&HeaderMap> {
    context.extensions.get::<http::request::Parts>().map(|request| &request.headers)
}

/// Whether a text may go to the log as a W3C trace context: digits and dashes, of its one length.
fn is_traceparent(text: &str) -> bool {
    text.len() == 55 && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder().enable_tools().enable_resources().build();
        ServerConfig::new(capabilities)
            .with_server_info(
                Implementation::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))
                    .with_title("PagerDuty")
                    .with_description(env!("CARGO_PKG_DESCRIPTION")),
            )
            .with_instructions(offer::instructions(self.toolbox.entries()))
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let offered = self.offered(&context)?;
        let entries = self.toolbox.entries().iter().zip(&*self.tools);
        let tools = entries.filter(|(entry, _)| offered.has(entry)).map(|(_, tool)| tool.clone()).collect();
        Ok(ListToolsResult::with_all_items(tools).with_ttl_ms(LIFETIME_MS).with_cache_scope(CacheScope::Private))
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        self.tools.iter().find(|tool| tool.name == name).cloned()
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let entry = self.entry(&request.name, &context)?;
        let mut caller = self.caller(&context, request.input_responses.as_ref())?;
        let (sender, tell) = progress::channel(&context);
        caller.progress = sender;
        let asks_in_answer = matches!(caller.credential, Source::Login(_, Show::Answer));
        let cancelled = context.ct;
        let call = self.toolbox.call(entry, request.arguments.unwrap_or_default(), caller);
        // A call that nobody waits for any more is dropped, and its requests to PagerDuty with it.
        let outcome = tokio::select! {
            outcome = call => outcome,
            () = cancelled.cancelled() => self.toolbox.cancelled(),
            never = tell => match never {},
        };
        match &outcome.login_url {
            Some(url) if asks_in_answer => Ok(asking::in_answer(url).into()),
            _ => Ok(self.result(outcome).into()),
        }
    }

    async fn list_resources(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let tools = Resource::new(docs::TOOLS_URI, "tools")
            .with_title("Tools")
            .with_description("Every tool with its parameters, rules and fields, and every error code")
            .with_mime_type("text/markdown");
        Ok(ListResourcesResult::with_all_items(vec![tools])
            .with_ttl_ms(LIFETIME_MS)
            .with_cache_scope(CacheScope::Private))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<rmcp::model::ReadResourceResponse, ErrorData> {
        if request.uri != docs::TOOLS_URI {
            let message = format!("there is no resource `{}`: the only one is `{}`", request.uri, docs::TOOLS_URI);
            return Err(ErrorData::resource_not_found(message, Some(json!({ "uri": request.uri }))));
        }
        let text = ResourceContents::text(docs::tools(self.toolbox.entries()), docs::TOOLS_URI);
        Ok(ReadResourceResult::new(vec![text.with_mime_type("text/markdown")])
            .with_ttl_ms(LIFETIME_MS)
            .with_cache_scope(CacheScope::Private)
            .into())
    }
}
