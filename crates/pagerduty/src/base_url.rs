//! Where requests go: PagerDuty's US or EU host, or another address for proxies and simulators.

use std::{fmt, str::FromStr};

use reqwest::Url;

/// The service region that an account lives in; a token of one region is refused with 401 by the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Region {
    /// `https://api.pagerduty.com`
    #[default]
    Us,
    /// `https://api.eu.pagerduty.com`
    Eu,
}

impl Region {
    /// Every region.
    pub const ALL: [Self; 2] = [Self::Us, Self::Eu];

    /// What the region is called where it is configured.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Us => "us",
            Self::Eu => "eu",
        }
    }

    /// The region that a token may belong to when this one refuses it.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Us => Self::Eu,
            Self::Eu => Self::Us,
        }
    }
}

impl FromStr for Region {
    type Err = UnknownRegion;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.to_ascii_lowercase().as_str() {
            "us" => Ok(Self::Us),
            "eu" => Ok(Self::Eu),
            _ => Err(UnknownRegion(shown(text).map(|word| format!(" {word}")).unwrap_or_default())),
        }
    }
}

/// A region other than `us` or `eu`.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("unknown region{0}: use `us` or `eu`")]
pub struct UnknownRegion(String);

/// A short word as an error shows it; what may be a secret in the wrong place is not repeated.
fn shown(text: &str) -> Option<String> {
    const LONGEST: usize = 12;
    let is_word = text.len() <= LONGEST && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_word.then(|| format!("`{text}`"))
}

/// The address that all requests of a client start with: `https`, or `http` on this machine only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Whether requests travel without TLS, which only a loopback address may.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.0.starts_with("http:")
    }

    /// The region whose host this is; `None` where it is none of PagerDuty's own.
    #[must_use]
    pub fn region(&self) -> Option<Region> {
        Region::ALL.into_iter().find(|region| *self == Self::from(*region))
    }

    /// The full address of a path that starts with `/` and is percent-encoded already.
    pub(crate) fn join(&self, path: &str, query: &[(String, String)]) -> Result<Url, impl std::error::Error + use<>> {
        let mut url = Url::parse(&format!("{}{path}", self.0));
        if let Ok(url) = &mut url
            && !query.is_empty()
        {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }
}

impl Default for BaseUrl {
    fn default() -> Self {
        Region::default().into()
    }
}

impl From<Region> for BaseUrl {
    fn from(region: Region) -> Self {
        let host = match region {
            Region::Us => "https://api.pagerduty.com",
            Region::Eu => "https://api.eu.pagerduty.com",
        };
        Self(host.to_owned())
    }
}

impl FromStr for BaseUrl {
    type Err = InvalidBaseUrl;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let no_address = || InvalidBaseUrl::NotAUrl(shown(text).unwrap_or_else(|| "this".to_owned()));
        let url = Url::parse(text).map_err(|_| no_address())?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(InvalidBaseUrl::Credentials);
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(InvalidBaseUrl::Extra);
        }
        match url.scheme() {
            "https" => Ok(Self(normal(&url))),
            "http" if is_loopback(&url) => Ok(Self(normal(&url))),
            "http" => Err(InvalidBaseUrl::Plain(normal(&url))),
            _ => Err(no_address()),
        }
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why an address cannot be PagerDuty's. What may hold a secret is not repeated.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum InvalidBaseUrl {
    /// Not an `http` or `https` address.
    #[error("{0} is not an address: use one such as `https://api.pagerduty.com`")]
    NotAUrl(String),
    /// `http` to another machine would show the token to everyone on the way.
    #[error(
        "`{0}` would send the token unencrypted: use `https`, or a loopback address such as `http://127.0.0.1:8090`"
    )]
    Plain(String),
    /// A user name or password in the address.
    #[error("the address must not contain a user name or password: set PAGERDUTY_API_TOKEN instead")]
    Credentials,
    /// A query or fragment in the address.
    #[error("the address has a query or a fragment: give scheme, host and path only")]
    Extra,
}

fn normal(url: &Url) -> String {
    url.as_str().trim_end_matches('/').to_owned()
}

fn is_loopback(url: &Url) -> bool {
    match url.host_str() {
        Some("localhost") => true,
        Some(host) => {
            host.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_hosts() {
        assert_eq!(BaseUrl::from(Region::Us).to_string(), "https://api.pagerduty.com");
        assert_eq!(BaseUrl::from("EU".parse::<Region>().unwrap()).to_string(), "https://api.eu.pagerduty.com");
        assert!("apac".parse::<Region>().is_err());
        for (address, region) in [
            ("https://api.pagerduty.com:443/", Some(Region::Us)),
            ("https://API.eu.pagerduty.com", Some(Region::Eu)),
            ("https://api.pagerduty.com/prefix", None),
            ("https://api.pagerduty.com:8443", None),
            ("https://api.eu.pagerduty.com.example", None),
            ("http://127.0.0.1:8090", None),
        ] {
            assert_eq!(address.parse::<BaseUrl>().unwrap().region(), region, "{address}");
        }
        for region in Region::ALL {
            assert_eq!(region.as_str().parse(), Ok(region));
            assert_eq!(region.other().other(), region);
        }
    }

    #[test]
    fn plain_http_stays_on_this_machine() {
        for good in [
            "http://127.0.0.1:8090",
            "http://localhost:1",
            "http://[::1]:9/",
            "http://127.9.9.9",
            "https://pd.example/prefix/",
        ] {
            assert!(good.parse::<BaseUrl>().is_ok(), "{good}");
        }
        for bad in [
            "http://api.pagerduty.com",
            "http://127.0.0.1.example.com",
            "http://localhost.example.com",
            "http://0.0.0.0",
            "http://10.0.0.1",
            "ftp://127.0.0.1",
            "api.pagerduty.com",
            "https://user:secret@api.pagerduty.com",
            "https://api.pagerduty.com?x=1",
            "",
        ] {
            assert!(bad.parse::<BaseUrl>().is_err(), "{bad}");
        }
    }

    #[test]
    fn paths_are_appended() {
        let base: BaseUrl = "https://pd.example/prefix/".parse().unwrap();
        let query = [("statuses[]".to_owned(), "a b".to_owned())];
        assert_eq!(
            base.join("/teams/P%2F1", &query).unwrap().as_str(),
            "https://pd.example/prefix/teams/P%2F1?statuses%5B%5D=a+b"
        );
    }
}
