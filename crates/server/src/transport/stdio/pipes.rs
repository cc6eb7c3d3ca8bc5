//! The two pipes as a transport. Reading is the library's; what is written comes from `line`, which it knows nothing of.

use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use rmcp::{
    RoleServer,
    service::{RxJsonRpcMessage, TxJsonRpcMessage},
    transport::{StdioReader, StdioWriter, Transport, async_rw::AsyncRwTransport, io::stdio_pipes},
};
use tokio::{
    io::{AsyncWrite, AsyncWriteExt},
    sync::Mutex,
};

use super::line;

/// Standard input and output.
pub(super) struct Pipes {
    input: AsyncRwTransport<RoleServer, StdioReader, Output>,
    output: Output,
}

/// Standard output, for whole lines only: whoever writes holds it until the end of the line.
#[derive(Clone)]
struct Output(Arc<Mutex<StdioWriter>>);

impl Pipes {
    pub(super) fn new() -> Self {
        let (reader, writer) = stdio_pipes();
        let output = Output(Arc::new(Mutex::new(writer)));
        Self { input: AsyncRwTransport::new(reader, output.clone()), output }
    }
}

impl Transport<RoleServer> for Pipes {
    type Error = io::Error;

    fn send(&mut self, message: TxJsonRpcMessage<RoleServer>) -> impl Future<Output = io::Result<()>> + Send + 'static {
        let output = self.output.clone();
        async move {
            let line = line::of(&message)?;
            // The line is all that is needed now, and a large one is not held twice.
            drop(message);
            output.write_line(&line).await
        }
    }

    async fn receive(&mut self) -> Option<RxJsonRpcMessage<RoleServer>> {
        self.input.receive().await
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

/// For what the library answers by itself while it reads, which is that a message is none: always a whole line.
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
