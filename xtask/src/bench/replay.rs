//! A PagerDuty that takes no time: it asks the simulator once, and answers the same request from memory ever after.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use super::{http::Connection, upstream::Upstream};
use crate::Result;

/// Answers by the first line of the request.
type Answers = Arc<Mutex<HashMap<String, Vec<u8>>>>;

/// Listens, and answers until the process ends; the address.
pub(super) fn start(upstream: &Upstream) -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let origin = upstream.url.strip_prefix("http://").ok_or("the simulator speaks plain HTTP")?.to_owned();
    let token = format!("Token token={}", upstream.token);
    let answers = Answers::default();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (answers, origin, token) = (Arc::clone(&answers), origin.clone(), token.clone());
            // The client sees a connection that ends.
            thread::spawn(move || serve(stream, &answers, &origin, &token).ok());
        }
    });
    Ok(format!("http://{address}"))
}

fn serve(stream: TcpStream, answers: &Answers, origin: &str, token: &str) -> Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    loop {
        let request = line(&mut reader)?;
        while !line(&mut reader)?.is_empty() {}
        let known = answers.lock().unwrap_or_else(PoisonError::into_inner).get(&request).cloned();
        let answer = match known {
            Some(answer) => answer,
            None => {
                let path = request.split(' ').nth(1).ok_or("a request without a path")?;
                let body = Connection::open(origin)?.send("GET", path, &[("Authorization", token)], "")?;
                let head =
                    format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}", body.len());
                let answer = format!("{head}\r\n\r\n{body}").into_bytes();
                answers.lock().unwrap_or_else(PoisonError::into_inner).insert(request, answer.clone());
                answer
            }
        };
        reader.get_mut().write_all(&answer)?;
    }
}

fn line(reader: &mut impl BufRead) -> Result<String> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Err("the client closed the connection".into());
    }
    Ok(line.trim_end().to_owned())
}
