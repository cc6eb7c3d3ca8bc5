//! How far a request came that got no answer, which is where its cause is to be looked for.

use std::{error::Error, io};

use rustls::{CertificateError, InvalidMessage};

use crate::{certificates, error::innermost};

/// What a request without an answer did not get past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// The name of the host has no address.
    Name,
    /// Nobody takes connections at the address.
    Connection,
    /// The variable that names the proxy does not hold an address.
    ProxyAddress,
    /// The proxy wants a login.
    ProxyLogin,
    /// The proxy answered, and refuses to connect.
    ProxyRefusal,
    /// The proxy is not there, or breaks off.
    Proxy,
    /// No TLS could be agreed on, or the certificate is not trusted.
    Tls,
    /// `https` was asked for, and what answers does not speak TLS.
    NoTls,
    /// `http` was asked for, and what answers does not speak it: most likely it speaks TLS.
    NoHttp,
    /// HTTPS cannot be set up on this machine, because it has no certificates.
    Setup,
    /// A connection was made, and broke before the end of the answer.
    Answer,
}

impl Stage {
    /// Whether a proxy said that it wants a login.
    pub(crate) fn is_proxy_login(error: &reqwest::Error) -> bool {
        innermost(error).contains("proxy authorization required")
    }

    /// Whether a proxy answered and refused to connect. The HTTP library does not say with which status.
    pub(crate) fn is_proxy_refusal(error: &reqwest::Error) -> bool {
        innermost(error) == "tunnel error: unsuccessful"
    }

    /// Whether something answered without TLS that is not HTTP at all.
    pub(crate) fn is_no_http(error: &reqwest::Error) -> bool {
        let is_plain = error.url().is_some_and(|url| url.scheme() == "http");
        is_plain && innermost(error).starts_with("invalid HTTP version")
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

/// Why no connection can be made before something is set right, where that is so, and what the request did not get past.
pub(crate) fn lasting_cause(error: &reqwest::Error) -> Option<(String, Stage)> {
    let mut causes = std::iter::successors(Some(error as &dyn Error), |error| (*error).source());
    let problem = causes.find_map(|cause| tls(cause))?;
    let refused = match problem {
        rustls::Error::InvalidCertificate(refused) => refused,
        rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType) => {
            return Some(("what answers there does not speak TLS".to_owned(), Stage::NoTls));
        }
        _ => return Some((format!("no TLS can be agreed on: {problem}"), Stage::Tls)),
    };
    let why = match refused {
        CertificateError::UnknownIssuer => "nobody whom this machine trusts has signed it",
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "it has expired",
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => "it is not valid yet",
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => "it is for another host",
        _ => "it cannot be used",
    };
    // Whoever signed it may be in a place that could not be read.
    let places = certificates::broken_places().into_iter().map(|place| format!("; {place}")).collect::<String>();
    Some((format!("the certificate is not trusted, because {why} ({problem}){places}"), Stage::Tls))
}
