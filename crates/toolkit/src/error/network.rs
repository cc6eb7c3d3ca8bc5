//! Where to look for the cause of a request that got no answer: said by `doctor` and by every call.

use pagerduty::{Error, Stage};

/// What to look at where something else than PagerDuty's API answered.
pub const NOT_FROM_API: &str = "check the token, its region (PAGERDUTY_REGION), PAGERDUTY_API_URL if it is set, and \
                                       what stands between this server and PagerDuty";

/// What to do about it, where the cause is known to lie on this machine or on the way.
pub fn advice(error: &Error) -> Option<&'static str> {
    Some(match error.stage()? {
        Stage::Name => "the name has no address (DNS): check the network and, if it is set, PAGERDUTY_API_URL",
        Stage::Connection => {
            "nobody takes the connection (TCP): check the network, a firewall, HTTPS_PROXY and, if it is set, \
             PAGERDUTY_API_URL"
        }
        Stage::ProxyLogin => "put the user and password of the proxy into HTTPS_PROXY",
        Stage::ProxyAddress => "correct the variable, or unset it to connect without a proxy",
        Stage::ProxyRefusal => {
            "the proxy in HTTPS_PROXY or ALL_PROXY has to allow connections to PagerDuty's host at port 443: ask whoever \
             runs it, name another proxy, or put the host into NO_PROXY if it can be reached directly"
        }
        Stage::Proxy => "the proxy does not connect: check HTTPS_PROXY, its login and what it lets through",
        Stage::Setup => {
            "install the root certificates of the system (the package `ca-certificates`), or name a readable file of \
             certificates in PEM format in SSL_CERT_FILE"
        }
        Stage::NoTls => {
            "`https` goes to a port that does not speak TLS, such as one of plain HTTP: check the port in \
             PAGERDUTY_API_URL; a simulator on this machine is at `http://`"
        }
        Stage::NoHttp => {
            "`http` goes to a port that does not speak plain HTTP, such as one of TLS: check the port in \
             PAGERDUTY_API_URL, or use `https://`"
        }
        Stage::Tls => {
            "no trusted TLS: check the clock of this machine and, behind a proxy that reads along, that the system \
             or SSL_CERT_FILE has its certificate"
        }
        _ => "a connection was made and broke (HTTP): check proxies and firewalls on the way, then try again",
    })
}
