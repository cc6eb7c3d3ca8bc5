//! How far a request came that got no answer, which is where its cause is to be looked for.

use std::{error::Error, io};

/// What a request without an answer did not get past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// The name of the host has no address.
    Name,
    /// Nobody takes connections at the address.
    Connection,
    /// The proxy on the way refused, or is not there.
    Proxy,
    /// No TLS could be agreed on, or the certificate is not trusted.
    Tls,
    /// A connection was made, and broke before the end of the answer.
    Answer,
}

impl Stage {
    /// Reads it off the causes of an error. The layers below keep their types to themselves, but not their words.
    pub(crate) fn of(error: &reqwest::Error) -> Self {
        if !error.is_connect() {
            return Self::Answer;
        }
        let causes = || std::iter::successors(Some(error as &dyn Error), |error| (*error).source());
        let says = |start: &str| causes().any(|cause| cause.to_string().starts_with(start));
        if says("tunnel error") {
            Self::Proxy
        } else if says("dns error") {
            Self::Name
        } else if says("tls handshake") || causes().any(is_tls) {
            Self::Tls
        } else {
            Self::Connection
        }
    }
}

fn is_tls(cause: &(dyn Error + 'static)) -> bool {
    // TLS fails inside of I/O errors, which do not name what is inside of them as their source.
    let inner = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    cause.is::<rustls::Error>() || inner.is_some_and(|inner| is_tls(inner))
}
