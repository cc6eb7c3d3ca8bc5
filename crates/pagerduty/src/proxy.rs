//! Proxy variables that cannot be used. The HTTP library ignores them and connects directly, which is rarely what
//! somebody who set one wants, so they are named and nothing is sent past them.

use std::env;

use http::Uri;

use crate::{Error, ErrorKind, Stage};

/// The variables that the HTTP library reads, in its order: of each pair, the first one that is set.
const HTTPS: [&str; 2] = ["HTTPS_PROXY", "https_proxy"];
const HTTP: [&str; 2] = ["HTTP_PROXY", "http_proxy"];
const ALL: [&str; 2] = ["ALL_PROXY", "all_proxy"];

/// What is wrong with the proxy variables, one sentence for each that cannot be used. Values are not repeated: they may
/// hold a password.
#[must_use]
pub fn unusable_proxies() -> Vec<String> {
    [HTTPS, HTTP, ALL].iter().filter_map(problem).collect()
}

/// The error of a client whose proxy cannot be used.
pub(crate) fn check() -> Result<(), Error> {
    // `ALL_PROXY` is used where there is no proxy for HTTPS alone.
    let decides = if value(&HTTPS).is_some() { HTTPS } else { ALL };
    match problem(&decides) {
        Some(problem) => Err(Error::new(ErrorKind::Unreachable, format!("no connection to PagerDuty: {problem}"))
            .with_stage(Stage::ProxyAddress)
            .lasting()),
        None => Ok(()),
    }
}

fn problem(names: &[&'static str; 2]) -> Option<String> {
    let (name, value) = value(names)?;
    let why = match value {
        None => "it is not UTF-8 text",
        Some(value) => why(&value)?,
    };
    Some(format!("{name} is not the address of a proxy: {why}"))
}

/// The first variable of a pair that is set, with its value where that is text. An empty one counts as unset, as for the
/// HTTP library.
fn value(names: &[&'static str; 2]) -> Option<(&'static str, Option<String>)> {
    let set = names.iter().find_map(|name| Some((*name, env::var_os(name)?)));
    let (name, value) = set.filter(|(_, value)| !value.is_empty())?;
    Some((name, value.into_string().ok()))
}

fn why(value: &str) -> Option<&'static str> {
    const EXAMPLE: &str = "use one such as `http://proxy.example:3128`";
    let Ok(uri) = value.parse::<Uri>() else { return Some(EXAMPLE) };
    let Some(authority) = uri.authority() else { return Some(EXAMPLE) };
    // Without a scheme, `http` is meant.
    match uri.scheme_str() {
        None | Some("http" | "https") => {}
        Some("socks4" | "socks4a" | "socks5" | "socks5h") => {
            return Some("SOCKS is not supported, only HTTP proxies are");
        }
        Some(_) => return Some(EXAMPLE),
    }
    let address = authority.as_str().rsplit_once('@').map_or(authority.as_str(), |(_, address)| address);
    let port = address.rsplit_once(':').filter(|_| !address.ends_with(']')).map(|(_, port)| port);
    match port.map(str::parse::<u16>) {
        Some(Ok(0) | Err(_)) => Some("its port is not a number from 1 to 65535"),
        _ if authority.host().is_empty() => Some(EXAMPLE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_proxies_are_told_from_other_texts() {
        for good in [
            "http://proxy.example:3128",
            "http://user:pass@proxy.example:3128/",
            "https://proxy.example",
            "proxy.example:3128",
            "proxy",
            "http://[::1]:3128",
            "http://[::1]",
            "10.0.0.1:8080",
        ] {
            assert_eq!(why(good), None, "{good}");
        }
        for (bad, said) in [
            ("not a proxy", "such as"),
            ("http:/proxy:3128", "such as"),
            ("://proxy", "such as"),
            ("http://", "such as"),
            ("http://:3128", "such as"),
            ("htp://proxy:3128", "such as"),
            ("/etc/proxy", "such as"),
            ("socks5://proxy:1080", "SOCKS"),
            ("http://proxy:99999", "port"),
            ("http://proxy:port", "port"),
            ("http://user:secret@proxy:0", "port"),
        ] {
            assert!(why(bad).is_some_and(|why| why.contains(said)), "{bad}: {:?}", why(bad));
        }
    }
}
