//! `/oauth/authorize`: the page on which a person allows or denies what an application asks for.
//!
//! Until client and redirect address are known to belong together, errors are shown and never redirected
//! (RFC 6749, section 4.1.2.1).

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::grants::{Asked, Grants};
use super::page;
use crate::http::{Reply, Request, decode_query};

/// Asks the person.
pub(super) fn show(grants: &mut Grants, request: &Request) -> Reply {
    let Some(client) = request.one("client_id").and_then(|id| grants.client(id)) else {
        return page::problem(400, "This application is not registered");
    };
    let redirect_uri = request.one("redirect_uri").unwrap_or_default();
    if !client.redirect_uris.iter().any(|each| each == redirect_uri) {
        return page::problem(400, "The redirect address is not registered for this application");
    }
    let asked = Asked {
        client_id: client.client_id.clone(),
        redirect_uri: redirect_uri.to_owned(),
        scope: request.one("scope").unwrap_or_default().to_owned(),
        state: request.one("state").map(str::to_owned),
        code_challenge: request.one("code_challenge").map(str::to_owned),
    };
    if request.one("response_type") != Some("code") {
        return refuse(&asked, "unsupported_response_type", "response_type must be code");
    }
    if asked.code_challenge.is_some() && request.one("code_challenge_method") != Some("S256") {
        return refuse(&asked, "invalid_request", "code_challenge_method must be S256");
    }
    // A classic application without a secret must use PKCE; one with a secret may.
    if asked.code_challenge.is_none() && client.client_secret.is_none() {
        return refuse(&asked, "invalid_request", "code_challenge is missing");
    }
    let (client_id, scope) = (asked.client_id.clone(), asked.scope.clone());
    let id = grants.ask(asked);
    page::consent(&client_id, &scope, &id)
}

/// Takes the person's answer, and sends the browser back.
pub(super) fn decide(grants: &mut Grants, request: &Request) -> Reply {
    let form = decode_query(&String::from_utf8_lossy(&request.body));
    let field = |name: &str| form.iter().find(|(each, _)| each == name).map_or("", |(_, value)| value.as_str());
    let Some(asked) = grants.answered(field("request")) else {
        return page::problem(400, "This page was answered already");
    };
    if field("decision") != "allow" {
        return refuse(&asked, "access_denied", "The resource owner denied the request");
    }
    let code = grants.allow(asked.clone());
    redirect(&asked, &[("code", &code)])
}

fn refuse(asked: &Asked, error: &str, description: &str) -> Reply {
    redirect(asked, &[("error", error), ("error_description", description)])
}

fn redirect(asked: &Asked, parameters: &[(&str, &str)]) -> Reply {
    let state = asked.state.as_deref().map(|state| ("state", state));
    let query: Vec<String> = parameters
        .iter()
        .copied()
        .chain(state)
        .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)))
        .collect();
    let separator = if asked.redirect_uri.contains('?') { '&' } else { '?' };
    let mut reply = Reply::empty(302);
    reply.headers.push(("location".into(), format!("{}{separator}{}", asked.redirect_uri, query.join("&"))));
    reply
}
