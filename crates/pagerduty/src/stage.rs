//! How far a request came that got no answer, which is where its cause is to be looked for.

use std::{error::Error, io};

use rustls::CertificateError;

use crate::error::innermost;

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
    /// HTTPS cannot be set up on this machine, for want of certificates.
    Setup,
    /// A connection was made, and broke before the end of the answer.
    Answer,
}

impl Stage {
    /// Whether a proxy said that it wants a login.
    pub(crate) fn is_proxy_login(error: &reqwest::Error) -> bool {
        innermost(error).contains("proxy authorization required")
    }

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
    tls(cause).is_some()
}

fn tls<'e>(cause: &'e (dyn Error + 'static)) -> Option<&'e rustls::Error> {
    // TLS fails inside of I/O errors, which do not name what is inside of them as their source.
    let inner = || cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    cause.downcast_ref().or_else(|| tls(inner()?))
}

/// Why no connection can be made before something is set right, where that is so.
pub(crate) fn lasting_cause(error: &reqwest::Error) -> Option<String> {
    let mut causes = std::iter::successors(Some(error as &dyn Error), |error| (*error).source());
    let problem = causes.find_map(|cause| tls(cause))?;
    let rustls::Error::InvalidCertificate(refused) = problem else {
        return Some(format!("no TLS can be agreed on: {problem}"));
    };
    let why = match refused {
        CertificateError::UnknownIssuer => "nobody whom this machine trusts has signed it",
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "it has expired",
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => "it is not valid yet",
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => "it is for another host",
        _ => "it cannot be used",
    };
    Some(format!("the certificate is not trusted, because {why} ({problem})"))
}
