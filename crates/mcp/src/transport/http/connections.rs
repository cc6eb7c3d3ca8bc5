//! Connections: how many, how slow, how long, and their end.

use std::{convert::Infallible, pin::pin, sync::Arc, time::Duration};

use hyper::{Request, Response, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::{places::Places, respond::Body};

/// How long a client may take to send the head of a request, which also ends idle connections.
const HEAD_TIMEOUT: Duration = Duration::from_secs(15);

/// The most bytes, and the most lines, that the head of a request may have. Each connection may hold as much, and as much
/// of a body that nobody has asked for yet.
const LARGEST_HEAD: usize = 16 * 1024;
const MAX_HEADERS: usize = 64;

/// Answers requests on at most so many connections until told to stop; then what runs may end within the grace period. Where all
/// connections have a request, others wait in the system's queue, which is bounded.
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
            // Room first, so that a connection that cannot be served is not taken off the queue.
            accepted = async { places.room().await; listener.accept().await } => accepted,
        };
        let Ok((stream, _)) = accepted else {
            // Out of file descriptors, say: give others time to close theirs.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        // Answers come in one piece; waiting for more to send would only add 40 ms.
        let _ = stream.set_nodelay(true);
        let place = places.take();
        let (answer, asked) = (answer.clone(), Arc::clone(&place));
        let service = service_fn(move |request| {
            // In a box, so that a connection without a request does not hold the room that one needs.
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
