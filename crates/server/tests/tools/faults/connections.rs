//! Connections that cannot be made, or break.

use std::time::Duration;

use pagerduty::{BaseUrl, Credential, Endpoint};
use pagerduty_sim::{Effect, token};
use serde_json::Value;
use toolkit::call::{caller::Caller, toolbox::Toolbox};

use super::fail_with;
use crate::support::settings;

#[tokio::test]
async fn a_connection_that_breaks_is_made_again() {
    for effect in [Effect::CloseBeforeAnswer { carried_out: false }, Effect::ResetMidBody] {
        let (error, requests) = fail_with(effect.clone()).await;
        assert_eq!((error["code"].as_str(), requests), (Some("UPSTREAM_UNREACHABLE"), 3), "{effect:?}");
    }
}

/// The error of `get_teams` on a server of this address.
async fn fail_at(toolbox: &Toolbox) -> Value {
    let caller = Caller { credential: Credential::new("x").unwrap().into(), ..Caller::default() };
    let call = toolbox.call(toolbox.find("get_teams").unwrap(), Default::default(), caller);
    let outcome = tokio::time::timeout(super::HANGS, call).await.unwrap();
    assert!(outcome.is_error, "{}", outcome.answer());
    outcome.answer()["error"].clone()
}

fn at(url: &str) -> Toolbox {
    Toolbox::new(tools::catalogue(), Endpoint::new(url.parse::<BaseUrl>().unwrap(), "test/1"), settings())
}

/// A port of this machine on which nobody listens.
fn nobody() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

#[tokio::test]
async fn nobody_listening_is_said() {
    let error = fail_at(&at(&nobody())).await;
    assert_eq!(error["code"], "UPSTREAM_UNREACHABLE");
    assert!(error["message"].as_str().unwrap().contains("refused"), "{error}");
}

#[tokio::test]
async fn a_name_without_an_address_is_said() {
    // RFC 2606: no host has a name that ends like this.
    let error = fail_at(&at("https://api.pagerduty.invalid")).await;
    assert_eq!(error["code"], "UPSTREAM_UNREACHABLE", "{error}");
    assert!(error["retry_after_seconds"].is_u64(), "{error}");
}

#[tokio::test]
async fn after_repeated_failures_calls_fail_at_once_until_one_gets_through() {
    let url = nobody();
    let toolbox = at(&url);
    let mut told = Vec::new();
    for _ in 0..4 {
        told.push(fail_at(&toolbox).await["message"].as_str().unwrap().to_owned());
    }
    assert!(told[0].contains("refused") && !told[0].starts_with("not tried"), "{told:?}");
    assert!(told[3].starts_with("not tried, because the last 6 connections"), "{told:?}");
    let error = fail_at(&toolbox).await;
    assert!(error["retry_after_seconds"].as_u64() <= Some(5), "{error}");

    // Somebody listens there again; the first call after the pause finds out.
    let address = url.strip_prefix("http://").unwrap().to_owned();
    let listener = tokio::net::TcpListener::bind(&address).await.unwrap();
    let simulator = tokio::spawn(pagerduty_sim::Simulator::serve(crate::support::options(), listener));
    tokio::time::sleep(Duration::from_secs(5)).await;
    let caller = Caller { credential: Credential::new(token::USER).unwrap().into(), ..Caller::default() };
    let outcome = toolbox.call(toolbox.find("get_teams").unwrap(), Default::default(), caller).await;
    assert!(!outcome.is_error, "{}", outcome.answer());
    simulator.abort();
}
