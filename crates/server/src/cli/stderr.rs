//! Standard error as a place that may be full, closed, or read by nobody: what cannot be written is lost, and no call waits.

use std::{
    io::{self, Write},
    sync::{
        OnceLock,
        mpsc::{self, SyncSender, TrySendError},
    },
    thread,
    time::Duration,
};

use tracing_subscriber::fmt::MakeWriter;

/// Lines that wait to be written at most.
const MAX_LINES: usize = 1024;

/// How long the end of the program waits for the last lines.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// What the thread that writes is told.
enum Message {
    Line(Vec<u8>),
    /// Everything before this was written.
    Flush(SyncSender<()>),
}

static LINES: OnceLock<Option<SyncSender<Message>>> = OnceLock::new();

/// Where lines of the log go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stderr;

impl Write for Stderr {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        // The subscriber writes a line in one go.
        if let Some(lines) = LINES.get_or_init(start) {
            let _ = lines.try_send(Message::Line(line.to_vec()));
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Stderr {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        *self
    }
}

/// Waits for the lines so far, for a moment.
pub(super) fn flush() {
    let Some(Some(lines)) = LINES.get() else { return };
    let (sender, written) = mpsc::sync_channel(1);
    match lines.try_send(Message::Flush(sender)) {
        Ok(()) => {
            let _ = written.recv_timeout(LAST_WORDS);
        }
        // Nobody reads.
        Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => {}
    }
}

/// The thread that writes, begun with the first line; nothing where the system has no more threads.
fn start() -> Option<SyncSender<Message>> {
    let (sender, messages) = mpsc::sync_channel(MAX_LINES);
    let write = move || {
        for message in messages {
            match message {
                Message::Line(line) => {
                    let _ = io::stderr().write_all(&line);
                }
                Message::Flush(sender) => {
                    let _ = sender.send(());
                }
            }
        }
    };
    thread::Builder::new().name("log".to_owned()).spawn(write).ok().map(|_| sender)
}
