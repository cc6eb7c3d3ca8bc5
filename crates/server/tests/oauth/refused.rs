//! What the callback server and the identity provider refuse.

use std::net::{TcpListener, TcpStream};

use pagerduty_sim::identity::OauthClient;

use crate::{
    person,
    setup::{Setup, answer, ask, assert_login_needed, assert_teams, finish},
};

#[tokio::test(flavor = "multi_thread")]
async fn only_its_own_path_state_and_name_count() {
    let Some(setup) = Setup::start("state").await else { return };
    let mut server = setup.server();
    ask(&mut server, 1);
    let page = setup.login_page(1).await;
    let state = page.split("state=").nth(1).unwrap().split('&').next().unwrap();
    for (path, host, status) in [
        ("/".to_owned(), None, 404),
        (format!("/other?code=x&state={state}"), None, 404),
        ("/oauth/pagerduty?code=x".to_owned(), None, 400),
        ("/oauth/pagerduty?code=x&state=wrong".to_owned(), None, 400),
        (format!("/oauth/pagerduty?code=x&state={state}&state={state}"), None, 400),
        ("/oauth/pagerduty?error=access_denied&state=wrong".to_owned(), None, 400),
        (format!("/oauth/pagerduty?code=x&state={state}"), Some("attacker.example"), 404),
    ] {
        let answer = person::get_as(&setup.callback(&path), host).await;
        assert_eq!(answer.status, status, "{path} {}", answer.text);
    }
    assert_eq!(person::post(&setup.callback(&format!("/oauth/pagerduty?code=x&state={state}")), "").await.status, 405);
    // None of that ended the login.
    assert_eq!(person::log_in(&page).await.status, 200);
    assert_teams(&answer(&mut server));
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_say_nothing_keep_nobody_away() {
    let Some(setup) = Setup::start("idle").await else { return };
    let mut server = setup.server();
    ask(&mut server, 1);
    let page = setup.login_page(1).await;
    let idle: Vec<_> = (0..64).map(|_| TcpStream::connect(("127.0.0.1", setup.port)).unwrap()).collect();
    assert_eq!(person::log_in(&page).await.status, 200);
    assert_teams(&answer(&mut server));
    drop(idle);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_good_once() {
    let Some(setup) = Setup::start("code").await else { return };
    let mut server = setup.server();
    ask(&mut server, 1);
    let callback = person::allow(&setup.login_page(1).await).await;
    let code = callback.split("code=").nth(1).unwrap().split('&').next().unwrap().replace("%5F", "_");
    // Somebody else was faster, and of no use to them without the proof key.
    let token = format!("{}/oauth/token", setup.simulator.url());
    let stolen = format!("grant_type=authorization_code&client_id=test-client&code={code}&code_verifier=guess");
    let refused = person::post(&token, &stolen).await;
    assert_eq!(refused.status, 400, "{}", refused.text);
    let page = person::get(&callback).await;
    assert_eq!(page.status, 400);
    assert!(page.text.contains("You are not logged in") && page.text.contains("invalid_grant"), "{}", page.text);
    let (message, _) = assert_login_needed(&answer(&mut server));
    assert!(message.contains("invalid_grant"), "{message}");
    assert!(!setup.is_logged_in());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_page_answers_is_escaped_and_cut() {
    let Some(setup) = Setup::start("escaped").await else { return };
    let mut server = setup.server();
    ask(&mut server, 1);
    let page = setup.login_page(1).await;
    let state = page.split("state=").nth(1).unwrap().split('&').next().unwrap();
    let nasty = "%3Cscript%3Ealert(1)%3C%2Fscript%3E%1b%5B31m".repeat(20);
    let query = format!("/oauth/pagerduty?error=server_error&error_description={nasty}&state={state}");
    let shown = person::get(&setup.callback(&query)).await;
    assert!(!shown.text.contains("<script>") && shown.text.contains("&lt;script&gt;"), "{}", shown.text);
    let (message, _) = assert_login_needed(&answer(&mut server));
    assert!(message.len() < 300 && !message.contains('\u{1b}'), "{message}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_port_is_named_and_no_other_is_used() {
    let Some(setup) = Setup::start("busy").await else { return };
    let taken = TcpListener::bind(("127.0.0.1", setup.port)).unwrap();
    let mut server = setup.server();
    ask(&mut server, 1);
    let (message, hint) = assert_login_needed(&answer(&mut server));
    assert!(message.contains(&setup.port.to_string()) && message.contains("another program uses it"), "{message}");
    assert!(hint.contains("PAGERDUTY_OAUTH_CALLBACK_PORT"), "{hint}");
    assert!(setup.opened().is_empty());
    drop(taken);
    ask(&mut server, 2);
    person::log_in(&setup.login_page(1).await).await;
    assert_teams(&answer(&mut server));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_configured_is_said() {
    let Some(setup) = Setup::start("configured").await else { return };
    for port in ["0", "65536", "-1", "http"] {
        let (code, _, said) = finish(setup.program().arg("tools").env("PAGERDUTY_OAUTH_CALLBACK_PORT", port));
        assert!(code == 2 && said.contains("PAGERDUTY_OAUTH_CALLBACK_PORT (environment)"), "{port}: {said}");
    }
    for url in ["https://identity.example", "http://192.0.2.1", "http://localhost.example:1", "nonsense"] {
        let (code, _, said) = finish(setup.program().args(["auth", "status"]).env("PAGERDUTY_IDENTITY_URL", url));
        assert!(code == 2 && said.contains("PAGERDUTY_IDENTITY_URL") && said.contains("loopback"), "{url}: {said}");
    }
    let (code, _, said) = finish(setup.program().args(["auth", "login"]).env_remove("PAGERDUTY_CLIENT_ID"));
    assert!(code == 2 && said.contains("PAGERDUTY_CLIENT_ID is not set"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn scopes_that_were_not_granted_are_named() {
    let Some(setup) = Setup::start("scopes").await else { return };
    setup.simulator.identity().register(OauthClient { scopes: vec!["read".into()], ..setup.client() });
    let mut program = setup.program();
    let login = tokio::task::spawn_blocking(move || finish(program.args(["auth", "login"])));
    person::log_in(&setup.login_page(1).await).await;
    let (code, said, warned) = login.await.unwrap();
    assert_eq!(code, 0, "{warned}");
    assert!(said.contains("Scopes   read\n") && said.contains("Missing  write"), "{said}");
    assert!(warned.contains("granted the scopes `read` and not `write`"), "{warned}");
    let (code, said, _) = setup.run(&["call", "add_incident_note", r#"{"incident_id": "P1", "content": "x"}"#]);
    assert!(code == 1 && said.contains("FORBIDDEN") && said.contains("write"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_a_repository_cannot_send_tokens_elsewhere() {
    let Some(setup) = Setup::start("dotenv").await else { return };
    let elsewhere = "http://127.0.0.1:9";
    let file =
        format!("PAGERDUTY_CLIENT_ID=test-client\nPAGERDUTY_IDENTITY_URL={elsewhere}\nPAGERDUTY_API_URL={elsewhere}\n");
    std::fs::write(setup.session.home.join(".env"), file).unwrap();
    let mut program = setup.program();
    program.env_remove("PAGERDUTY_API_URL").env_remove("PAGERDUTY_IDENTITY_URL").env_remove("PAGERDUTY_CLIENT_ID");
    let (_, said, warned) = finish(program.args(["auth", "status", "--json"]));
    assert!(warned.contains("PAGERDUTY_API_URL (an address in `.env` is only for a token in `.env`)"), "{warned}");
    assert!(warned.contains("PAGERDUTY_IDENTITY_URL (never read from `.env`)"), "{warned}");
    // The client ID itself may come from the file.
    assert!(said.contains("nobody is logged in"), "{said}");
}
