//! `doctor` where something does not answer: it waits, but no longer than one call may take.

use std::time::{Duration, Instant};

use pagerduty_sim::{Effect, Fault, token};

use crate::doctor::{examined, on, simulator};

#[tokio::test]
async fn every_wait_ends_with_the_time_of_one_call() {
    let simulator = simulator().await;
    for (path, failed) in [("/users/me", "user"), ("/oncalls", "scopes"), ("*", "reachability")] {
        simulator.faults().clear();
        simulator.faults().add(Fault { latency_ms: 60_000, effect: None, ..Fault::new(path, Effect::EmptyBody) });
        let mut command = on(&simulator, token::USER);
        command.env("PAGERDUTY_CALL_TIMEOUT", "2");
        let began = Instant::now();
        let examined = examined(command).await;
        assert!(began.elapsed() < Duration::from_secs(5), "{path}: {:?}", began.elapsed());
        assert_eq!((examined.code, &examined.that_are("failed")[..1]), (1, &[failed][..]), "{path}");
    }
}

/// The keyring of desktops other than macOS and Windows is reached over D-Bus.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_keyring_that_does_not_answer_is_given_up() {
    use crate::program::{directory, program};

    let simulator = simulator().await;
    let path = directory("doctor-keyring").join("bus");
    // It takes connections, and says nothing: as one whose question for the password nobody sees.
    let _bus = std::os::unix::net::UnixListener::bind(&path).unwrap();
    let mut command = program();
    command.env("PAGERDUTY_API_URL", simulator.url()).env("PAGERDUTY_CLIENT_ID", "client");
    command.env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}", path.display()));
    command.env("PAGERDUTY_CALL_TIMEOUT", "2");
    let began = Instant::now();
    let examined = examined(command).await;
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    assert_eq!((examined.code, examined.that_are("failed")), (1, vec!["token"]), "{:#}", examined.report);
    assert_eq!(examined.check("keyring")["status"], "failed");
    assert!(examined.words("keyring").contains("does not answer"), "{}", examined.words("keyring"));
}
