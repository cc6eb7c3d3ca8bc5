//! Bodies of requests: limited each and in total, and read completely before any work is done.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    thread,
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header::CONTENT_LENGTH};
use http_body_util::{BodyExt, Full};
use hyper::body::{Frame, Incoming, SizeHint};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::refusal::Refusal;
use crate::transport::message::{self, Limits};

/// How long a client may take to send a body.
const BODY_TIMEOUT: Duration = Duration::from_secs(15);

/// Bodies up to this size need no shared room: most messages are smaller, so they are read whatever other clients do.
const SMALL: usize = 4 * 1024;

/// The memory for a body grows at least by this much.
const STEP: usize = 8 * 1024;

/// Total size of all bodies under way: of callers whose token is accepted, and of all others.
const MAX_KNOWN_BYTES: usize = 32 * 1024 * 1024;
const MAX_UNKNOWN_BYTES: usize = 8 * 1024 * 1024;

/// The room for bodies that are under way.
#[derive(Debug)]
pub(super) struct Room {
    known: Arc<Semaphore>,
    unknown: Arc<Semaphore>,
    /// Turns for parsing large messages; more turns than processors would not help.
    turns: Arc<Semaphore>,
}

impl Default for Room {
    fn default() -> Self {
        let processors = thread::available_parallelism().map_or(1, usize::from);
        let semaphore = |permits| Arc::new(Semaphore::new(permits));
        Self { known: semaphore(MAX_KNOWN_BYTES), unknown: semaphore(MAX_UNKNOWN_BYTES), turns: semaphore(processors) }
    }
}

/// A body that has arrived, and the room that it takes.
#[derive(Debug)]
pub(super) struct Arrived {
    pub(super) bytes: Bytes,
    room: Option<OwnedSemaphorePermit>,
}

impl Room {
    /// The whole body of a request.
    pub(super) async fn read(
        &self,
        headers: &HeaderMap,
        body: Incoming,
        is_known: bool,
    ) -> Result<(Arrived, Limits), Refusal> {
        let (limits, room) = if is_known { (Limits::KNOWN, &self.known) } else { (Limits::UNKNOWN, &self.unknown) };
        let declared = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        if declared.is_some_and(|length: usize| length > limits.bytes) {
            return Err(message::Refusal::too_large(&limits).into());
        }
        let reading = arrive(body, &limits, declared, room);
        match tokio::time::timeout(BODY_TIMEOUT, reading).await {
            Ok(arrived) => Ok((arrived?, limits)),
            Err(_) => Err(Refusal::new(StatusCode::REQUEST_TIMEOUT, "the body took too long to arrive")),
        }
    }

    /// Waits until a body may be parsed; small ones need not wait.
    pub(super) async fn turn(&self, body: &Arrived) -> Option<OwnedSemaphorePermit> {
        if body.bytes.len() <= SMALL {
            return None;
        }
        Arc::clone(&self.turns).acquire_owned().await.ok()
    }
}

/// Reads a body as it arrives: bytes that have not arrived take no memory, whatever length the sender declared.
async fn arrive(
    mut body: Incoming,
    limits: &Limits,
    declared: Option<usize>,
    room: &Arc<Semaphore>,
) -> Result<Arrived, Refusal> {
    let mut whole = Vec::new();
    let mut taken: Option<OwnedSemaphorePermit> = None;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Refusal::new(StatusCode::BAD_REQUEST, "the body ended early"))?;
        let Ok(data) = frame.into_data() else { continue };
        let length = whole.len() + data.len();
        if length > limits.bytes {
            return Err(message::Refusal::too_large(limits).into());
        }
        if length > whole.capacity() {
            let capacity = length.max(whole.capacity() * 3 / 2).next_multiple_of(STEP).min(limits.bytes);
            let capacity = declared.map_or(capacity, |declared| capacity.min(declared.max(length)));
            let more = capacity.saturating_sub(SMALL) - taken.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
            if more > 0 {
                let more = u32::try_from(more).ok().and_then(|more| Arc::clone(room).try_acquire_many_owned(more).ok());
                let more = more.ok_or_else(|| {
                    Refusal::new(
                        StatusCode::SERVICE_UNAVAILABLE,
                        "the server is reading as much as it may: try again, with a smaller message if you can",
                    )
                })?;
                match &mut taken {
                    Some(taken) => taken.merge(more),
                    None => taken = Some(more),
                }
            }
            whole.reserve_exact(capacity - whole.len());
        }
        // Copied, because a slice of the connection's buffer would keep the whole buffer in memory.
        whole.extend_from_slice(&data);
    }
    Ok(Arrived { bytes: whole.into(), room: taken })
}

/// A message on its way to the library, with its room and its turn, until the library has read it.
#[derive(Debug)]
pub(super) struct Message {
    bytes: Full<Bytes>,
    _room: Option<OwnedSemaphorePermit>,
    _turn: Option<OwnedSemaphorePermit>,
}

impl Message {
    pub(super) fn new(bytes: Bytes, arrived: Arrived, turn: Option<OwnedSemaphorePermit>) -> Self {
        Self { bytes: Full::new(bytes), _room: arrived.room, _turn: turn }
    }
}

impl hyper::body::Body for Message {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Pin::new(&mut self.bytes).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.bytes.size_hint()
    }
}
