//! The protocol: the toolbox as an MCP server. With `transport` the only module that knows rmcp.

mod asking;
mod instructions;
mod offer;
mod progress;
mod prompts;
mod request;
mod resources;
mod seal;

use std::sync::{Arc, OnceLock};

use rmcp::{
    ErrorData, ServerHandler,
    model::{
        CacheScope, CallToolRequestParams, CallToolResponse, CallToolResult, CompleteRequestParams, CompleteResult,
        ContentBlock, CustomRequest, CustomResult, DiscoverResult, ErrorCode, GetPromptRequestParams,
        GetPromptResponse, Implementation, InitializeRequestParams, InitializeResult, ListPromptsResult,
        ListResourceTemplatesResult, ListResourcesResult, ListToolsResult, MetaObject, PaginatedRequestParams,
        ReadResourceRequestParams, ReadResourceResponse, ReadResourceResult, Reference, ResourceContents,
        ServerCapabilities, ServerConfig, Tool,
    },
    service::{RequestContext, RoleServer},
};
use serde_json::json;
use toolkit::{
    call::{
        caller::{Caller, ClientName},
        caller_credential::{Brought, CallerCredential, OwnCredential},
        login_prompt::LoginPrompt,
        offered::Offered,
        outcome::Outcome,
        toolbox::Toolbox,
    },
    error::PersonNeeded,
    phrasing,
    selection::{NoTool, Selection, UnknownName},
    tool::Entry,
    tool_docs,
    write::consent::ConsentChannel,
};

use self::{
    asking::Responses,
    request::{headers, request},
    seal::Seal,
};

pub(crate) use offer::HEADERS;
pub use offer::definition;
pub(crate) use progress::NoStream;

/// The library behind this module, as the log names it.
pub const LIBRARY: &str = "rmcp";

/// How long clients may cache what never changes while the server runs, in milliseconds.
const LIFETIME_MS: u64 = 5 * 60 * 1000;

/// Longest address that an error repeats, in characters.
const LONGEST_URI: usize = 500;

/// The handshake of protocol versions before 2026-07-28.
const INITIALIZE: &str = "initialize";

/// The methods that this handler answers.
const METHODS: [&str; 9] = [
    "completion/complete",
    INITIALIZE,
    "prompts/get",
    "prompts/list",
    "resources/list",
    "resources/read",
    "resources/templates/list",
    "tools/call",
    "tools/list",
];

/// The toolbox as an MCP server.
#[derive(Clone, Debug)]
pub struct Server {
    toolbox: Arc<Toolbox>,
    own: OwnCredential,
    /// The definitions, built when they are first asked for.
    tools: Arc<OnceLock<Vec<Tool>>>,
    seal: Arc<Seal>,
    /// Whether the transport adds the structure to the text of an answer.
    leaves_structure: bool,
}

impl Server {
    /// A server of these tools.
    ///
    /// # Errors
    ///
    /// When the system cannot provide random bytes for a key.
    pub fn new(toolbox: Toolbox, own: OwnCredential) -> Result<Self, getrandom::Error> {
        let settings = toolbox.settings();
        let seal = Arc::new(Seal::new(&settings.state_keys, Arc::clone(&settings.store))?);
        Ok(Self { toolbox: Arc::new(toolbox), own, tools: Arc::default(), seal, leaves_structure: false })
    }

    /// The same for a transport that adds the structure to the text of an answer.
    #[must_use]
    pub(crate) fn leaving_the_structure_to_the_transport(self) -> Self {
        Self { leaves_structure: true, ..self }
    }

    /// Whether calls could use a credential that is not their caller's.
    #[must_use]
    pub fn has_own_credential(&self) -> bool {
        self.own.can_be_lent()
    }

    /// The tools, and the record of their calls.
    pub fn toolbox(&self) -> &Toolbox {
        &self.toolbox
    }

    /// Who makes a call; over HTTP, the headers of the request can say.
    async fn caller(
        &self,
        context: &RequestContext<RoleServer>,
        responses: &Responses<'_>,
    ) -> Result<Caller, ErrorData> {
        let request = request(context);
        // A request to which the transport attached no token has none.
        let brought = request.map(|request| request.extensions.get::<Brought>().cloned().unwrap_or_default());
        let mut credential = self.own.for_request(brought.as_ref());
        if let CallerCredential::Login(_, prompt) = &mut credential {
            *prompt = asking::how_to_show(context, responses);
        }
        // From 2026-07-28 on, clients send the trace in the metadata; older ones send a header.
        let of_meta = context.meta.get("traceparent").and_then(|value| value.as_str());
        let of_header = || request?.headers.get("traceparent")?.to_str().ok();
        let traceparent = of_meta.or_else(of_header).filter(|text| is_traceparent(text)).map(str::to_owned);
        let ask = asking::how_to_ask(context, responses, &self.seal);
        // The client chooses it, at any length, and every log line about the call repeats it.
        let request_id = phrasing::short(&context.id.to_string());
        let client = context.client_info();
        let client_name = client.map(|client| ClientName { name: client.name, version: client.version });
        let lockdown = offer::is_locked_down(headers(context))?;
        let narrowed = self.narrowed(context)?;
        Ok(Caller { credential, ask, request_id, client_name, traceparent, progress: None, lockdown, narrowed })
    }

    fn entry(&self, name: &str, context: &RequestContext<RoleServer>) -> Result<&Entry, ErrorData> {
        let offered = self.offered(context)?;
        let entry = match self.toolbox.find(name) {
            Ok(entry) if !offered.has(entry.info.name) => Err(NoTool::Narrowed(entry.info.name)),
            Err(NoTool::Unknown(_)) => Err(UnknownName::tool(name, offered.names()).into()),
            entry => entry,
        };
        entry.map_err(|none| ErrorData::invalid_params(none.to_string(), None))
    }

    /// The tools as clients see them.
    fn definitions(&self) -> &[Tool] {
        self.tools.get_or_init(|| self.toolbox.entries().iter().map(definition).collect())
    }

    /// The tools that this request selects, if it selects any.
    fn narrowed(&self, context: &RequestContext<RoleServer>) -> Result<Option<Selection>, ErrorData> {
        let catalogue: Vec<&str> = self.toolbox.infos().map(|info| info.name).collect();
        offer::narrowed(headers(context), &catalogue)
    }

    /// The tools that whoever sends this request can call.
    fn offered(&self, context: &RequestContext<RoleServer>) -> Result<Offered, ErrorData> {
        Ok(self.toolbox.offered(self.narrowed(context)?.as_ref()))
    }

    /// What this server is, for a caller who is offered these tools.
    fn info(&self, offered: &Offered) -> ServerConfig {
        let capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_resources()
            .enable_prompts()
            .enable_completions()
            .build();
        ServerConfig::new(capabilities)
            .with_server_info(
                Implementation::new(toolkit::PRODUCT, env!("CARGO_PKG_VERSION"))
                    .with_title("PagerDuty")
                    .with_description(toolkit::DESCRIPTION),
            )
            .with_instructions(instructions::instructions(&self.toolbox, offered))
    }

    fn result(&self, outcome: Outcome) -> CallToolResult {
        let structure = (!self.leaves_structure).then(|| outcome.answer());
        let mut result = CallToolResult::success(vec![ContentBlock::text(outcome.text)]);
        result.is_error = Some(outcome.is_error);
        result.structured_content = structure;
        if self.toolbox.settings().simulated {
            let mut meta = MetaObject::default();
            meta.insert("pagerduty-mcp-server/simulated".to_owned(), json!(true));
            result.meta = Some(meta);
        }
        result
    }
}

/// Whether a text is safe to log as a W3C trace context: 55 characters, only hexadecimal digits and dashes.
fn is_traceparent(text: &str) -> bool {
    text.len() == 55 && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        self.info(&self.toolbox.offered(None))
    }

    async fn initialize(
        &self,
        request: InitializeRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<InitializeResult, ErrorData> {
        let offered = self.offered(&context)?;
        let mut result = self.negotiate_initialize(&request)?;
        context.peer.set_peer_info(request);
        result.instructions = self.info(&offered).instructions;
        Ok(result)
    }

    async fn discover(&self, context: RequestContext<RoleServer>) -> Result<DiscoverResult, ErrorData> {
        let versions = ServerHandler::supported_protocol_versions(self).into_owned();
        Ok(DiscoverResult::from_server_info(versions, self.info(&self.offered(&context)?)))
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let offered = self.offered(&context)?;
        let entries = self.toolbox.entries().iter().zip(self.definitions());
        let tools = entries.filter(|(entry, _)| offered.has(entry.info.name)).map(|(_, tool)| tool.clone()).collect();
        Ok(ListToolsResult::with_all_items(tools).with_ttl_ms(LIFETIME_MS).with_cache_scope(CacheScope::Private))
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        self.definitions().iter().find(|tool| tool.name == name).cloned()
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let entry = self.entry(&request.name, &context)?;
        let responses = Responses { said: request.input_responses.as_ref(), state: request.request_state.as_deref() };
        let mut caller = self.caller(&context, &responses).await?;
        let (sender, tell) = progress::channel(&context);
        caller.progress = sender;
        let shows_in_answer = matches!(caller.credential, CallerCredential::Login(_, LoginPrompt::Answer));
        let asks_in_answer = matches!(caller.ask, ConsentChannel::Answer | ConsentChannel::Answered(..));
        let cancelled = context.ct;
        let call = self.toolbox.call(entry, request.arguments.unwrap_or_default(), caller);
        // A cancelled call is dropped, and its requests to PagerDuty with it.
        let outcome = tokio::select! {
            outcome = call => outcome,
            () = cancelled.cancelled() => self.toolbox.cancelled(),
            never = tell => match never {},
        };
        match &outcome.asks {
            Some(asks @ PersonNeeded::Login(_)) if shows_in_answer => Ok(asking::in_answer(asks, &self.seal).into()),
            Some(asks @ PersonNeeded::Consent(_)) if asks_in_answer => Ok(asking::in_answer(asks, &self.seal).into()),
            _ => Ok(self.result(outcome).into()),
        }
    }

    async fn on_custom_request(
        &self,
        request: CustomRequest,
        context: RequestContext<RoleServer>,
    ) -> Result<CustomResult, ErrorData> {
        let method = phrasing::short(&request.method);
        // Clients from 2026-07-28 on do not send `initialize`.
        let is_removed = request.method == INITIALIZE && asking::is_modern(&context);
        // The library treats a request whose parameters it cannot read as an unknown method.
        if METHODS.contains(&request.method.as_str()) && !is_removed {
            let message = format!("the parameters of `{method}` do not match the protocol");
            return Err(ErrorData::invalid_params(message, None));
        }
        Err(ErrorData::new(ErrorCode::METHOD_NOT_FOUND, format!("there is no method `{method}`"), None))
    }

    async fn list_resources(
        &self,
        _: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        Ok(ListResourcesResult::with_all_items(resources::all(&self.offered(&context)?))
            .with_ttl_ms(LIFETIME_MS)
            .with_cache_scope(CacheScope::Private))
    }

    async fn list_resource_templates(
        &self,
        _: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        Ok(ListResourceTemplatesResult::with_all_items(resources::templates(&self.offered(&context)?))
            .with_ttl_ms(LIFETIME_MS)
            .with_cache_scope(CacheScope::Private))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let uri = request.uri;
        let now = (self.toolbox.settings().clock)();
        let offered = self.offered(&context)?;
        let (text, mime_type, lifetime) = match resources::of(&uri, now, &offered) {
            Some(resources::From::Docs) => {
                let entries = self.toolbox.entries().iter().filter(|entry| offered.has(entry.info.name));
                (tool_docs::tools(entries), "text/markdown", LIFETIME_MS)
            }
            Some(resources::From::Tool(tool, arguments)) => {
                let entry = self.entry(tool, &context)?;
                let outcome =
                    self.toolbox.call(entry, arguments, self.caller(&context, &Responses::default()).await?).await;
                if outcome.is_error {
                    let answer = outcome.answer();
                    let message = answer["error"]["message"].as_str().unwrap_or_default().to_owned();
                    return Err(ErrorData::resource_not_found(message, Some(answer)));
                }
                // PagerDuty's data can change at any time.
                (outcome.text, "application/json", 0)
            }
            None => {
                let message =
                    format!("there is no resource `{}`: see resources/list and its templates", phrasing::short(&uri));
                return Err(ErrorData::resource_not_found(
                    message,
                    Some(json!({ "uri": phrasing::cut(&uri, LONGEST_URI) })),
                ));
            }
        };
        let contents = ResourceContents::text(text, uri).with_mime_type(mime_type);
        Ok(ReadResourceResult::new(vec![contents]).with_ttl_ms(lifetime).with_cache_scope(CacheScope::Private).into())
    }

    async fn list_prompts(
        &self,
        _: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        Ok(ListPromptsResult::with_all_items(prompts::all(&self.offered(&context)?))
            .with_ttl_ms(LIFETIME_MS)
            .with_cache_scope(CacheScope::Private))
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        Ok(prompts::get(&request.name, request.arguments.as_ref(), &self.offered(&context)?)?.into())
    }

    async fn complete(
        &self,
        request: CompleteRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        let reference = match &request.r#ref {
            Reference::Resource(template) => template.uri.as_str(),
            Reference::Prompt(prompt) if prompts::is_offered(&prompt.name, &self.offered(&context)?) => {
                prompt.name.as_str()
            }
            _ => return Ok(CompleteResult::default()),
        };
        let typed = request.argument.value;
        if let Some(ids) = resources::operation_ids(reference, &request.argument.name, &typed, &self.offered(&context)?)
        {
            return resources::completed(ids);
        }
        let Some(completing) = resources::completing(reference, &request.argument.name, &typed) else {
            return Ok(CompleteResult::default());
        };
        // If nothing can be looked up, there are no completions.
        let Ok(entry) = self.entry(completing.tool, &context) else { return Ok(CompleteResult::default()) };
        let caller = self.caller(&context, &Responses::default()).await?;
        let outcome = self.toolbox.call(entry, completing.arguments.clone(), caller).await;
        resources::completed(completing.values(&outcome.answer(), &typed))
    }
}
