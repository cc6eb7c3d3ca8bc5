//! Connections: their number, their time-outs, and their end.

use std::{convert::Infallible, pin::pin, sync::Arc, time::Duration};

use hyper::{Request, Response, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::{places::Places, respond::Body};

/// How long a client may take to send the head of a request; this also ends idle connections.
const HEAD_TIMEOUT: Duration = Duration::from_secs(15);

/// The most bytes, and the most lines, that the head of a request may have. Each connection may hold as much, and as much
/// of a body that nobody has asked for yet.
const LARGEST_HEAD: usize = 16 * 1024;
const MAX_HEADERS: usize = 64;

/// Serves requests on a limited number of connections until told to stop; then running requests may finish within the
/// grace period. While all connections are busy, others wait in the system's queue, which is bounded.
pub(super) async fn serve<F, A>(listener: TcpListener, most: usize, stop: CancellationToken, grace: Duration, answer: F)
where
    F: Fn(Request<Incoming>) -> A + Clone + Send + 'static,
    A: Future<Output = Response<Body>> + Send + 'static,
{
    let places = Places::new(most);
    let graceful = GracefulShutdown::new();
    let mut stopped = pin!(stop.cancelled());
    loop {
        let accepted = tokio::select! {
            () = &mut stopped => break,
            // Takes a place first, so that a connection that cannot be served stays in the queue.
            accepted = async { places.room().await; listener.accept().await } => accepted,
        };
        let Ok((stream, _)) = accepted else {
            // Perhaps out of file descriptors: gives others time to close theirs.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        // Answers are sent in one piece; waiting for more data would only add 40 ms.
        let _ = stream.set_nodelay(true);
        let place = places.take();
        let (answer, asked) = (answer.clone(), Arc::clone(&place));
        let service = service_fn(move |request| {
            // Boxed, so that a connection without a request does not use the memory that a request needs.
            let (answer, asking) = (Box::pin(answer(request)), asked.asks());
            async move {
                let answer = answer.await;
                drop(asking);
                Ok::<_, Infallible>(answer)
            }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIMEOUT)
            .max_buf_size(LARGEST_HEAD)
            .max_headers(MAX_HEADERS)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            tokio::select! {
                ended = connection => if let Err(error) = ended {
                    tracing::debug!(%error, "a connection ended early");
                },
                () = place.gives_way() => tracing::debug!("a connection without a request gave way to another"),
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(grace, graceful.shutdown()).await.is_err() {
        tracing::warn!("some calls did not end within the grace period");
    }
}
