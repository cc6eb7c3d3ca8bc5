//! Servers that quote the token that they were sent.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use pagerduty::Window;
use support::{Answer, Server, TOKEN};

fn spellings() -> [String; 8] {
    [
        TOKEN.to_owned(),
        TOKEN.to_uppercase(),
        TOKEN.replace('+', "%2b"),
        TOKEN.replace('+', "&#43;"),
        TOKEN.replace('+', "\\u002b"),
        TOKEN.bytes().map(|byte| format!("%{byte:02X}")).collect(),
        // `Token token=…` in base64.
        "VG9rZW4gdG9rZW49dStwbGFudGVkX1NlY3JldC00MnhR".to_owned(),
        TOKEN.bytes().map(|byte| format!("{byte:02x}")).collect(),
    ]
}

#[tokio::test]
async fn no_error_and_no_answer_shows_the_token() {
    for spelled in spellings() {
        for (status, body) in [
            (400, format!(r#"{{"error": {{"message": "Token token={spelled} is odd", "errors": ["{spelled}"]}}}}"#)),
            (
                403,
                format!(
                    r#"{{"error": {{"message": "no", "required_scopes": "{spelled}", "token_scopes": "{spelled}"}}}}"#
                ),
            ),
            (200, format!(r#"{{"error": "{spelled}"}}"#)),
            (200, format!(r#"{{"teams": [{{"id": "PT1", "name": "sent by {spelled}"}}]}}"#)),
        ] {
            let server = Server::start(move |_| Answer::Body(status, body.clone())).await;
            let told = match server.client.list(&pagerduty::model::team::TeamsQuery::default(), Window::new(0, 1)).await
            {
                Ok(page) => format!("{page:?} {:?}", page.rows[0].fields()),
                Err(error) => format!("{error} {error:?}"),
            };
            assert!(told.contains("[redacted]"), "{spelled}: {told}");
            for part in [&*spelled, "planted", "PLANTED", "Secret"] {
                assert!(!told.contains(part), "{spelled}: {told}");
            }
        }
    }
}
