//! Functions for fuzz targets only: built with the feature `fuzzing`.

use serde_json::Map;
use toolkit::answer::cursor::Fingerprint;

use crate::credentials::oauth;

/// Reads a text as a cursor; writes it again if it is valid.
#[must_use]
pub fn cursor(text: &str) -> Option<String> {
    let query = Fingerprint::of("get_teams", &[], &Map::new());
    query.position(text).ok().map(|position| query.cursor(position))
}

/// Sends a request to the callback of a login with this state; returns its status, and whether it was accepted as the
/// expected answer. `None` if no HTTP server would let the request through.
pub async fn callback(method: &str, host: &str, target: &str, state: &str) -> Option<(u16, bool)> {
    let request = http::Request::builder().method(method).uri(target).header(http::header::HOST, host).body(()).ok()?;
    Some(oauth::fuzz_callback(request, state).await)
}
