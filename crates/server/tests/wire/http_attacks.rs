//! Requests that nobody should send.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use serde_json::json;

use crate::{http_client::Server, program::program};

#[test]
fn other_names_and_pages_are_refused_on_every_route() {
    let server = Server::start(program().arg("--demo"));
    for path in ["/mcp", "/healthz", "/readyz", "/metrics", "/none"] {
        for headers in [
            [("Host", "evil.example")],
            [("Host", "127.0.0.1.evil.example")],
            [("Origin", "https://evil.example")],
            [("Origin", "null")],
        ] {
            assert_eq!(server.send("GET", path, &headers, "").status, 403, "{path} {headers:?}");
            assert_eq!(server.send("POST", path, &headers, "{}").status, 403, "{path} {headers:?}");
        }
    }
    let page = [("Origin", "http://localhost:6274")];
    assert_eq!(server.post(&page, "tools/list", json!({})).status, 200);
    assert_eq!(server.raw(b"GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n").status, 400);
    let metrics = server.get("/metrics").body;
    assert!(!metrics.contains("outcome"), "no call was made: {metrics}");
}

#[test]
fn names_and_pages_can_be_allowed() {
    let server = Server::start(program().args([
        "--demo",
        "--allowed-host",
        "mcp.example.com",
        "--allowed-origin",
        "https://chat.example.com",
    ]));
    let headers = [("Host", "mcp.example.com:443"), ("Origin", "https://chat.example.com")];
    assert_eq!(server.post(&headers, "tools/list", json!({})).status, 200);
    let refused =
        program().args(["--demo", "--transport", "http", "--allowed-origin", "chat.example.com"]).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
}

#[test]
fn wrong_paths_and_methods_are_named() {
    let server = Server::start(program().arg("--demo"));
    for (method, path, status) in [
        ("GET", "/healthz", 200),
        ("HEAD", "/readyz", 200),
        ("GET", "/", 404),
        ("GET", "/mcp/../metrics", 404),
        ("POST", "/healthz", 405),
        ("DELETE", "/metrics", 405),
        ("GET", "/mcp", 405),
        ("PUT", "/mcp", 405),
    ] {
        assert_eq!(server.send(method, path, &[("Accept", "text/event-stream")], "").status, status, "{method} {path}");
    }
    let body = "not json";
    assert!(
        (400..500).contains(
            &server
                .send(
                    "POST",
                    "/mcp",
                    &[("Content-Type", "application/json"), ("Accept", "application/json, text/event-stream")],
                    body
                )
                .status
        )
    );
    assert!((400..500).contains(&server.send("POST", "/mcp", &[("Content-Type", "text/plain")], "{}").status));
    assert_eq!(server.get("/healthz").body, "ok\n");
}

#[test]
fn bodies_and_heads_are_bounded() {
    let server = Server::start(program().arg("--demo"));
    let huge = "x".repeat(20 * 1024 * 1024);
    let post = [("Content-Type", "application/json"), ("Accept", "application/json, text/event-stream")];
    assert_eq!(server.send("POST", "/mcp", &post, &huge).status, 413);

    // Without a length, in chunks: refused once it is too much, and not before.
    let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
    let head = format!(
        "POST /mcp HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n\r\n",
        server.address
    );
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    // The server may close while this goes on.
    let _ = (0..64).try_for_each(|_| stream.write_all(chunk.as_bytes()));
    let mut answer = [0; 12];
    if stream.read_exact(&mut answer).is_ok() {
        assert_eq!(&answer, b"HTTP/1.1 413");
    }

    assert_eq!(server.send("GET", "/healthz", &[("X-Long", &"x".repeat(100_000))], "").status, 431);
    let many: Vec<_> = (0..200).map(|_| ("X-Many", "x")).collect();
    assert_eq!(server.send("GET", "/healthz", &many, "").status, 431);
    assert_eq!(server.get("/healthz").status, 200);
}

/// The program with this limit of open files.
#[cfg(unix)]
fn with_few_files(soft: u32, hard: u32) -> Server {
    let program = program();
    let mut limited = std::process::Command::new("bash");
    let limits = format!("ulimit -Sn {soft}; ulimit -Hn {hard}; exec \"$@\"");
    limited.args(["-c", &limits, "bash"]).arg(program.get_program()).arg("--demo");
    for (name, value) in program.get_envs() {
        match value {
            Some(value) => limited.env(name, value),
            None => limited.env_remove(name),
        };
    }
    Server::start(&mut limited)
}

#[cfg(unix)]
#[test]
fn idle_connections_give_way_where_the_system_gives_few_files() {
    let server = with_few_files(64, 128);
    // More than fit, and none of them asks anything.
    let idle: Vec<_> = (0..200).map_while(|_| TcpStream::connect(server.address).ok()).collect();
    assert!(idle.len() > 150, "{}", idle.len());
    for _ in 0..3 {
        let teams = server.call(&[], "get_teams", json!({"limit": 1}));
        assert_eq!(teams["metadata"]["count"], 1, "connections to PagerDuty have their files: {teams}");
    }
    assert!(server.log().contains("limit of open files"), "{}", server.log());
    assert_eq!(server.get("/readyz").status, 200);
}

#[cfg(unix)]
#[test]
fn the_limit_of_open_files_is_raised() {
    let server = with_few_files(64, 5_000);
    assert!(!server.log().contains("limit of open files"), "{}", server.log());
    let idle: Vec<_> = (0..300).map_while(|_| TcpStream::connect(server.address).ok()).collect();
    assert_eq!(server.get("/readyz").status, 200);
    // None of them had to give way.
    for mut one in idle {
        one.set_nonblocking(true).unwrap();
        assert_eq!(one.read(&mut [0]).unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
    }
}

#[test]
fn thousands_of_idle_connections_do_not_keep_others_out() {
    let server = Server::start(program().arg("--demo"));
    // As many as the limit on open files of this process allows, up to 2,000.
    let idle: Vec<_> = (0..2000).map_while(|_| TcpStream::connect(server.address).ok()).collect();
    assert!(idle.len() > 200, "{}", idle.len());
    assert_eq!(server.get("/readyz").status, 200);
    assert_eq!(server.post(&[], "tools/list", json!({})).status, 200);
}
