//! Tokens that no longer work: expired, revoked, and refreshed.

use std::time::Duration;

use pagerduty_sim::{Effect, ErrorShape, Fault, identity::OauthClient};
use serde_json::json;

use crate::{
    person,
    setup::{Setup, answer, ask, assert_login_needed, assert_teams},
};

/// Shorter than any call is sure to be: taken for expired at once.
const EXPIRED: u64 = 30;
const LONG: u64 = 3600;

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_token_is_refreshed_and_the_new_refresh_token_kept() {
    let Some(setup) = Setup::confidential("rotation", EXPIRED).await else { return };
    let mut server = setup.server();
    ask(&mut server, 1);
    person::log_in(&setup.login_page(1).await).await;
    assert_teams(&answer(&mut server));
    for number in 2..5 {
        ask(&mut server, number);
        assert_teams(&answer(&mut server));
        assert_eq!(setup.token_requests(), number as usize);
    }
    // Another process goes on with the newest refresh token; every older one is dead.
    let (code, said, _) = setup.run(&["call", "get_teams", r#"{"limit": 1}"#]);
    assert_eq!(code, 0, "{said}");
    ask(&mut server, 9);
    assert_teams(&answer(&mut server));
    assert_eq!(setup.opened().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_secret_an_expired_token_means_a_new_login() {
    let Some(setup) = Setup::start("expired").await else { return };
    setup.simulator.identity().register(OauthClient { access_token_seconds: EXPIRED, ..setup.client() });
    let mut server = setup.server();
    for number in 1..=2 {
        ask(&mut server, number);
        person::log_in(&setup.login_page(number as usize).await).await;
        assert_teams(&answer(&mut server));
    }
    let (code, said, _) = setup.run(&["auth", "status"]);
    assert!(code == 1 && said.contains("has expired") && said.contains("PAGERDUTY_CLIENT_SECRET"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_secret_a_refused_access_token_is_dropped() {
    let Some(setup) = Setup::start("dropped").await else { return };
    let mut server = setup.server();
    ask(&mut server, 1);
    person::log_in(&setup.login_page(1).await).await;
    assert_teams(&answer(&mut server));
    setup.simulator.identity().revoke_all();
    // What changes something is not repeated by itself, because a part of it may have been done.
    let note = json!({"incident_id": "P1", "content": "x"});
    server.post(2, "tools/call", json!({"name": "add_incident_note", "arguments": note}));
    let refused = answer(&mut server);
    assert_eq!(refused["error"]["code"], "UNAUTHORIZED", "{refused}");
    assert!(refused["error"]["hint"].as_str().unwrap().starts_with("call again"), "{refused}");
    assert_eq!(setup.opened().len(), 1);
    ask(&mut server, 3);
    let page = setup.login_page(2).await;
    assert!(setup.run(&["auth", "status"]).1.contains("nobody is logged in"));
    person::log_in(&page).await;
    assert_teams(&answer(&mut server));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_access_token_is_refreshed_and_the_reading_repeated() {
    let Some(setup) = Setup::confidential("refused", LONG).await else { return };
    let mut server = setup.server();
    ask(&mut server, 1);
    person::log_in(&setup.login_page(1).await).await;
    assert_teams(&answer(&mut server));
    setup.simulator.identity().revoke_access_tokens();
    ask(&mut server, 2);
    assert_teams(&answer(&mut server));
    assert_eq!((setup.opened().len(), setup.token_requests()), (1, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn revoked_tokens_are_dropped_and_a_new_login_is_asked_for() {
    let Some(setup) = Setup::confidential("revoked", LONG).await else { return };
    let mut server = setup.server();
    ask(&mut server, 1);
    person::log_in(&setup.login_page(1).await).await;
    assert_teams(&answer(&mut server));
    setup.simulator.identity().revoke_all();
    ask(&mut server, 2);
    let page = setup.login_page(2).await;
    assert!(!setup.is_logged_in(), "a refused refresh token is removed from the keyring");
    person::log_in(&page).await;
    assert_teams(&answer(&mut server));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_login_has_expired_altogether() {
    let Some(setup) = Setup::confidential("old", EXPIRED).await else { return };
    let mut server = setup.server();
    ask(&mut server, 1);
    person::log_in(&setup.login_page(1).await).await;
    assert_teams(&answer(&mut server));
    setup.simulator.identity().advance(Duration::from_secs(211 * 24 * 60 * 60));
    ask(&mut server, 2);
    person::log_in(&setup.login_page(2).await).await;
    assert_teams(&answer(&mut server));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_identity_provider_that_fails_is_asked_again_and_costs_no_tokens() {
    let Some(setup) = Setup::confidential("failing", EXPIRED).await else { return };
    let mut server = setup.server();
    ask(&mut server, 1);
    person::log_in(&setup.login_page(1).await).await;
    assert_teams(&answer(&mut server));
    let fails =
        |times| Fault { times, ..Fault::new("/oauth/token", Effect::Error { status: 503, shape: ErrorShape::Full }) };
    setup.simulator.faults().add(fails(Some(2)));
    ask(&mut server, 2);
    assert_teams(&answer(&mut server));
    setup.simulator.faults().add(fails(None));
    ask(&mut server, 3);
    let failed = answer(&mut server);
    assert_eq!(failed["error"]["code"], "UPSTREAM_UNREACHABLE", "{failed}");
    setup.simulator.faults().clear();
    ask(&mut server, 4);
    assert_teams(&answer(&mut server));
    assert_eq!(setup.opened().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_client_secret_is_said() {
    let Some(setup) = Setup::confidential("secret", LONG).await else { return };
    let mut program = setup.program();
    program.env("PAGERDUTY_CLIENT_SECRET", "another");
    let mut server = crate::program::Client::initialized(&mut program).0;
    ask(&mut server, 1);
    person::log_in(&setup.login_page(1).await).await;
    let (message, hint) = assert_login_needed(&answer(&mut server));
    assert!(message.contains("invalid_client") && hint.contains("PAGERDUTY_CLIENT_SECRET"), "{message}: {hint}");
}
