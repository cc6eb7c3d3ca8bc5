//! `/oauth/token`: tokens for a code, and new tokens for a refresh token.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::grants::{Asked, Grants, Issued};
use crate::http::{Reply, Request, decode_query};

/// What the client sent, decoded.
struct Form(Vec<(String, String)>);

/// A refusal: the status, RFC 6749's code, and why.
type Refusal = (u16, &'static str, &'static str);

pub(super) fn answer(grants: &mut Grants, request: &Request) -> Reply {
    let form = Form(decode_query(&String::from_utf8_lossy(&request.body)));
    let outcome = match form.get("grant_type") {
        "authorization_code" => exchange(grants, &form),
        "refresh_token" => refresh(grants, &form),
        _ => Err((400, "unsupported_grant_type", "grant_type must be authorization_code or refresh_token")),
    };
    let mut reply = match outcome {
        Ok(Issued { access_token, refresh_token, scope, expires_in }) => Reply::json(
            200,
            &json!({
                "access_token": access_token,
                "refresh_token": refresh_token,
                "token_type": "bearer",
                "scope": scope,
                "expires_in": expires_in,
            }),
        ),
        Err((status, error, description)) => {
            Reply::json(status, &json!({"error": error, "error_description": description}))
        }
    };
    reply.headers.push(("cache-control".into(), "no-store".to_owned()));
    reply
}

fn exchange(grants: &mut Grants, form: &Form) -> Result<Issued, Refusal> {
    let client_id = authenticate(grants, form, false)?;
    let invalid = |why| (400, "invalid_grant", why);
    let asked = grants.redeem(form.get("code")).ok_or_else(|| invalid("The code is unknown, used or too old"))?;
    if asked.client_id != client_id {
        return Err(invalid("The code was issued to another client"));
    }
    if asked.redirect_uri != form.get("redirect_uri") {
        return Err(invalid("redirect_uri is not the one that the code was sent to"));
    }
    if !verifies(&asked, form.get("code_verifier")) {
        return Err(invalid("code_verifier does not fit code_challenge"));
    }
    Ok(grants.issue(&client_id, &asked.scope))
}

fn refresh(grants: &mut Grants, form: &Form) -> Result<Issued, Refusal> {
    let client_id = authenticate(grants, form, true)?;
    let scope = grants.rotate(form.get("refresh_token"), &client_id).ok_or((
        400,
        "invalid_grant",
        "The refresh token is unknown, used, expired or revoked",
    ))?;
    Ok(grants.issue(&client_id, &scope))
}

/// The client, by its secret where it has one. Refreshing is for clients with a secret only.
fn authenticate(grants: &Grants, form: &Form, needs_secret: bool) -> Result<String, Refusal> {
    let refused = (401, "invalid_client", "Client authentication failed");
    let client = grants.client(form.get("client_id")).ok_or(refused)?;
    match &client.client_secret {
        Some(secret) if secret == form.get("client_secret") => Ok(client.client_id.clone()),
        None if !needs_secret => Ok(client.client_id.clone()),
        _ => Err(refused),
    }
}

/// RFC 7636, section 4.6, for the method S256.
fn verifies(asked: &Asked, verifier: &str) -> bool {
    match &asked.code_challenge {
        Some(challenge) => URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())) == *challenge,
        None => verifier.is_empty(),
    }
}

impl Form {
    fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(each, _)| each == name).map_or("", |(_, value)| value.as_str())
    }
}
