//! How a person is shown the page where they log in, and what came of it: plain values, for whoever shows and whoever waits.

use std::{fmt, sync::Arc};

use futures_util::future::BoxFuture;

/// Who shows the person the address of the login page.
#[derive(Clone, Default)]
pub enum LoginPrompt {
    /// A browser of this machine, opened by this program.
    #[default]
    Browser,
    /// The client of the call, which is asked to.
    Client(ShowAddress),
    /// Whoever reads the answer of the call: the call does not wait.
    Answer,
    /// Somebody did already: the call waits.
    Shown,
    /// Nobody: the person has said that they do not want to log in.
    Declined,
}

/// Asks a client to show an address.
pub type ShowAddress = Arc<dyn Fn(String) -> BoxFuture<'static, Shown> + Send + Sync>;

/// What a client did with an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// It was shown, and the person agreed to open it.
    Accepted,
    /// The person does not want to log in.
    Declined,
    /// It could not be shown.
    Unable,
}

impl fmt::Debug for LoginPrompt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Browser => "Browser",
            Self::Client(_) => "Client",
            Self::Answer => "Answer",
            Self::Shown => "Shown",
            Self::Declined => "Declined",
        })
    }
}
