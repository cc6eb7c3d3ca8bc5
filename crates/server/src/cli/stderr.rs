//! Standard error may be full, closed, or unread: what cannot be written is lost, and no call waits for it. Control
//! characters are removed, because names of files, values and answers may contain them, and so are tokens in wrong places.

use std::{
    borrow::Cow,
    io::{self, IsTerminal, Write},
    process::ExitCode,
    sync::{
        OnceLock,
        mpsc::{self, SyncSender, TrySendError},
    },
    thread,
    time::Duration,
};

use toolkit::answer::untrusted;
use tracing_subscriber::fmt::MakeWriter;

use crate::misplaced;

/// Most lines that wait to be written.
const MAX_LINES: usize = 1024;

/// How long the program waits for the last lines before it ends.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// Messages to the writing thread.
enum Message {
    Line(Vec<u8>),
    /// Everything before this has been written.
    Flush(SyncSender<()>),
}

static LINES: OnceLock<Option<SyncSender<Message>>> = OnceLock::new();

/// Where lines of the log go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stderr;

impl Write for Stderr {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        // The subscriber writes each line with one call.
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

/// A text without control and invisible characters.
pub(super) fn cleaned(text: &str) -> Cow<'_, str> {
    if untrusted::is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut clean = text.to_owned();
    untrusted::clean(&mut clean);
    Cow::Owned(clean)
}

/// The same, but keeps the colours of our own libraries.
fn cleaned_with_colours(text: &str) -> Cow<'_, str> {
    const START: &str = "\u{1b}[";
    if untrusted::is_plain(text) || !text.contains(START) {
        return cleaned(text);
    }
    let mut pieces = text.split(START);
    let mut clean = cleaned(pieces.next().unwrap_or_default()).into_owned();
    for piece in pieces {
        // A colour is digits followed by `m`; other sequences move the cursor.
        let is_colour = piece
            .split_once('m')
            .is_some_and(|(code, _)| code.bytes().all(|byte| byte.is_ascii_digit() || byte == b';'));
        clean.push_str(if is_colour { START } else { "" });
        clean.push_str(&cleaned(piece));
    }
    Cow::Owned(clean)
}

/// Prints what is wrong with the command line, or the help that was asked for, and returns the exit code.
pub(super) fn exit(error: &clap::Error) -> ExitCode {
    let is_failure = error.use_stderr();
    let for_people = if is_failure { io::stderr().is_terminal() } else { io::stdout().is_terminal() };
    let text = if for_people { error.render().ansi().to_string() } else { error.render().to_string() };
    let text = cleaned_with_colours(&text);
    // The help has examples of tokens, and repeats nothing.
    let text = if is_failure { misplaced::without_tokens(&text) } else { text };
    // If the reader has gone away, that is not an error.
    let _ = if is_failure { write!(io::stderr(), "{text}") } else { write!(io::stdout(), "{text}") };
    u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
}

/// Waits briefly until the lines so far have been written.
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

/// The writing thread, started with the first line; nothing if the system cannot start a thread.
fn start() -> Option<SyncSender<Message>> {
    let (sender, messages) = mpsc::sync_channel(MAX_LINES);
    let write = move || {
        for message in messages {
            match message {
                Message::Line(line) => {
                    // Written in this thread, so that no call waits.
                    let line = String::from_utf8_lossy(&line);
                    let _ = io::stderr().write_all(misplaced::without_tokens(&cleaned_with_colours(&line)).as_bytes());
                }
                Message::Flush(sender) => {
                    let _ = sender.send(());
                }
            }
        }
    };
    thread::Builder::new().name("log".to_owned()).spawn(write).ok().map(|_| sender)
}
