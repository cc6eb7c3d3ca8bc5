//! What keeps every request from PagerDuty until somebody sets it right: said as it is, and without "try again".

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use pagerduty_sim::{Options, Simulator};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use crate::{
    doctor::examined,
    program::{directory, program},
};

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
    let refusal = "407 Proxy Authentication Required\r\nproxy-authenticate: Basic";
    let (proxy, asked) = refusing_proxy(refusal).await;
    let mut command = program();
    command.env("HTTPS_PROXY", proxy);
    assert_lasting(&failed(command).await, &["proxy wants a login", "407", "HTTPS_PROXY"]);
    assert_eq!(asked.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_proxy_that_refuses_to_connect_is_the_cause() {
    let (proxy, asked) = refusing_proxy("403 Forbidden").await;
    let with_proxy = || {
        let mut command = program();
        command.env("HTTPS_PROXY", &proxy);
        command
    };
    let error = failed(with_proxy()).await;
    assert_lasting(&error, &["the proxy refuses to connect", "HTTPS_PROXY", "port 443"]);
    assert!(!error["hint"].as_str().unwrap().contains("again"), "{error:#}");
    assert_eq!(asked.load(Ordering::Relaxed), 1);
    let examined = examined(with_proxy()).await;
    assert_eq!(examined.check("reachability")["facts"]["stage"], "proxy");
    assert!(examined.words("reachability").contains("the proxy refuses to connect"), "{:#}", examined.report);
}

/// A proxy that answers every CONNECT with this status, and how often it was asked.
async fn refusing_proxy(status: &'static str) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::<AtomicUsize>::default();
    let counted = Arc::clone(&asked);
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut head = [0; 4096];
            let read = stream.read(&mut head).await.unwrap();
            assert!(head[..read].starts_with(b"CONNECT "));
            counted.fetch_add(1, Ordering::Relaxed);
            stream.write_all(format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n").as_bytes()).await.unwrap();
        }
    });
    (url, asked)
}

#[tokio::test]
async fn a_proxy_variable_without_an_address_is_named_and_not_passed_by() {
    // Garbage for HTTPS stops requests, because they would go out without the proxy; for HTTP nothing is ever sent.
    for (name, value, is_used) in [
        ("HTTPS_PROXY", "not a proxy:planted-password", true),
        ("https_proxy", "htp://user:planted-password@proxy.example:3128", true),
        ("ALL_PROXY", "socks5://user:planted-password@127.0.0.1:1080", true),
        ("all_proxy", "http://planted-password@:80", true),
        ("HTTP_PROXY", "http://proxy.example:planted-password", false),
    ] {
        let with_garbage = || {
            let mut command = program();
            // Nobody listens there: a request past the proxy would fail otherwise.
            command.env(name, value).env("PAGERDUTY_API_URL", "https://127.0.0.1:1");
            command
        };
        let told = String::from_utf8(with_garbage().stdin(Stdio::null()).output().unwrap().stderr).unwrap();
        let said = format!("{name} is not the address of a proxy");
        assert!(told.contains(&said) && !told.contains("planted"), "{name}: {told}");
        let error = failed(with_garbage()).await;
        let message = error["message"].as_str().unwrap();
        assert_eq!(message.contains(&said), is_used, "{name}: {error:#}");
        if is_used {
            assert_lasting(&error, &["correct the variable"]);
        }
        let examined = examined(with_garbage()).await;
        assert!(examined.words("configuration").contains(&said), "{name}: {:#}", examined.report);
        assert!(!examined.report.to_string().contains("planted"), "{:#}", examined.report);
        assert_eq!(examined.check("reachability")["facts"]["stage"], if is_used { "proxy" } else { "tcp" });
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_broken_place_of_certificates_beside_a_good_one_is_named() {
    let CertifiedKey { cert, .. } = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let good = directory("causes-beside");
    let (good_file, missing) = (good.join("certificate.pem"), good.join("missing"));
    fs::write(&good_file, cert.pem()).unwrap();
    let server = crate::http2::Server::start("causes-beside-server", |_, _| crate::http2::Fate::Answered).await;
    for (broken, file, directory) in [("SSL_CERT_FILE", &missing, &good), ("SSL_CERT_DIR", &good_file, &missing)] {
        let with_places = || {
            let mut command = program();
            command.env("SSL_CERT_FILE", file).env("SSL_CERT_DIR", directory).env("PAGERDUTY_API_URL", &server.url);
            command
        };
        let said = format!("`{}` in {broken} cannot be read", missing.display());
        assert_lasting(&failed(with_places()).await, &["certificate is not trusted", &said]);
        assert!(examined(with_places()).await.words("configuration").contains(&said), "{broken}");
    }
}

#[tokio::test]
async fn a_port_of_the_other_protocol_is_named() {
    let plain = Simulator::start(Options::default()).await.unwrap();
    let tls = crate::http2::Server::start("causes-other-protocol", |_, _| crate::http2::Fate::Answered).await;
    for (url, said) in [
        (plain.url().replace("http://", "https://"), ["does not speak TLS", "`http://`"]),
        (tls.url.replace("https://", "http://"), ["is not HTTP", "`https://`"]),
    ] {
        let mut command = program();
        command.env("PAGERDUTY_API_URL", &url);
        assert_lasting(&failed(command).await, &said);
        let mut command = program();
        command.env("PAGERDUTY_API_URL", &url);
        let examined = examined(command).await;
        assert!(said.iter().all(|said| examined.words("reachability").contains(said)), "{:#}", examined.report);
    }
}
