//! The way in: a person allows, and the call goes on.

use std::{
    os::unix::net::UnixListener,
    time::{Duration, Instant},
};

use serde_json::json;

use crate::{
    chromium::Chromium,
    person,
    program::Client,
    setup::{Setup, answer, ask, assert_login_needed, assert_teams},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_person_allows_and_the_call_goes_on() {
    let Some(setup) = Setup::start("allow").await else { return };
    let Some(browser) = Chromium::start().await else { return };
    let mut server = setup.server();
    ask(&mut server, 1);
    browser.open(&setup.login_page(1).await).await;
    let page = browser.wait_for("Allow this application?").await;
    assert!(page.contains("read everything") && page.contains("change everything"), "{page}");
    browser.press("Allow").await;
    let page = browser.wait_for("You are logged in to PagerDuty").await;
    assert!(page.contains("close this page"), "{page}");
    assert!(browser.address().await.starts_with(&setup.callback("/oauth/pagerduty?code=")));
    assert_teams(&answer(&mut server));

    // The tokens are kept: neither this process nor another asks again.
    ask(&mut server, 2);
    assert_teams(&answer(&mut server));
    let (code, said, _) = setup.run(&["call", "get_teams", r#"{"limit": 1}"#]);
    assert_eq!((code, setup.opened().len()), (0, 1), "{said}");

    // The callback server is gone, and a reload of its page reaches nobody.
    assert!(std::net::TcpStream::connect(("127.0.0.1", setup.port)).is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_denies() {
    let Some(setup) = Setup::start("deny").await else { return };
    let Some(browser) = Chromium::start().await else { return };
    let mut server = setup.server();
    ask(&mut server, 1);
    browser.open(&setup.login_page(1).await).await;
    browser.press("Deny").await;
    let page = browser.wait_for("You are not logged in").await;
    assert!(page.contains("access was denied"), "{page}");
    let (message, hint) = assert_login_needed(&answer(&mut server));
    assert!(message.contains("denied") && hint.contains("ask the person"), "{message}: {hint}");
    assert!(!setup.is_logged_in());

    // Nothing stays behind: the next call starts anew.
    ask(&mut server, 2);
    browser.open(&setup.login_page(2).await).await;
    browser.press("Allow").await;
    assert_teams(&answer(&mut server));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_browser_ends_the_login_in_time() {
    let Some(setup) = Setup::start("closed").await else { return };
    let Some(browser) = Chromium::start().await else { return };
    let mut server = Client::initialized(setup.program().args(["--login-timeout", "3"])).0;
    ask(&mut server, 1);
    browser.open(&setup.login_page(1).await).await;
    browser.wait_for("Allow this application?").await;
    browser.close().await;
    let (message, _) = assert_login_needed(&answer(&mut server));
    assert_eq!(message, "nobody finished the login within 3 seconds");
    assert!(std::net::TcpListener::bind(("127.0.0.1", setup.port)).is_ok(), "the port is free again");
    assert!(!setup.is_logged_in());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_login_goes_on_when_the_call_has_ended() {
    let Some(setup) = Setup::start("deadline").await else { return };
    let mut server = Client::initialized(setup.program().args(["--call-timeout", "1"])).0;
    ask(&mut server, 1);
    let (message, hint) = assert_login_needed(&answer(&mut server));
    let page = setup.login_page(1).await;
    assert_eq!(message, "nobody has logged in to PagerDuty yet");
    assert!(hint.ends_with(&page), "{hint} does not end with {page}");
    // Another call waits for the same login.
    ask(&mut server, 2);
    assert!(assert_login_needed(&answer(&mut server)).1.ends_with(&page));
    assert_eq!(person::log_in(&page).await.status, 200);
    ask(&mut server, 3);
    assert_teams(&answer(&mut server));
    assert_eq!(setup.opened().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_call_does_not_cancel_the_login() {
    let Some(setup) = Setup::start("cancelled").await else { return };
    let mut server = setup.server();
    ask(&mut server, 1);
    let page = setup.login_page(1).await;
    server.send(&json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 1}}));
    ask(&mut server, 2);
    assert_eq!(person::log_in(&page).await.status, 200);
    assert_teams(&answer(&mut server));
    assert_eq!(setup.opened().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_at_the_same_time_share_one_login() {
    let Some(setup) = Setup::start("shared").await else { return };
    let mut server = setup.server();
    (1..=4).for_each(|id| ask(&mut server, id));
    assert_eq!(person::log_in(&setup.login_page(1).await).await.status, 200);
    (1..=4).for_each(|_| assert_teams(&answer(&mut server)));
    assert_eq!((setup.opened().len(), setup.token_requests()), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_browser_the_address_is_the_answer_at_once() {
    let Some(setup) = Setup::start("headless").await else { return };
    let mut server = Client::initialized(&mut setup.headless()).0;
    let started = Instant::now();
    ask(&mut server, 1);
    let (_, hint) = assert_login_needed(&answer(&mut server));
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    let page = &hint[hint.find("http://").unwrap()..];
    assert_eq!(person::log_in(page).await.status, 200);
    ask(&mut server, 2);
    assert_teams(&answer(&mut server));
}

#[tokio::test(flavor = "multi_thread")]
async fn starting_up_and_wrong_arguments_touch_no_keyring() {
    let Some(setup) = Setup::start("argument").await else { return };
    let socket = setup.session.home.join("bus");
    let bus = UnixListener::bind(&socket).unwrap();
    bus.set_nonblocking(true).unwrap();
    let address = format!("unix:path={}", socket.display());
    let mut server = Client::initialized(setup.program().env("DBUS_SESSION_BUS_ADDRESS", address)).0;
    server.post(1, "tools/call", json!({"name": "get_teams", "arguments": {"quarry": "x"}}));
    assert_eq!(answer(&mut server)["error"]["code"], "UNKNOWN_PARAMETER");
    server.post(2, "tools/list", json!({}));
    assert!(server.read().unwrap()["result"]["tools"].is_array());
    assert!(setup.opened().is_empty());
    assert!(bus.accept().is_err(), "the bus of the keyring was called");
    ask(&mut server, 3);
    let end = Instant::now() + Duration::from_secs(10);
    while bus.accept().is_err() {
        assert!(Instant::now() < end, "a call that needs a login calls the bus");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
