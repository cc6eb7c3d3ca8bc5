//! Traces, in a build with the feature `otlp`: what a collector receives.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use serde_json::json;

use crate::program::{Client, program};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT: &str = "00f067aa0ba902b7";

/// A collector that takes every export: its address, and the bodies that come.
fn collector() -> (String, Receiver<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (bodies, receiver) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut reader = BufReader::new(stream.unwrap());
            let mut length = 0;
            let mut line = String::new();
            while reader.read_line(&mut line).is_ok_and(|read| read > 2) {
                if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
                line.clear();
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            reader.get_mut().write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
            let _ = bodies.send(body);
        }
    });
    (address, receiver)
}

fn bytes(hexadecimal: &str) -> Vec<u8> {
    let digits = hexadecimal.as_bytes().chunks(2);
    digits.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

/// How often these bytes occur in a message of protocol buffers, which has texts and identifiers as they are.
fn count(body: &[u8], wanted: &[u8]) -> usize {
    body.windows(wanted.len()).filter(|window| *window == wanted).count()
}

/// Calls one tool within the caller's trace, and ends the program.
fn call(endpoint: &str) {
    let mut command = program();
    command.args(["--demo"]).env("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint).env_remove("OTEL_SERVICE_NAME");
    let (mut client, _) = Client::initialized(&mut command);
    let meta = json!({"traceparent": format!("00-{TRACE}-{PARENT}-01")});
    let answer =
        client.request(1, "tools/call", json!({"name": "get_teams", "arguments": {"limit": 1}, "_meta": meta}));
    assert_eq!(answer["result"]["isError"], false, "{answer}");
    let answer = client.request(2, "tools/call", json!({"name": "get_teams", "arguments": {"limit": 0}}));
    assert_eq!(answer["result"]["isError"], true, "{answer}");
    assert_eq!(client.close(), (Vec::new(), 0));
}

#[test]
fn spans_of_calls_and_requests_continue_the_callers_trace() {
    let (endpoint, bodies) = collector();
    call(&endpoint);
    let body = bodies.recv_timeout(Duration::from_secs(5)).unwrap();
    // The call and its request; the other call has a trace of its own.
    assert_eq!(count(&body, &bytes(TRACE)), 2);
    assert_eq!(count(&body, &bytes(PARENT)), 1);
    for (text, times) in [
        ("tools/call get_teams", 2),
        ("GET /teams", 1),
        ("url.template", 1),
        ("INVALID_PARAMETER", 1),
        ("pagerduty-mcp-server", 2),
        ("demo-user-token", 0),
    ] {
        assert_eq!(count(&body, text.as_bytes()), times, "{text}");
    }
}

#[test]
fn a_collector_that_is_not_there_holds_nothing_up() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    for endpoint in ["http://127.0.0.1:9".to_owned(), format!("http://{}", silent.local_addr().unwrap())] {
        let began = Instant::now();
        call(&endpoint);
        assert!(began.elapsed() < Duration::from_secs(8), "{endpoint}: {:?}", began.elapsed());
    }
}
