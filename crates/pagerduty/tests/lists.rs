//! Lists from servers that send too much of them, or too slowly.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::{ops::Range, time::Duration};

use pagerduty::{
    ErrorKind, Page, Window,
    model::{Team, team::TeamsQuery},
};
use support::{Answer, Asked, Server};

/// Teams with these numbers, each with a description of this many bytes.
fn teams(numbers: Range<u64>, bytes: usize) -> String {
    let description = "x".repeat(bytes);
    let row = |number| format!(r#"{{"id": "PT{number}", "description": "{description}"}}"#);
    numbers.map(row).collect::<Vec<_>>().join(",")
}

/// The requested page of this many teams.
fn page(asked: &Asked, all: u64, bytes: usize) -> Answer {
    let start = asked.number("offset").unwrap_or(0);
    let end = all.min(start + asked.number("limit").unwrap());
    let rows = teams(start..end, bytes);
    Answer::Body(200, format!(r#"{{"teams": [{rows}], "more": {}, "total": {all}}}"#, end < all))
}

fn numbers(page: &Page<Team>) -> Vec<u64> {
    let number = |id: &str| id.strip_prefix("PT").unwrap().parse().unwrap();
    page.rows.iter().map(|row| number(row.item.id.get().unwrap().as_str())).collect()
}

async fn first(server: &Server, limit: u64) -> pagerduty::Result<Page<Team>> {
    server.client_for(Duration::from_secs(120)).list(&TeamsQuery::default(), Window::new(0, limit)).await
}

#[tokio::test]
async fn rows_that_nobody_asked_for_are_not_kept() {
    let server = Server::start(|_| Answer::Body(200, format!(r#"{{"teams": [{}]}}"#, teams(0..1000, 0)))).await;
    let page = first(&server, 30).await.unwrap();
    assert_eq!((numbers(&page), page.next), ((0..30).collect(), Some(30)));
    // What came too early is not asked for again.
    let page = first(&server, 150).await.unwrap();
    assert_eq!((numbers(&page), page.next), ((0..150).collect(), Some(150)));
    assert_eq!(server.pages(), [(0, 30), (0, 100)]);
}

#[tokio::test]
async fn a_list_without_pages_has_an_end() {
    let row = r#"{"id": "PP1"}"#;
    let body = format!(r#"{{"priorities": [{}null]}}"#, format!("{row},").repeat(10_000));
    let server = Server::start(move |_| Answer::Body(200, body.clone())).await;
    let page = server.client.priorities().await.unwrap().unwrap();
    assert_eq!(page.unreadable, ["PagerDuty sent more than 10000 `priorities`: the 1 after those were left out"]);
}

#[tokio::test]
async fn pages_that_are_too_large_are_asked_for_in_parts() {
    let server = Server::start(|asked| page(asked, 120, 450_000)).await;
    let page = first(&server, 120).await.unwrap();
    assert_eq!((numbers(&page), page.next), ((0..120).collect(), None));
    // The others are not tried at full size again.
    assert_eq!(server.pages(), [(0, 100), (0, 50), (50, 50), (100, 20)]);
}

#[tokio::test]
async fn a_row_that_is_too_large_by_itself_is_named() {
    let answer = |asked: &Asked| {
        let start = asked.number("offset").unwrap_or(0);
        let rows = start..start + asked.number("limit").unwrap();
        if !rows.contains(&37) {
            return page(asked, 100, 0);
        }
        Answer::Body(200, format!(r#"{{"teams": [{}]}}"#, teams(37..38, 33 << 20)))
    };
    let server = Server::start(answer).await;
    let error = first(&server, 100).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert_eq!(error.to_string(), "`teams[37]` has more than 32 MiB by itself, and was not read");
    assert!(server.asked().len() < 20, "{:?}", server.pages());
}

#[tokio::test]
async fn pages_that_take_too_long_are_asked_for_in_parts() {
    let answer = |asked: &Asked| match asked.number("limit") {
        Some(51..) => Answer::Silence,
        _ => page(asked, 120, 10),
    };
    let server = Server::start(answer).await;
    let client = server.client_for(Duration::from_secs(4));
    let page = client.list(&TeamsQuery::default(), Window::new(0, 1000)).await.unwrap();
    assert_eq!((numbers(&page), page.next), ((0..120).collect(), None));
    let pages = server.pages();
    assert_eq!(pages[..2], [(0, 100), (0, 50)]);
    assert!(pages[2..].iter().all(|(_, limit)| *limit <= 50), "{pages:?}");
}

#[tokio::test]
async fn what_is_not_answered_is_asked_again_within_the_deadline() {
    let server = Server::start(|_| Answer::Silence).await;
    let client = server.client_for(Duration::from_millis(2300));
    let error = client.get::<Team>(&"PT1".parse().unwrap()).await.unwrap_err();
    assert_eq!((error.kind(), server.asked().len()), (ErrorKind::Timeout, 3));
}

#[tokio::test]
async fn a_change_is_sent_once_and_waited_for() {
    let server = Server::start(|_| Answer::Silence).await;
    let client = server.client_for(Duration::from_millis(600));
    let change = pagerduty::Change::add_note(&"Q1".parse().unwrap(), "text", "a@b.example");
    let error = client.carry_out(&change).await.unwrap_err();
    assert_eq!((error.kind(), error.is_fate_unknown(), server.asked().len()), (ErrorKind::Timeout, true, 1));
}

#[tokio::test]
async fn pages_that_a_gateway_refuses_are_asked_for_in_parts() {
    for status in [502, 503, 504] {
        let answer = move |asked: &Asked| match asked.number("limit") {
            Some(26..) => Answer::Body(status, "<html>gateway</html>".to_owned()),
            _ => page(asked, 60, 10),
        };
        let server = Server::start(answer).await;
        let page = first(&server, 1000).await.unwrap();
        assert_eq!((numbers(&page), page.next), ((0..60).collect(), None));
        assert_eq!(server.pages()[..2], [(0, 100), (0, 25)]);
    }
}

#[tokio::test]
async fn a_gateway_that_refuses_everything_is_asked_three_times() {
    let server = Server::start(|_| Answer::Body(503, "<html>maintenance</html>".to_owned())).await;
    let error = first(&server, 100).await.unwrap_err();
    assert_eq!((error.kind(), server.pages()), (ErrorKind::Upstream, vec![(0, 100), (0, 25), (0, 7)]));
}

#[tokio::test]
async fn a_thousand_rows_take_two_round_trips() {
    // Only the first page is answered: what is asked for afterwards waits for nothing else.
    let after_the_first = |asked: &Asked| match asked.number("offset") {
        None | Some(0) => page(asked, 1000, 0),
        Some(_) => Answer::Silence,
    };
    let server = Server::start(after_the_first).await;
    let all_ten = async {
        while server.pages().len() < 10 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    let ended = tokio::select! {
        _ = first(&server, 1000) => "the list",
        () = all_ten => "the requests",
    };
    assert_eq!(ended, "the requests", "{:?}", server.pages());
    let mut pages = server.pages();
    pages.sort_unstable();
    assert_eq!(pages, (0..10).map(|number| (number * 100, 100)).collect::<Vec<_>>());
}
