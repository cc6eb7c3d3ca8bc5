//! Keyrings that cannot be used: the answer says what to set instead, and nobody is asked to log in for nothing.

use crate::{
    machine::Session,
    setup::{Setup, answer, ask, assert_login_needed},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_keyring_is_said() {
    let Some(setup) = Setup::with("locked", None, Session::locked).await else { return };
    let mut server = setup.server();
    ask(&mut server, 1);
    let (message, hint) = assert_login_needed(&answer(&mut server));
    assert!(message.contains("locked"), "{message}");
    assert!(hint.contains("unlock the keyring") && hint.contains("PAGERDUTY_API_TOKEN"), "{hint}");
    assert!(setup.opened().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_keyring_the_answer_says_what_to_set() {
    let Some(setup) = Setup::with("none", None, Session::without_keyring).await else { return };
    let mut server = setup.server();
    ask(&mut server, 1);
    let (message, hint) = assert_login_needed(&answer(&mut server));
    assert!(message.starts_with("there is no keyring"), "{message}");
    assert!(hint.contains("PAGERDUTY_API_TOKEN_FILE"), "{hint}");
    assert!(setup.opened().is_empty());
    // Nor on a machine without a bus.
    let mut program = setup.program();
    let (code, said, _) = crate::setup::finish(
        program.args(["call", "get_teams"]).env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent"),
    );
    assert_ne!(code, 0, "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_needs_no_keyring_and_no_login() {
    let Some(setup) = Setup::with("token", None, Session::without_keyring).await else { return };
    let mut program = setup.program();
    program.env("PAGERDUTY_API_TOKEN", pagerduty_sim::token::USER).args(["call", "get_teams"]);
    let (code, said, _) = crate::setup::finish(&mut program);
    assert_eq!(code, 0, "{said}");
    assert!(setup.opened().is_empty());
}
