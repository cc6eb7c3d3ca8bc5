//! Two processes at once: one login, one refresh.

use std::{fs, os::unix::fs::PermissionsExt, path::Path, time::Duration};

use crate::{
    person,
    setup::{Setup, answer, ask, assert_login_needed, assert_teams, finish},
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

/// The locks in a directory.
fn locks(directory: &Path) -> usize {
    let files = fs::read_dir(directory).into_iter().flatten();
    files.filter(|file| file.as_ref().unwrap().file_name().to_string_lossy().ends_with(".lock")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_never_ends_is_not_waited_for_for_ever() {
    let Some(setup) = Setup::start("held").await else { return };
    let mut first = setup.server();
    ask(&mut first, 1);
    setup.login_page(1).await;
    assert_eq!(locks(&setup.session.home.join("run")), 1);
    let (code, _, said) = finish(setup.program().args(["call", "get_teams", "--login-timeout", "1"]));
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("another process") && said.contains("1 second"), "{said}");
    assert_eq!(setup.opened().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lock_is_where_nobody_else_can_hold_it() {
    for (name, prepare) in [
        ("lock-none", (|_, _| {}) as fn(&Path, &Path)),
        ("lock-shared", |run, _| fs::set_permissions(run, fs::Permissions::from_mode(0o777)).unwrap()),
        ("lock-missing", |run, _| fs::remove_dir_all(run).unwrap()),
        ("lock-open", |_, caches| {
            fs::create_dir_all(caches).unwrap();
            fs::set_permissions(caches, fs::Permissions::from_mode(0o777)).unwrap();
        }),
    ] {
        let Some(setup) = Setup::start(name).await else { return };
        let (run, caches) = (setup.session.home.join("run"), setup.session.home.join(".cache/pagerduty-mcp-server"));
        let temporary = setup.session.home.join("tmp");
        fs::create_dir_all(&temporary).unwrap();
        prepare(&run, &caches);
        let mut command = setup.program();
        command.env("TMPDIR", &temporary);
        if name == "lock-none" || name == "lock-open" {
            command.env_remove("XDG_RUNTIME_DIR");
        }
        let mut server = crate::program::Client::initialized(&mut command).0;
        ask(&mut server, 1);
        setup.login_page(1).await;
        assert_eq!((locks(&caches), locks(&run), locks(&temporary)), (1, 0, 0), "{name}");
        assert_eq!(fs::metadata(&caches).unwrap().permissions().mode() & 0o777, 0o700, "{name}");
    }
}
