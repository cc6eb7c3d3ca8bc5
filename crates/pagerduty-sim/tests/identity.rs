//! The identity provider: what it asks a person, hands out, and refuses.

#![allow(clippy::expect_used, clippy::panic, reason = "this is a test")]

mod support;

use std::io;
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use pagerduty_sim::Simulator;
use pagerduty_sim::identity::{CLIENT_SECRET, CONFIDENTIAL_CLIENT, OauthClient, PUBLIC_CLIENT, REDIRECT_URI};
use serde_json::Value;
use support::{authorization, send, simulator};
use tokio::net::TcpStream;

/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

async fn post(simulator: &Simulator, path: &str, form: &str) -> (u16, Option<String>, Value) {
    let stream = TcpStream::connect(simulator.url().trim_start_matches("http://")).await.expect("a connection");
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.expect("a handshake");
    tokio::spawn(connection);
    let request = hyper::Request::post(path).header("host", "localhost").body(Full::new(Bytes::from(form.to_owned())));
    let answer = sender.send_request(request.expect("a request")).await.map_err(io::Error::other).expect("an answer");
    let location = answer.headers().get("location").map(|value| value.to_str().expect("text").to_owned());
    let status = answer.status().as_u16();
    let body = answer.into_body().collect().await.expect("a body").to_bytes();
    (status, location, serde_json::from_slice(&body).unwrap_or_default())
}

fn page(client: &str) -> String {
    format!(
        "/oauth/authorize?response_type=code&client_id={client}&redirect_uri={REDIRECT_URI}&scope=read+write+nonsense\
         &state=s1&code_challenge={CHALLENGE}&code_challenge_method=S256"
    )
}

/// Where the browser is sent when the person decides.
async fn decide(simulator: &Simulator, page: &str, decision: &str) -> String {
    let shown = send(simulator.url(), "GET", page, &[], None).await.expect("a page");
    assert_eq!(shown.status, 200, "{}", shown.text);
    let id = shown.text.split("name=\"request\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let form = format!("request={}&decision={decision}", id.expect("a form"));
    let (status, location, _) = post(simulator, "/oauth/authorize", &form).await;
    assert_eq!(status, 302);
    let location = location.expect("a redirect");
    assert_eq!(post(simulator, "/oauth/authorize", &form).await.0, 400, "a page is answered once");
    location
}

async fn code(simulator: &Simulator, client: &str) -> String {
    let location = decide(simulator, &page(client), "allow").await;
    let code = location.strip_prefix(&format!("{REDIRECT_URI}?code=")).and_then(|rest| rest.strip_suffix("&state=s1"));
    code.unwrap_or_else(|| panic!("{location}")).to_owned()
}

fn exchange(client: &str, code: &str) -> String {
    format!(
        "grant_type=authorization_code&client_id={client}&code={code}&redirect_uri={REDIRECT_URI}&code_verifier={VERIFIER}"
    )
}

async fn token(simulator: &Simulator, form: &str) -> (u16, Value) {
    let (status, _, body) = post(simulator, "/oauth/token", form).await;
    (status, body)
}

async fn api(simulator: &Simulator, method: &str, path: &str, token: &Value) -> u16 {
    let authorization = authorization(token.as_str().expect("a token"));
    send(simulator.url(), method, path, &[("authorization", &authorization)], None).await.expect("an answer").status
}

#[tokio::test]
async fn a_code_becomes_a_token_that_the_api_accepts() {
    let simulator = simulator().await;
    let form = exchange(PUBLIC_CLIENT, &code(&simulator, PUBLIC_CLIENT).await);
    let (status, tokens) = token(&simulator, &form).await;
    assert_eq!(status, 200, "{tokens}");
    assert_eq!((&tokens["token_type"], &tokens["scope"]), (&"bearer".into(), &"read write".into()));
    assert_eq!(api(&simulator, "GET", "/users/me", &tokens["access_token"]).await, 200);
    assert_eq!(api(&simulator, "GET", "/users/me", &tokens["refresh_token"]).await, 401);
    simulator.identity().advance(Duration::from_secs(31 * 24 * 60 * 60));
    assert_eq!(api(&simulator, "GET", "/users/me", &tokens["access_token"]).await, 401, "expired");
}

#[tokio::test]
async fn a_code_is_good_once_for_thirty_seconds_and_with_its_proof() {
    let simulator = simulator().await;
    let refused = async |form: String, error: &str| {
        let (status, body) = token(&simulator, &form).await;
        assert!((400..=401).contains(&status) && body["error"] == error, "{form}: {body}");
    };
    let good = exchange(PUBLIC_CLIENT, &code(&simulator, PUBLIC_CLIENT).await);
    assert_eq!(token(&simulator, &good).await.0, 200);
    refused(good, "invalid_grant").await;
    let old = exchange(PUBLIC_CLIENT, &code(&simulator, PUBLIC_CLIENT).await);
    simulator.identity().advance(Duration::from_secs(31));
    refused(old, "invalid_grant").await;
    for (from, to, error) in [
        (VERIFIER, "another-verifier", "invalid_grant"),
        (REDIRECT_URI, "http://localhost:5173/elsewhere", "invalid_grant"),
        (PUBLIC_CLIENT, CONFIDENTIAL_CLIENT, "invalid_client"),
        ("authorization_code", "password", "unsupported_grant_type"),
    ] {
        let form = exchange(PUBLIC_CLIENT, &code(&simulator, PUBLIC_CLIENT).await);
        refused(form.replacen(from, to, 1), error).await;
    }
}

#[tokio::test]
async fn a_refresh_token_is_good_once_and_needs_the_secret() {
    let simulator = simulator().await;
    let secret = format!("&client_secret={CLIENT_SECRET}");
    let form = exchange(CONFIDENTIAL_CLIENT, &code(&simulator, CONFIDENTIAL_CLIENT).await);
    assert_eq!(token(&simulator, &form).await.1["error"], "invalid_client", "no secret");
    let (_, first) = token(&simulator, &(form + &secret)).await;
    let refresh = |tokens: &Value, client: &str| {
        let token = tokens["refresh_token"].as_str().expect("a refresh token").replace('+', "%2B");
        format!("grant_type=refresh_token&client_id={client}&refresh_token={token}")
    };
    let form = refresh(&first, CONFIDENTIAL_CLIENT);
    assert_eq!(token(&simulator, &form).await.0, 401, "no secret");
    let (status, second) = token(&simulator, &format!("{form}{secret}")).await;
    assert_eq!(status, 200, "{second}");
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    assert_eq!(token(&simulator, &format!("{form}{secret}")).await.1["error"], "invalid_grant", "used");
    assert_eq!(api(&simulator, "GET", "/teams", &second["access_token"]).await, 200);
    simulator.identity().revoke_all();
    assert_eq!(api(&simulator, "GET", "/teams", &second["access_token"]).await, 401);
    let form = refresh(&second, CONFIDENTIAL_CLIENT);
    assert_eq!(token(&simulator, &format!("{form}{secret}")).await.1["error"], "invalid_grant", "revoked");

    let form = exchange(PUBLIC_CLIENT, &code(&simulator, PUBLIC_CLIENT).await);
    let (_, public) = token(&simulator, &form).await;
    assert_eq!(token(&simulator, &refresh(&public, PUBLIC_CLIENT)).await.0, 401, "a public client cannot refresh");
}

#[tokio::test]
async fn tokens_do_what_their_scopes_say() {
    let simulator = simulator().await;
    for (scope, granted, reads, writes) in
        [("read", "read", 200, 403), ("write", "write", 200, 404), ("nonsense", "openid", 403, 403)]
    {
        simulator.identity().register(OauthClient::new("app", None, REDIRECT_URI));
        let page = page("app").replace("read+write+nonsense", scope);
        let location = decide(&simulator, &page, "allow").await;
        let code = location.split(['=', '&']).nth(1).expect("a code");
        let (_, tokens) = token(&simulator, &exchange("app", code)).await;
        assert_eq!(tokens["scope"], granted);
        assert_eq!(api(&simulator, "GET", "/teams", &tokens["access_token"]).await, reads, "{scope}");
        assert_eq!(api(&simulator, "PUT", "/incidents/P0", &tokens["access_token"]).await, writes, "{scope}");
    }
}

#[tokio::test]
async fn what_is_asked_wrongly_is_never_sent_to_a_stranger() {
    let simulator = simulator().await;
    let good = page(PUBLIC_CLIENT);
    for bad in [
        good.replace(PUBLIC_CLIENT, "stranger"),
        good.replace("5173", "5174"),
        good.replace("localhost", "attacker.example"),
    ] {
        let answer = send(simulator.url(), "GET", &bad, &[], None).await.expect("a page");
        assert!(answer.status == 400 && answer.header("location").is_none(), "{bad}: {}", answer.text);
    }
    for (from, to, error) in [
        ("response_type=code", "response_type=token", "unsupported_response_type"),
        ("S256", "plain", "invalid_request"),
        ("&code_challenge=", "&nothing=", "invalid_request"),
    ] {
        let answer = send(simulator.url(), "GET", &good.replace(from, to), &[], None).await.expect("a page");
        let location = answer.header("location").unwrap_or_default();
        assert!(location.contains("error=") && location.ends_with("state=s1"), "{error}: {location}");
    }
    let denied = decide(&simulator, &good, "deny").await;
    assert!(denied.contains("error=access%5Fdenied") && denied.ends_with("&state=s1"), "{denied}");
}
