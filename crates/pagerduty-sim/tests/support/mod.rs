//! A client that speaks HTTP to a simulator, and the accounts that the tests use.

#![allow(dead_code, unreachable_pub, reason = "each test file uses its own part")]
#![allow(clippy::expect_used, clippy::panic, reason = "only tests call this")]

pub mod history;

use std::io;

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use pagerduty_sim::{Clock, Options, Simulator, token};
use serde_json::Value;
use tokio::net::TcpStream;

/// A Wednesday afternoon in Europe, some days before daylight saving starts in America.
pub const NOW: &str = "2025-03-05T15:20:00Z";

/// Options with a clock that stands still.
pub fn options() -> Options {
    Options { now: Clock::Fixed(NOW.parse().expect("a timestamp")), ..Options::default() }
}

/// A simulator with a clock that stands still.
pub async fn simulator() -> Simulator {
    Simulator::start(options()).await.expect("a free port")
}

/// An answer.
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub text: String,
    pub body: Value,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(each, _)| each == name).map(|(_, value)| value.as_str())
    }

    /// The code of an error.
    pub fn code(&self) -> Option<u64> {
        self.body["error"]["code"].as_u64()
    }

    /// The first detail of an error.
    pub fn detail(&self) -> &str {
        self.body["error"]["errors"][0].as_str().unwrap_or_default()
    }

    /// The rows of a list.
    pub fn rows(&self, name: &str) -> &[Value] {
        assert_eq!(self.status, 200, "{}", self.text);
        self.body[name].as_array().expect("a list")
    }
}

/// Sends a request with these headers besides the usual ones.
pub async fn send(
    url: &str,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: Option<&Value>,
) -> io::Result<Answer> {
    let stream = TcpStream::connect(url.trim_start_matches("http://")).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
    tokio::spawn(connection);
    let mut request = hyper::Request::builder().method(method).uri(target).header("host", "localhost");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let bytes = body.map(|body| {
        request = std::mem::take(&mut request).header("content-type", "application/json");
        Bytes::from(body.to_string())
    });
    let request = request.body(Full::new(bytes.unwrap_or_default())).map_err(io::Error::other)?;
    let response = sender.send_request(request).await.map_err(io::Error::other)?;
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.map_err(io::Error::other)?.to_bytes();
    Ok(Answer {
        status: parts.status.as_u16(),
        headers: parts
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()))
            .collect(),
        text: String::from_utf8_lossy(&bytes).into_owned(),
        body: serde_json::from_slice(&bytes).unwrap_or_default(),
    })
}

/// The header value of a token.
pub fn authorization(token: &str) -> String {
    if token.starts_with("pdus+_") { format!("Bearer {token}") } else { format!("Token token={token}") }
}

/// Sends a request with a token.
pub async fn send_as(simulator: &Simulator, token: &str, method: &str, target: &str, body: Option<&Value>) -> Answer {
    let authorization = authorization(token);
    let headers = [("authorization", authorization.as_str())];
    send(simulator.url(), method, target, &headers, body).await.expect("an answer")
}

/// Gets something as the demo user.
pub async fn get(simulator: &Simulator, target: &str) -> Answer {
    send_as(simulator, token::USER, "GET", target, None).await
}

/// Gets a list of at most a hundred as the demo user.
pub async fn list(simulator: &Simulator, name: &str, target: &str) -> Vec<Value> {
    get(simulator, target).await.rows(name).to_vec()
}

/// Updates an incident as the demo user.
pub async fn update(simulator: &Simulator, incident: &str, mut fields: Value) -> Answer {
    fields["type"] = "incident_reference".into();
    let body = serde_json::json!({"incident": fields});
    send_as(simulator, token::USER, "PUT", &format!("/incidents/{incident}"), Some(&body)).await
}

/// Posts something as the demo user.
pub async fn post(simulator: &Simulator, target: &str, body: Value) -> Answer {
    send_as(simulator, token::USER, "POST", target, Some(&body)).await
}

/// Puts something as the demo user.
pub async fn put(simulator: &Simulator, target: &str, body: Value) -> Answer {
    send_as(simulator, token::USER, "PUT", target, Some(&body)).await
}

/// Sends a well-formed write with all headers that PagerDuty asks for.
pub async fn write(simulator: &Simulator, method: &str, target: &str, body: Option<Value>) -> Value {
    let email = simulator.account().demo_email;
    let authorization = authorization(token::USER);
    let accept = "application/vnd.pagerduty+json;version=2";
    let headers = [("authorization", authorization.as_str()), ("from", &email), ("accept", accept)];
    let answer = send(simulator.url(), method, target, &headers, body.as_ref()).await.expect("an answer");
    assert!((200..300).contains(&answer.status), "{method} {target}: {}", answer.text);
    answer.body
}

/// The incident with this ID.
pub async fn incident(simulator: &Simulator, id: &str) -> Value {
    get(simulator, &format!("/incidents/{id}")).await.body["incident"].clone()
}

/// The types of an incident's log entries, newest first.
pub async fn log_entry_types(simulator: &Simulator, id: &str) -> Vec<String> {
    let entries = list(simulator, "log_entries", &format!("/incidents/{id}/log_entries?limit=100")).await;
    entries.iter().map(|entry| text(entry, "type").trim_end_matches("_log_entry").to_owned()).collect()
}

/// The text of a field.
pub fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("no text {name} in {value}"))
}

/// The IDs of rows.
pub fn ids(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| text(row, "id")).collect()
}

/// The time of a field.
pub fn time(value: &Value, name: &str) -> jiff::Timestamp {
    text(value, name).parse().expect("a timestamp")
}

/// All rows of a list, page by page.
pub async fn all(simulator: &Simulator, name: &str, target: &str) -> Vec<Value> {
    let separator = if target.contains('?') { '&' } else { '?' };
    let mut rows = Vec::new();
    loop {
        let page = get(simulator, &format!("{target}{separator}limit=100&offset={}", rows.len())).await;
        rows.extend_from_slice(page.rows(name));
        if page.body["more"] != true {
            return rows;
        }
    }
}

/// The time a number of days before the clock of [`options`].
pub fn days_ago(days: i64) -> jiff::Timestamp {
    NOW.parse::<jiff::Timestamp>().expect("a timestamp") - jiff::SignedDuration::from_hours(24 * days)
}
