//! What was sent, and whether a value stands in it.

use std::collections::BTreeSet;

use pagerduty::Timestamp;
use pagerduty_sim::RecordedRequest;
use serde_json::Value;

use crate::support::line;

/// The requests, each as one line with its body; their order says nothing.
pub(crate) fn trace(sent: &[RecordedRequest]) -> BTreeSet<String> {
    let with_body = |request: &RecordedRequest| {
        let body = request.body.as_ref().map(|body| format!(" {body}")).unwrap_or_default();
        format!("{}{body}", line(request))
    };
    sent.iter().map(with_body).collect()
}

/// Whether a value of a parameter is in a request: a text as a segment of the path, as a value of the query or in the
/// body, a list with each of its items. A number or a flag may have any form, and is told by the difference that it makes.
pub(crate) fn says(sent: &[RecordedRequest], value: &Value) -> bool {
    match value {
        Value::Array(values) => values.iter().all(|value| says(sent, value)),
        Value::String(text) => {
            let parts = || text.split_once('=');
            stands(sent, text) || parts().is_some_and(|(name, value)| stands(sent, name) && stands(sent, value))
        }
        _ => true,
    }
}

fn stands(sent: &[RecordedRequest], text: &str) -> bool {
    let time = text.parse::<Timestamp>().ok();
    let is_meant = |word: &str| word == text || time.is_some() && word.parse().ok() == time;
    sent.iter().any(|request| {
        request.path.split('/').any(is_meant)
            || request.query.iter().any(|(_, value)| is_meant(value))
            || request.body.as_ref().is_some_and(|body| any_text(body, &is_meant))
    })
}

fn any_text(value: &Value, is_meant: &dyn Fn(&str) -> bool) -> bool {
    match value {
        Value::String(text) => is_meant(text),
        Value::Array(values) => values.iter().any(|value| any_text(value, is_meant)),
        Value::Object(fields) => fields.values().any(|value| any_text(value, is_meant)),
        _ => false,
    }
}
