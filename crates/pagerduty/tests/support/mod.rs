//! A server that answers whatever a test wants, over real connections, and remembers what it was asked.

#![allow(dead_code, reason = "each test binary uses its own part of it")]

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use pagerduty::{Client, Credential, Endpoint};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::Instant,
};

pub(crate) const TOKEN: &str = "u+planted_Secret-42xQ";

/// What a request is answered with.
pub(crate) enum Answer {
    /// A status and a body.
    Body(u16, String),
    /// Nothing, for ever.
    Silence,
}

/// One request: its address with the query, and all of it.
#[derive(Clone, Debug)]
pub(crate) struct Asked(pub(crate) String, pub(crate) Sent);

/// What else came with a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sent {
    pub(crate) method: String,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.1.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        let query = self.0.split_once('?')?.1;
        query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')?.parse().ok())
    }
}

pub(crate) struct Server {
    pub(crate) client: Client,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    pub(crate) async fn start(answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (answer, asked) = (Arc::new(answer), Arc::<Mutex<Vec<Asked>>>::default());
        let remembered = asked.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, answer.clone(), remembered.clone()));
            }
        });
        let endpoint = Endpoint::new(url.parse().unwrap(), "test/1");
        let client = endpoint.client(Credential::new(TOKEN).unwrap());
        Self { client, asked }
    }

    pub(crate) fn client_for(&self, time: Duration) -> Client {
        self.client.with_deadline(Instant::now() + time)
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// `offset` and `limit` of every request.
    pub(crate) fn pages(&self) -> Vec<(u64, u64)> {
        let page = |asked: &Asked| (asked.number("offset").unwrap_or(0), asked.number("limit").unwrap());
        self.asked().iter().map(page).collect()
    }
}

async fn serve(
    mut stream: TcpStream,
    answer: Arc<impl Fn(&Asked) -> Answer + Send + Sync>,
    remembered: Arc<Mutex<Vec<Asked>>>,
) {
    loop {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let Ok(byte) = stream.read_u8().await else { return };
            head.push(byte);
        }
        let head = String::from_utf8(head).unwrap();
        let headers = head.lines().skip(1).filter_map(|line| line.split_once(": "));
        let headers: Vec<_> =
            headers.map(|(name, value)| (name.to_ascii_lowercase(), value.trim_end().to_owned())).collect();
        let length = headers.iter().find(|(name, _)| name == "content-length");
        let mut body = vec![0; length.map_or(0, |(_, length)| length.parse().unwrap())];
        stream.read_exact(&mut body).await.unwrap();
        let mut line = head.split(' ');
        let method = line.next().unwrap().to_owned();
        let sent = Sent { method, headers, body: String::from_utf8(body).unwrap() };
        let asked = Asked(line.next().unwrap().to_owned(), sent);
        remembered.lock().unwrap().push(asked.clone());
        let Answer::Body(status, body) = answer(&asked) else { std::future::pending().await };
        let head = format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\n\r\n", body.len());
        // Whoever has read enough goes away.
        if stream.write_all(head.as_bytes()).await.is_err() || stream.write_all(body.as_bytes()).await.is_err() {
            return;
        }
    }
}
