//! `auth login`, `auth status` and `auth logout`.

use pagerduty_sim::token;
use serde_json::Value;

use crate::{
    chromium::Chromium,
    person,
    setup::{SECRET, Setup, finish},
};

#[tokio::test(flavor = "multi_thread")]
async fn log_in_look_and_log_out() {
    let Some(setup) = Setup::confidential("commands", 3600).await else { return };
    let Some(browser) = Chromium::start().await else { return };
    let (code, said, _) = setup.run(&["auth", "status"]);
    assert!(code == 1 && said.contains("nobody is logged in"), "{said}");

    let mut program = setup.program();
    let login = tokio::task::spawn_blocking(move || finish(program.args(["auth", "login"])));
    let page = setup.login_page(1).await;
    browser.open(&page).await;
    browser.press("Allow").await;
    let (code, said, told) = login.await.unwrap();
    assert_eq!(code, 0, "{told}");
    assert!(told.contains(&page), "{told}");
    assert!(
        said.starts_with("Logged in to PagerDuty.") && said.contains("User") && said.contains("read write"),
        "{said}"
    );

    let (code, said, _) = setup.run(&["auth", "status", "--json"]);
    let status: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((code, &status["ok"], &status["is_refreshed"]), (0, &true.into(), &true.into()), "{said}");
    assert_eq!(status["kind"], "OAuth access token");
    assert_eq!(status["scopes"], serde_json::json!(["read", "write"]));
    assert!(status["user"]["email"].as_str().unwrap().contains('@') && status["expires_at"].is_string(), "{said}");

    let (code, said, _) = setup.run(&["auth", "logout"]);
    assert!(code == 0 && said.starts_with("Logged out"), "{said}");
    let (code, said, _) = setup.run(&["auth", "logout"]);
    assert!(code == 0 && said.starts_with("Nobody was logged in"), "{said}");
    assert!(!setup.is_logged_in());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_status_says_which_token_and_from_where() {
    let Some(setup) = Setup::start("status").await else { return };
    for (variable, token, kind) in [
        ("PAGERDUTY_API_TOKEN", token::USER, "API key of a user"),
        ("PAGERDUTY_USER_API_KEY", token::USER, "API key of a user"),
        ("PAGERDUTY_API_TOKEN", token::ACCOUNT, "API key of the account"),
        ("PAGERDUTY_API_TOKEN", token::OAUTH_READ, "OAuth access token"),
        ("PAGERDUTY_API_TOKEN", token::OAUTH_APP, "OAuth access token of an application"),
    ] {
        let (code, said, _) = finish(setup.program().args(["auth", "status", "--json"]).env(variable, token));
        let status: Value = serde_json::from_str(&said).unwrap();
        assert_eq!((code, &status["kind"], &status["source"]), (0, &kind.into(), &variable.into()), "{said}");
        assert!(!said.contains(token));
    }
    let (code, said, _) = finish(setup.program().args(["auth", "status"]).env("PAGERDUTY_API_TOKEN", SECRET));
    assert!(code == 1 && said.contains("401") && said.contains("PAGERDUTY_REGION"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_behind_a_token_says_that_it_is_not_used() {
    let Some(setup) = Setup::start("behind").await else { return };
    let mut program = setup.program();
    program.env("PAGERDUTY_API_TOKEN", token::USER);
    let login = tokio::task::spawn_blocking(move || finish(program.args(["auth", "login"])));
    person::log_in(&setup.login_page(1).await).await;
    let (code, _, told) = login.await.unwrap();
    assert!(code == 0 && told.contains("PAGERDUTY_API_TOKEN is set and comes before this login"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_on_the_command_line_waits_for_the_person() {
    let Some(setup) = Setup::start("line").await else { return };
    let mut program = setup.program();
    // Longer than a call may take: the login has its own time.
    let call = tokio::task::spawn_blocking(move || finish(program.args(["--call-timeout", "1", "call", "get_teams"])));
    let page = setup.login_page(1).await;
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    person::log_in(&page).await;
    let (code, said, told) = call.await.unwrap();
    assert!(code == 0 && told.contains("Log in to PagerDuty in your browser"), "{said} {told}");
}
