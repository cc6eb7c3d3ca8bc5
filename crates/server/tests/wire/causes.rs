//! What keeps every request from PagerDuty until somebody sets it right: said as it is, and without "try again".

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use rcgen::{CertifiedKey, generate_simple_self_signed};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use crate::program::{directory, program};

/// The error of a call, and how many connections it took.
async fn failed(mut command: Command) -> Value {
    command.env("PAGERDUTY_API_TOKEN", "u+planted-token-of-a-test").args(["call", "get_teams", "{}"]);
    let output = tokio::task::spawn_blocking(move || command.stdin(Stdio::null()).output().unwrap()).await.unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    answer["error"].clone()
}

fn assert_lasting(error: &Value, said: &[&str]) {
    assert_eq!(error["code"], "UPSTREAM_UNREACHABLE", "{error:#}");
    assert!(error.get("retry_after_seconds").is_none(), "{error:#}");
    let told = format!("{} {}", error["message"], error["hint"]);
    for part in said {
        assert!(told.contains(part), "{part}: {error:#}");
    }
}

fn trusting(certificates: &Path) -> Command {
    let mut command = program();
    command.env("SSL_CERT_FILE", certificates).env_remove("SSL_CERT_DIR");
    command
}

#[tokio::test]
async fn certificates_that_cannot_be_read_are_named() {
    let directory = directory("causes-certificates");
    let (missing, empty) = (directory.join("missing.pem"), directory.join("empty.pem"));
    fs::write(&empty, "no certificate").unwrap();
    for (path, said) in [(&missing, "cannot be read"), (&empty, "no certificate"), (&directory, "not a file")] {
        let error = failed(trusting(path)).await;
        assert_lasting(&error, &["SSL_CERT_FILE", said, &path.display().to_string()]);
    }
}

#[tokio::test]
async fn a_certificate_that_is_refused_is_told_from_a_network_that_fails() {
    let CertifiedKey { cert, .. } = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let trusted = directory("causes-refused").join("certificate.pem");
    fs::write(&trusted, cert.pem()).unwrap();
    let server = crate::http2::Server::start("causes-server", |_, _| crate::http2::Fate::Answered).await;
    let mut command = trusting(&trusted);
    command.env("PAGERDUTY_API_URL", &server.url);
    assert_lasting(&failed(command).await, &["certificate is not trusted", "SSL_CERT_FILE"]);
}

#[tokio::test]
async fn a_proxy_that_wants_a_login_says_so_once() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let proxy = format!("http://{}", listener.local_addr().unwrap());
    let served = tokio::spawn(async move {
        for count in 1.. {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut head = [0; 4096];
            let read = stream.read(&mut head).await.unwrap();
            assert!(head[..read].starts_with(b"CONNECT "), "{count}");
            let refusal =
                "HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\ncontent-length: 0\r\n\r\n";
            stream.write_all(refusal.as_bytes()).await.unwrap();
            assert_eq!(count, 1, "asked again");
        }
    });
    let mut command = program();
    command.env("HTTPS_PROXY", proxy);
    assert_lasting(&failed(command).await, &["proxy wants a login", "407", "HTTPS_PROXY"]);
    assert!(!served.is_finished());
}
