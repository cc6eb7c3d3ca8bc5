//! Accepts connections, speaks HTTP/1.1 on them, and cuts them where a reply says so.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, Limited, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::reply::{Cut, Reply};
use super::request::Request;

/// Answers requests.
pub(crate) trait Handler: Send + Sync + 'static {
    fn handle(self: Arc<Self>, request: Request) -> impl Future<Output = Reply> + Send;
}

type Body = UnsyncBoxBody<Bytes, io::Error>;

/// The longest request body that is read.
const LONGEST_BODY: usize = 4 << 20;

/// Serves until the future is dropped, and its connections with it.
pub(crate) async fn serve(listener: TcpListener, handler: Arc<impl Handler>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(serve_connection(stream, Arc::clone(&handler)));
                }
                Err(error) => {
                    tracing::warn!(%error, "cannot accept a connection");
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve_connection(stream: TcpStream, handler: Arc<impl Handler>) {
    // Answers are small and come in one piece; waiting for more to send only adds latency.
    let _ = stream.set_nodelay(true);
    let reset = Arc::new(AtomicBool::new(false));
    let service = service_fn(|request| answer(request, Arc::clone(&handler), Arc::clone(&reset)));
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    let outcome = (&mut connection).await;
    if reset.load(Ordering::Relaxed) {
        let _ = connection.into_parts().io.into_inner().set_zero_linger();
    } else if let Err(error) = outcome {
        tracing::debug!(%error, "a connection ended early");
    }
}

async fn answer(
    request: hyper::Request<Incoming>,
    handler: Arc<impl Handler>,
    reset: Arc<AtomicBool>,
) -> Result<hyper::Response<Body>, io::Error> {
    let (parts, body) = request.into_parts();
    let body = Limited::new(body, LONGEST_BODY).collect().await.map_err(io::Error::other)?.to_bytes();
    let reply = handler.handle(Request::new(parts, body)).await;
    if reply.cut == Some(Cut::BeforeAnswer) {
        return Err(io::Error::from(io::ErrorKind::ConnectionAborted));
    }
    let mut response = hyper::Response::builder().status(reply.status);
    for (name, value) in &reply.headers {
        response = response.header(&**name, value);
    }
    let body = match reply.cut {
        Some(Cut::MidBody) => {
            reset.store(true, Ordering::Relaxed);
            response = response.header("content-length", reply.body.len());
            half(reply.body)
        }
        Some(Cut::Trickle) => trickle(reply.body),
        Some(Cut::BeforeAnswer) | None => whole(reply.body),
    };
    response.body(body).map_err(io::Error::other)
}

fn whole(body: Bytes) -> Body {
    Full::new(body).map_err(|never: Infallible| match never {}).boxed_unsync()
}

/// The first half of a body, and then an error.
fn half(body: Bytes) -> Body {
    let half = body.slice(..body.len() / 2);
    let parts = stream::unfold(Some(half), |half| async move {
        match half {
            Some(half) => Some((Ok(Frame::data(half)), None)),
            None => {
                // Leaves time for the first half to be sent.
                tokio::time::sleep(Duration::from_millis(10)).await;
                Some((Err(io::Error::from(io::ErrorKind::ConnectionReset)), None))
            }
        }
    });
    StreamBody::new(parts).boxed_unsync()
}

/// A byte now and then.
fn trickle(body: Bytes) -> Body {
    let parts = stream::unfold(body, |mut body| async move {
        if body.is_empty() {
            return None;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        let byte = body.split_to(1);
        Some((Ok(Frame::data(byte)), body))
    });
    StreamBody::new(parts).boxed_unsync()
}
