//! A machine whose clock is set while calls are made: waits and memories are of the monotonic clock and do not notice.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use pagerduty::Timestamp;
use pagerduty_sim::{Effect, Fault, token};
use serde_json::json;
use toolkit::settings::Settings;

use crate::support::{Account, NOW, options, settings};

#[tokio::test]
async fn a_clock_that_jumps_changes_the_time_and_nothing_else() {
    const DAY: i64 = 24 * 60 * 60;
    let jumped = Arc::new(AtomicI64::new(0));
    let clock = Arc::clone(&jumped);
    let settings = Settings {
        clock: Arc::new(move || NOW.parse::<Timestamp>().unwrap().plus_seconds(clock.load(Ordering::Relaxed))),
        call_timeout: Duration::from_secs(5),
        ..settings()
    };
    let account = Account::with(token::USER, options(), settings).await;
    account.call("get_incidents", json!({"limit": 1})).await;
    for seconds in [3 * DAY, -40 * DAY, 0] {
        jumped.store(seconds, Ordering::Relaxed);
        account.requests();
        account.call("get_incidents", json!({"limit": 1})).await;
        assert_eq!(account.requests().len(), 1, "the user context is as old as it was, {seconds} s away");
        let answer =
            account.call("find_oncall", json!({"team_id": account.simulator.account().demo_teams[0].id})).await;
        assert!(answer["metadata"]["count"].as_u64() > Some(0), "{seconds}: {answer}");
    }
    // A window of the rate limit ends when it ends.
    jumped.store(0, Ordering::Relaxed);
    let empty = Effect::Budget { limit: 960, remaining: 0, reset: 1 };
    account.simulator.faults().add(Fault { times: Some(1), ..Fault::new("/teams", empty) });
    account.call("get_teams", json!({"limit": 1})).await;
    jumped.store(-DAY, Ordering::Relaxed);
    account.call("get_teams", json!({"limit": 1})).await;
}
