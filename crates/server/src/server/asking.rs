//! How the person behind a client is asked to open a login page: URL elicitation, in both protocol eras.
//!
//! In the legacy era the server sends a request while the call waits. In the modern one there are no requests from
//! servers: the answer of the call asks, and the client calls again with what the person said (MCP 2026-07-28, multi
//! round-trip requests). The second call needs no state of ours: the login runs in this process and is found again.

use std::{collections::BTreeMap, sync::Arc};

use rmcp::{
    model::{
        ElicitRequest, ElicitRequestParams, ElicitationAction, InputRequest, InputRequiredResult, InputResponses,
        ProtocolVersion,
    },
    service::{RequestContext, RoleServer},
};
use sha2::{Digest, Sha256};

use crate::credentials::oauth::{Answer, Show};

const MESSAGE: &str = "Log in to PagerDuty, so that this server can act for you.";

/// The name of our question among those of an answer.
const LOGIN: &str = "login";

/// How a call may have a login page shown: as the client declared, and has answered already.
pub(super) fn how(context: &RequestContext<RoleServer>, responses: Option<&InputResponses>) -> Show {
    let elicitation = context.client_capabilities().and_then(|capabilities| capabilities.elicitation);
    if elicitation.is_none_or(|elicitation| elicitation.url.is_none()) {
        return Show::Browser;
    }
    if context.protocol_version().is_some_and(|version| version > ProtocolVersion::LATEST_WITH_INITIALIZE) {
        return match responses.and_then(|responses| responses.get(LOGIN)) {
            None => Show::Answer,
            Some(response) if response["action"] == "accept" => Show::Shown,
            Some(_) => Show::Declined,
        };
    }
    let peer = context.peer.clone();
    Show::Client(Arc::new(move |url| {
        let peer = peer.clone();
        Box::pin(async move {
            match peer.create_elicitation(question(&url)).await.map(|answer| answer.action) {
                Ok(ElicitationAction::Accept) => Answer::Accepted,
                Ok(_) => Answer::Declined,
                Err(error) => {
                    tracing::debug!(%error, "the client did not show the login page");
                    Answer::Unable
                }
            }
        })
    }))
}

/// The answer of a call that needs a login.
pub(super) fn in_answer(url: &str) -> InputRequiredResult {
    let question = InputRequest::Elicitation(ElicitRequest::new(question(url)));
    InputRequiredResult::from_input_requests(BTreeMap::from([(LOGIN.to_owned(), question)]))
}

fn question(url: &str) -> ElicitRequestParams {
    // One question for one login: its address is new each time, and holds what the ID must not show.
    let id = Sha256::digest(url).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    ElicitRequestParams::UrlElicitationParams {
        meta: None,
        message: MESSAGE.to_owned(),
        url: url.to_owned(),
        elicitation_id: id,
    }
}
