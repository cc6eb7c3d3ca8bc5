//! The two pipes as a transport. Lines are checked before the library reads them, and answers are written by `line`,
//! without the library's knowledge.

use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use rmcp::{
    RoleServer,
    service::{RxJsonRpcMessage, TxJsonRpcMessage},
    transport::{StdioWriter, Transport, async_rw::AsyncRwTransport, io::stdio_pipes},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader, DuplexStream},
    sync::Mutex,
};

use super::{
    handshake::{self, Verdict},
    line,
};
use crate::transport::message::{self, Answers, Limits, Refusal};

/// How far to read ahead of the library, in bytes.
const AHEAD: usize = 64 * 1024;

/// Standard input and output.
pub(super) struct Pipes {
    input: AsyncRwTransport<RoleServer, DuplexStream, Output>,
    output: Output,
    has_begun: bool,
}

/// Standard output, one whole line at a time: a writer holds the lock until the line is complete.
#[derive(Clone)]
struct Output(Arc<Mutex<StdioWriter>>);

impl Pipes {
    pub(super) fn new() -> Self {
        let (reader, writer) = stdio_pipes();
        let output = Output(Arc::new(Mutex::new(writer)));
        let (messages, input) = tokio::io::duplex(AHEAD);
        tokio::spawn(sift(reader, messages, output.clone()));
        Self { input: AsyncRwTransport::new(input, output.clone()), output, has_begun: false }
    }
}

/// Passes valid messages on and answers the other lines, until either side is closed.
async fn sift(input: impl AsyncRead + Unpin, mut messages: DuplexStream, output: Output) {
    let mut input = BufReader::new(input);
    let mut line = Vec::new();
    loop {
        line.clear();
        match (&mut input).take(Limits::KNOWN.bytes as u64 + 1).read_until(b'\n', &mut line).await {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) => return tracing::debug!(%error, "standard input cannot be read"),
        }
        let is_whole = line.ends_with(b"\n") || line.len() <= Limits::KNOWN.bytes;
        let text = message::without_mark(&line).trim_ascii();
        let read = if is_whole {
            message::read(text, &Limits::KNOWN, Answers::Expected)
        } else {
            Err(Refusal::too_large(&Limits::KNOWN))
        };
        let refusal = match read {
            _ if is_whole && text.is_empty() => continue,
            Ok(text) => {
                let text = format!("{text}\n");
                if messages.write_all(text.as_bytes()).await.is_err() {
                    return;
                }
                continue;
            }
            Err(refusal) => refusal,
        };
        tracing::debug!(?refusal, "a line is not a message");
        if !is_whole && !skip_line(&mut input).await {
            return;
        }
        if output.clone().write_line(format!("{}\n", refusal.answer()).as_bytes()).await.is_err() {
            return;
        }
    }
}

/// Skips the rest of a line; returns whether there was an end.
async fn skip_line(input: &mut (impl AsyncBufReadExt + Unpin)) -> bool {
    loop {
        let Ok(bytes) = input.fill_buf().await else { return false };
        if bytes.is_empty() {
            return false;
        }
        let (length, is_end) = match bytes.iter().position(|byte| *byte == b'\n') {
            Some(end) => (end + 1, true),
            None => (bytes.len(), false),
        };
        input.consume(length);
        if is_end {
            return true;
        }
    }
}

impl Transport<RoleServer> for Pipes {
    type Error = io::Error;

    fn send(&mut self, message: TxJsonRpcMessage<RoleServer>) -> impl Future<Output = io::Result<()>> + Send + 'static {
        let output = self.output.clone();
        async move {
            let line = line::of(&message)?;
            // Only the line is needed now; a large message is not held twice.
            drop(message);
            output.write_line(&line).await
        }
    }

    async fn receive(&mut self) -> Option<RxJsonRpcMessage<RoleServer>> {
        loop {
            let message = self.input.receive().await?;
            if self.has_begun {
                return Some(message);
            }
            match handshake::judge(&message) {
                Verdict::Passed { is_done } => {
                    self.has_begun = is_done;
                    return Some(message);
                }
                Verdict::Answered(answer) => self.send(*answer).await.ok()?,
                Verdict::Dropped => tracing::debug!(?message, "a message before the handshake is ignored"),
            }
        }
    }

    async fn close(&mut self) -> io::Result<()> {
        self.input.close().await
    }
}

impl Output {
    async fn write_line(self, line: &[u8]) -> io::Result<()> {
        let mut writer = self.0.lock().await;
        writer.write_all(line).await?;
        writer.flush().await
    }
}

/// For what the library writes by itself while it reads, which is its answer to an invalid message: always a whole
/// line.
impl AsyncWrite for Output {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, line: &[u8]) -> Poll<io::Result<usize>> {
        let (output, line) = (Self::clone(&self), line.to_vec());
        let length = line.len();
        tokio::spawn(async move { output.write_line(&line).await });
        Poll::Ready(Ok(length))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
