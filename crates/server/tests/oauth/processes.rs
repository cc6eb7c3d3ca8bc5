//! Two processes at once: one login, one refresh.

use std::time::Duration;

use crate::{
    person,
    setup::{Setup, answer, ask, assert_login_needed, assert_teams},
};

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_share_one_login() {
    let Some(setup) = Setup::start("two").await else { return };
    let (mut first, mut second) = (setup.server(), setup.server());
    ask(&mut first, 1);
    let page = setup.login_page(1).await;
    ask(&mut second, 1);
    tokio::time::sleep(Duration::from_millis(500)).await;
    person::log_in(&page).await;
    assert_teams(&answer(&mut first));
    assert_teams(&answer(&mut second));
    assert_eq!((setup.opened().len(), setup.token_requests()), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_one_that_waits_says_so_at_its_deadline() {
    let Some(setup) = Setup::start("waits").await else { return };
    let mut first = setup.server();
    ask(&mut first, 1);
    let page = setup.login_page(1).await;
    let mut second = crate::program::Client::initialized(setup.program().args(["--call-timeout", "1"])).0;
    ask(&mut second, 1);
    let (message, _) = assert_login_needed(&answer(&mut second));
    assert!(message.contains("another process"), "{message}");
    person::log_in(&page).await;
    assert_teams(&answer(&mut first));
    ask(&mut second, 2);
    assert_teams(&answer(&mut second));
    assert_eq!(setup.opened().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_first_gives_up_the_second_takes_over() {
    let Some(setup) = Setup::start("over").await else { return };
    let mut first = crate::program::Client::initialized(setup.program().args(["--login-timeout", "1"])).0;
    let mut second = setup.server();
    ask(&mut first, 1);
    setup.login_page(1).await;
    ask(&mut second, 1);
    assert_login_needed(&answer(&mut first));
    person::log_in(&setup.login_page(2).await).await;
    assert_teams(&answer(&mut second));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_share_one_refresh() {
    // Fresh for three seconds: a token that lives less than a minute more is taken for expired.
    let Some(setup) = Setup::confidential("refreshes", 63).await else { return };
    let (mut first, mut second) = (setup.server(), setup.server());
    ask(&mut first, 1);
    person::log_in(&setup.login_page(1).await).await;
    assert_teams(&answer(&mut first));
    ask(&mut second, 1);
    assert_teams(&answer(&mut second));
    tokio::time::sleep(Duration::from_secs(4)).await;
    ask(&mut first, 2);
    ask(&mut second, 2);
    assert_teams(&answer(&mut first));
    assert_teams(&answer(&mut second));
    assert_eq!((setup.opened().len(), setup.token_requests()), (1, 2));
}
