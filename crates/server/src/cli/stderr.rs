//! Standard error as a place that may be full, closed, or read by nobody: what cannot be written is lost, and no call waits. What
//! is written there steers no terminal: names of files, values and answers of others may be in it.

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

/// A text without what steers a terminal or hides words.
pub(super) fn cleaned(text: &str) -> Cow<'_, str> {
    if untrusted::is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut clean = text.to_owned();
    untrusted::clean(&mut clean);
    Cow::Owned(clean)
}

/// The same, but for the colours that a library of ours put into it.
fn cleaned_with_colours(text: &str) -> Cow<'_, str> {
    const START: &str = "\u{1b}[";
    if untrusted::is_plain(text) || !text.contains(START) {
        return cleaned(text);
    }
    let mut pieces = text.split(START);
    let mut clean = cleaned(pieces.next().unwrap_or_default()).into_owned();
    for piece in pieces {
        // Colours are digits with an `m` behind them; whatever else begins so moves the cursor.
        let is_colour = piece
            .split_once('m')
            .is_some_and(|(code, _)| code.bytes().all(|byte| byte.is_ascii_digit() || byte == b';'));
        clean.push_str(if is_colour { START } else { "" });
        clean.push_str(&cleaned(piece));
    }
    Cow::Owned(clean)
}

/// Says what is wrong with the command line, or the help that was asked for, and with which code the program ends.
pub(super) fn exit(error: &clap::Error) -> ExitCode {
    let is_failure = error.use_stderr();
    let for_people = if is_failure { io::stderr().is_terminal() } else { io::stdout().is_terminal() };
    let text = if for_people { error.render().ansi().to_string() } else { error.render().to_string() };
    let text = cleaned_with_colours(&text);
    // A reader that has gone away is no failure of ours.
    let _ = if is_failure { write!(io::stderr(), "{text}") } else { write!(io::stdout(), "{text}") };
    u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
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
                    // Here, so that no call waits for it.
                    let line = String::from_utf8_lossy(&line);
                    let _ = io::stderr().write_all(cleaned_with_colours(&line).as_bytes());
                }
                Message::Flush(sender) => {
                    let _ = sender.send(());
                }
            }
        }
    };
    thread::Builder::new().name("log".to_owned()).spawn(write).ok().map(|_| sender)
}
