//! HTTP/2, as PagerDuty speaks it: streams that are refused, connections that are ended or dead, and who sends again.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output, Stdio},
    sync::{Arc, Mutex},
};

use bytes::Bytes;
use h2::{Reason, server::SendResponse};
use http::{Method, Request, Response};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use serde_json::Value;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::ring, pki_types::PrivateKeyDer},
};

use crate::program::{directory, program};

/// What happens to a request, by how many came before it.
#[derive(Clone, Copy)]
pub(crate) enum Fate {
    Answered,
    /// The stream is reset as one that was not processed.
    Refused,
    /// The connection is ended in order.
    EndsConnection,
    /// The connection is dead from here on: nothing is read and nothing sent, pings neither.
    Swallowed,
}

pub(crate) type Judge = fn(method: &Method, requests_before: usize) -> Fate;

/// A PagerDuty of a few objects.
pub(crate) struct Server {
    pub(crate) url: String,
    certificate: PathBuf,
    /// Method and path of every request, each with the number of its connection.
    requests: Arc<Mutex<Vec<(usize, String)>>>,
}

impl Server {
    pub(crate) async fn start(name: &str, judge: Judge) -> Self {
        let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let certificate = directory(name).join("certificate.pem");
        fs::write(&certificate, cert.pem()).unwrap();
        let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
        let mut tls = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![cert.der().clone()], key)
            .unwrap();
        tls.alpn_protocols = vec![b"h2".to_vec()];
        let tls = TlsAcceptor::from(Arc::new(tls));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
        let requests = Arc::<Mutex<Vec<_>>>::default();
        let remembered = Arc::clone(&requests);
        tokio::spawn(async move {
            for number in 0.. {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(serve(stream, tls.clone(), number, judge, Arc::clone(&remembered)));
            }
        });
        Self { url, certificate, requests }
    }

    fn program(&self) -> Command {
        let mut command = program();
        command.env("PAGERDUTY_API_URL", &self.url).env("PAGERDUTY_API_TOKEN", "u+planted-token-of-a-test");
        command.env("SSL_CERT_FILE", &self.certificate).env_remove("SSL_CERT_DIR");
        command.env("PAGERDUTY_USER_EMAIL", "ada@pd.example");
        command
    }

    /// The connections of the requests whose line begins like this.
    fn connections(&self, start: &str) -> Vec<usize> {
        let requests = self.requests.lock().unwrap();
        requests.iter().filter(|(_, line)| line.starts_with(start)).map(|(connection, _)| *connection).collect()
    }
}

async fn serve(
    stream: TcpStream,
    tls: TlsAcceptor,
    number: usize,
    judge: Judge,
    requests: Arc<Mutex<Vec<(usize, String)>>>,
) {
    let Ok(stream) = tls.accept(stream).await else { return };
    let Ok(mut connection) = h2::server::handshake(stream).await else { return };
    while let Some(Ok((request, response))) = connection.accept().await {
        let fate = {
            let mut requests = requests.lock().unwrap();
            let line = format!("{} {}", request.method(), request.uri().path());
            let before = requests.iter().filter(|(_, other)| *other == line).count();
            requests.push((number, line));
            judge(request.method(), before)
        };
        match fate {
            Fate::Answered => answer(&request, response),
            Fate::Refused => refuse(response),
            Fate::EndsConnection => connection.abrupt_shutdown(Reason::NO_ERROR),
            Fate::Swallowed => std::future::pending().await,
        }
    }
}

fn refuse(mut response: SendResponse<Bytes>) {
    response.send_reset(Reason::REFUSED_STREAM);
}

fn answer<B>(request: &Request<B>, mut response: SendResponse<Bytes>) {
    const BODY: &str = r#"{
        "user": {"id": "PU1", "name": "Ada", "email": "ada@pd.example", "teams": [{"id": "PT1"}]},
        "incident": {"id": "Q1", "incident_number": 1, "title": "Down", "status": "triggered"},
        "note": {"id": "PN1", "content": "text"},
        "teams": [{"id": "PT1", "name": "One"}], "services": [], "escalation_policies": [], "more": false}"#;
    let status = if request.method() == Method::POST { 201 } else { 200 };
    let mut stream = response.send_response(Response::builder().status(status).body(()).unwrap(), false).unwrap();
    stream.send_data(Bytes::from_static(BODY.as_bytes()), true).unwrap();
}

async fn call(mut command: Command, tool: &'static str, arguments: &'static str) -> (Value, bool) {
    let command = async move || {
        tokio::task::spawn_blocking(move || {
            command.args(["call", tool, arguments, "--confirm", "never"]).stdin(Stdio::null()).output().unwrap()
        })
        .await
        .unwrap()
    };
    let Output { status, stdout, stderr } = command().await;
    let answer = serde_json::from_slice(&stdout);
    (answer.unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&stderr))), status.success())
}

const NOTE: &str = r#"{"incident_id": "Q1", "content": "text"}"#;
const TEAMS: &str = "{}";

#[tokio::test]
async fn a_change_goes_out_once_whatever_the_protocol_allows() {
    let fates: [(&str, Judge); 2] = [
        ("http2-refused", |method, _| if method == Method::POST { Fate::Refused } else { Fate::Answered }),
        ("http2-ended", |method, _| if method == Method::POST { Fate::EndsConnection } else { Fate::Answered }),
    ];
    for (name, judge) in fates {
        let server = Server::start(name, judge).await;
        let (answer, is_success) = call(server.program(), "add_incident_note", NOTE).await;
        assert!(!is_success, "{name}: {answer:#}");
        assert_eq!(answer["error"]["code"], "UPSTREAM_UNREACHABLE", "{name}: {answer:#}");
        assert_eq!(server.connections("POST /incidents/Q1/notes").len(), 1, "{name}: {answer:#}");
    }
}

#[tokio::test]
async fn a_read_that_is_refused_is_repeated_as_any_other() {
    let judges: [(&str, Judge, usize); 3] = [
        ("http2-once", |_, before| if before == 0 { Fate::Refused } else { Fate::Answered }, 2),
        ("http2-ends-once", |_, before| if before == 0 { Fate::EndsConnection } else { Fate::Answered }, 2),
        ("http2-always", |_, _| Fate::Refused, 3),
    ];
    for (name, judge, times) in judges {
        let server = Server::start(name, judge).await;
        let (answer, is_success) = call(server.program(), "get_teams", TEAMS).await;
        assert_eq!(is_success, times == 2, "{name}: {answer:#}");
        assert_eq!(server.connections("GET /teams").len(), times, "{name}: {answer:#}");
    }
}

#[tokio::test]
async fn a_dead_connection_is_left_for_another() {
    let server =
        Server::start("http2-dead", |_, before| if before == 0 { Fate::Swallowed } else { Fate::Answered }).await;
    let mut command = server.program();
    command.args(["--call-timeout", "5"]);
    let (answer, is_success) = call(command, "get_teams", TEAMS).await;
    assert!(is_success, "{answer:#}");
    assert_eq!(server.connections("GET /teams"), [0, 1], "{answer:#}");
}
