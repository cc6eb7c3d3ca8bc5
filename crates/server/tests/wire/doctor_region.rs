//! `doctor` with PagerDuty's own two hosts, which here are simulated accounts behind a proxy and a certificate of the
//! test's own: what it says of a token of the other region, and to whom it shows the token.

use std::{
    fs,
    path::PathBuf,
    process::Command,
    sync::{Arc, Mutex},
};

use pagerduty_sim::{Effect, ErrorShape, Fault, Options, Simulator, token};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::ring, pki_types::PrivateKeyDer},
};

use crate::{
    doctor::examined,
    program::{directory, program},
};

const US: &str = "api.pagerduty.com";
const EU: &str = "api.eu.pagerduty.com";

/// The internet as far as the program sees it.
struct Internet {
    us: Simulator,
    eu: Simulator,
    proxy: String,
    certificate: PathBuf,
    /// The hosts that were asked for, each once.
    asked: Arc<Mutex<Vec<String>>>,
}

impl Internet {
    async fn start(name: &str) -> Self {
        let us = Simulator::start(Options::default()).await.unwrap();
        let eu = Simulator::start(Options::default()).await.unwrap();
        let CertifiedKey { cert, signing_key } = generate_simple_self_signed([US.to_owned(), EU.to_owned()]).unwrap();
        let certificate = directory(name).join("certificate.pem");
        fs::write(&certificate, cert.pem()).unwrap();
        let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
        let tls = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![cert.der().clone()], key)
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::default();
        let hosts = [(US, &us), (EU, &eu)]
            .map(|(host, simulator)| (host, simulator.url().strip_prefix("http://").unwrap().to_owned()));
        tokio::spawn(serve(listener, TlsAcceptor::from(Arc::new(tls)), hosts, Arc::clone(&asked)));
        Self { us, eu, proxy, certificate, asked }
    }

    fn program(&self) -> Command {
        let mut command = program();
        command.env("HTTPS_PROXY", &self.proxy).env("SSL_CERT_FILE", &self.certificate).env_remove("SSL_CERT_DIR");
        command.env("PAGERDUTY_API_TOKEN", token::USER);
        command
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

/// Takes CONNECT, speaks TLS as the host that was asked for, and hands on what is inside.
async fn serve(
    listener: TcpListener,
    tls: TlsAcceptor,
    hosts: [(&'static str, String); 2],
    asked: Arc<Mutex<Vec<String>>>,
) {
    while let Ok((mut stream, _)) = listener.accept().await {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.unwrap());
        }
        let head = String::from_utf8(head).unwrap();
        let host = head.strip_prefix("CONNECT ").unwrap().split(':').next().unwrap().to_owned();
        let Some((_, simulator)) = hosts.iter().find(|(name, _)| *name == host) else {
            panic!("{host} was asked for");
        };
        let (tls, simulator, asked) = (tls.clone(), simulator.clone(), Arc::clone(&asked));
        tokio::spawn(async move {
            stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await.unwrap();
            // A client that does not trust the certificate goes away.
            let Ok(mut stream) = tls.accept(stream).await else { return };
            {
                let mut asked = asked.lock().unwrap();
                if !asked.contains(&host) {
                    asked.push(host);
                }
            }
            let mut simulator = TcpStream::connect(simulator).await.unwrap();
            let _ = copy_bidirectional(&mut stream, &mut simulator).await;
        });
    }
}

/// PagerDuty's answer to a token that it does not know.
fn unauthorized() -> Fault {
    Fault::new("*", Effect::Error { status: 401, shape: ErrorShape::Full })
}

#[tokio::test]
async fn a_token_of_the_other_region_is_told_from_a_wrong_one() {
    let internet = Internet::start("doctor-region").await;
    internet.us.faults().add(unauthorized());
    let us = examined(internet.program()).await;
    assert_eq!((us.code, us.that_are("failed")), (1, vec!["token"]), "{:#}", us.report);
    assert_eq!(us.check("token")["facts"]["region"], "eu");
    assert!(us.words("token").ends_with("your token belongs to the EU region: set PAGERDUTY_REGION=eu"));
    assert_eq!(internet.asked(), [US, EU]);

    let mut by_address = internet.program();
    by_address.env("PAGERDUTY_API_URL", format!("https://{US}/"));
    assert!(examined(by_address).await.words("token").contains("unset PAGERDUTY_API_URL and set PAGERDUTY_REGION=eu"));
    internet.asked();

    // What it says to do helps, and the token goes nowhere else any more.
    let mut eu = internet.program();
    eu.env("PAGERDUTY_REGION", "eu");
    let eu = examined(eu).await;
    assert_eq!((eu.code, eu.that_are("failed")), (0, vec![]), "{:#}", eu.report);
    assert_eq!(eu.check("region")["facts"]["region"], "eu");
    assert_eq!(internet.asked(), [EU]);

    internet.eu.faults().add(unauthorized());
    let nowhere = examined(internet.program()).await;
    assert!(nowhere.words("token").contains("accepted by neither region"), "{}", nowhere.words("token"));
    internet.eu.faults().clear();
    internet.eu.faults().add(Fault::new("*", Effect::CloseBeforeAnswer { carried_out: false }));
    let unknown = examined(internet.program()).await;
    assert!(unknown.words("token").contains("the EU region did not answer"), "{}", unknown.words("token"));
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted_is_told() {
    let internet = Internet::start("doctor-certificate").await;
    let other = Internet::start("doctor-certificate-of-another").await;
    let mut command = internet.program();
    command.env("SSL_CERT_FILE", &other.certificate);
    let examined = examined(command).await;
    assert_eq!((examined.code, examined.that_are("failed")), (1, vec!["reachability"]));
    assert_eq!(examined.check("reachability")["facts"]["stage"], "tls", "{:#}", examined.report);
    assert_eq!(internet.us.requests().len(), 0);
}
