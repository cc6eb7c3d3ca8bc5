//! How the person behind a client is asked, in every protocol version: to open a login page (URL elicitation), or
//! whether a change may be made (form elicitation).
//!
//! Before 2026-07-28, the server sends a request while the call waits. Since then, servers send no requests: the answer
//! to the call contains the question, and the client calls again with the person's answer (multi round-trip requests).
//! The second call after a login needs no state of ours: the login runs in this process and is found again. The second
//! call after a consent question brings back what was asked, in [`seal`](super::seal).

use std::{collections::BTreeMap, sync::Arc};

use rmcp::{
    model::{
        ElicitRequest, ElicitRequestParams, ElicitationAction, ElicitationSchema, InputRequest, InputRequiredResult,
        InputResponses, ProtocolVersion,
    },
    service::{RequestContext, RoleServer, ServiceError},
};
use sha2::{Digest, Sha256};
use toolkit::{
    call::login_prompt::{LoginPrompt, Shown},
    error::PersonNeeded,
    write::consent::{ConsentChannel, ConsentReply},
};

use super::seal::Seal;

const MESSAGE: &str = "Log in to PagerDuty, so that this server can act for you.";

/// The names of our questions in an answer.
const LOGIN: &str = "login";
const CONSENT: &str = "consent";

/// What a client sends with a call that repeats an earlier one.
#[derive(Default)]
pub(super) struct Responses<'a> {
    /// What the person said.
    pub(super) said: Option<&'a InputResponses>,
    /// What they were asked.
    pub(super) state: Option<&'a str>,
}

/// Whether the client's protocol version has no requests from servers, so that answers carry the questions.
pub(super) fn is_modern(context: &RequestContext<RoleServer>) -> bool {
    context.protocol_version().is_some_and(|version| version > ProtocolVersion::LATEST_WITH_INITIALIZE)
}

/// How a call can show a login page, given what the client declared and has answered already.
pub(super) fn how_to_show(context: &RequestContext<RoleServer>, responses: &Responses<'_>) -> LoginPrompt {
    let elicitation = context.client_capabilities().and_then(|capabilities| capabilities.elicitation);
    if elicitation.is_none_or(|elicitation| elicitation.url.is_none()) {
        return LoginPrompt::Browser;
    }
    if is_modern(context) {
        return match responses.said.and_then(|responses| responses.get(LOGIN)) {
            None => LoginPrompt::Answer,
            Some(response) if response["action"] == "accept" => LoginPrompt::Shown,
            Some(_) => LoginPrompt::Declined,
        };
    }
    let peer = context.peer.clone();
    LoginPrompt::Client(Arc::new(move |url| {
        let peer = peer.clone();
        Box::pin(async move {
            match peer.create_elicitation(login(&url)).await.map(|answer| answer.action) {
                Ok(ElicitationAction::Accept) => Shown::Accepted,
                Ok(_) => Shown::Declined,
                Err(error) => {
                    tracing::debug!(%error, "the client did not show the login page");
                    Shown::Unable
                }
            }
        })
    }))
}

/// How a call can ask for consent, given what the client declared and has answered already.
pub(super) fn how_to_ask(
    context: &RequestContext<RoleServer>,
    responses: &Responses<'_>,
    seal: &Arc<Seal>,
) -> ConsentChannel {
    let elicitation = context.client_capabilities().and_then(|capabilities| capabilities.elicitation);
    // A client that names no mode means forms, as clients before URL elicitation do (MCP 2025-11-25, elicitation
    // capabilities).
    if !elicitation.is_some_and(|elicitation| elicitation.form.is_some() || elicitation.url.is_none()) {
        return ConsentChannel::Cannot;
    }
    if is_modern(context) {
        let Some(response) = responses.said.and_then(|responses| responses.get(CONSENT)) else {
            return ConsentChannel::Answer;
        };
        let said = match response["action"].as_str() {
            Some("accept") => ConsentReply::Yes,
            Some("decline") => ConsentReply::No,
            Some("cancel") => ConsentReply::Cancelled,
            _ => ConsentReply::Unusable,
        };
        return ConsentChannel::Answered(said, responses.state.and_then(|state| seal.open(state)));
    }
    let peer = context.peer.clone();
    ConsentChannel::Client(Arc::new(move |text| {
        let peer = peer.clone();
        Box::pin(async move {
            let answer = peer.create_elicitation(consent(text)).await.map(|answer| answer.action);
            match answer {
                Ok(ElicitationAction::Accept) => ConsentReply::Yes,
                Ok(ElicitationAction::Cancel) => ConsentReply::Cancelled,
                Ok(_) => ConsentReply::No,
                Err(error) => {
                    tracing::debug!(%error, "the client did not answer the question to the person");
                    instead_of_an_answer(&error)
                }
            }
        })
    }))
}

/// What came instead of an answer: never a yes.
fn instead_of_an_answer(error: &ServiceError) -> ConsentReply {
    match error {
        ServiceError::McpError(error) => ConsentReply::Failed(error.code.0),
        ServiceError::TransportSend(_) | ServiceError::TransportClosed | ServiceError::Cancelled { .. } => {
            ConsentReply::Gone
        }
        _ => ConsentReply::Unusable,
    }
}

/// The answer to a call that has to ask first.
pub(super) fn in_answer(asks: &PersonNeeded, seal: &Seal) -> InputRequiredResult {
    let request = |name: &str, params| {
        let question = InputRequest::Elicitation(ElicitRequest::new(params));
        BTreeMap::from([(name.to_owned(), question)])
    };
    match asks {
        PersonNeeded::Login(url) => InputRequiredResult::from_input_requests(request(LOGIN, login(url))),
        PersonNeeded::Consent(question) => {
            let state = seal.close(&question.about);
            InputRequiredResult::new(Some(request(CONSENT, consent(question.text.clone()))), state)
        }
    }
}

fn login(url: &str) -> ElicitRequestParams {
    // One question for each login. The ID must not reveal the address, which is new each time.
    let id = Sha256::digest(url).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    ElicitRequestParams::UrlElicitationParams {
        meta: None,
        message: MESSAGE.to_owned(),
        url: url.to_owned(),
        elicitation_id: id,
    }
}

/// A yes-or-no question: a form without fields.
fn consent(text: String) -> ElicitRequestParams {
    ElicitRequestParams::FormElicitationParams {
        meta: None,
        message: text,
        requested_schema: ElicitationSchema::new(BTreeMap::new()),
    }
}
