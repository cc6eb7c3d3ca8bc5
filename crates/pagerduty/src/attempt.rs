//! One sending of a request: what came back, and how it failed.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::{
    RequestBuilder, Response, StatusCode,
    header::{HeaderName, HeaderValue},
};

use crate::{
    Error, ErrorKind, Result, Stage,
    endpoint::CONNECT_TIMEOUT,
    error::innermost,
    observe::RateBudget,
    path::Path,
    retry::{self, Failure, Repeat},
    stage::lasting_cause,
};

/// Bytes of one answer that are read at most: some forty times the largest page of real incidents.
const LARGEST_BODY: usize = LARGEST_BODY_MIB * 1024 * 1024;
pub(crate) const LARGEST_BODY_MIB: usize = 32;

/// Bytes of a refusal that are read at most: PagerDuty's have a few hundred.
const LARGEST_REFUSAL: usize = 1024 * 1024;

/// The result of sending a request once.
#[derive(Debug)]
pub(crate) struct Attempt {
    pub(crate) status: Option<u16>,
    pub(crate) budget: Option<RateBudget>,
    /// What PagerDuty calls this request, where it refused it.
    pub(crate) request_id: Option<HeaderValue>,
    /// The body of a success, or the error and, where repeating may help, how it failed.
    pub(crate) result: Result<Bytes, (Option<Failure>, Error)>,
}

impl Attempt {
    pub(crate) async fn make(request: RequestBuilder, path: &Path) -> Self {
        match request.send().await {
            Ok(response) => Self {
                status: Some(response.status().as_u16()),
                budget: RateBudget::read(response.headers()),
                request_id: response.headers().get(HeaderName::from_static("x-request-id")).cloned(),
                result: read(response, path).await,
            },
            Err(error) => Self { status: None, budget: None, request_id: None, result: Err(not_sent(&error)) },
        }
    }

    /// The status of the answer, whatever it says.
    pub(crate) fn into_status(self) -> Result<u16> {
        match (self.status, self.result) {
            (None, Err((_, error))) => Err(error),
            // A proxy's, and none of PagerDuty's.
            (_, Err((_, error))) if error.is_lasting() => Err(error),
            (status, _) => Ok(status.unwrap_or_default()),
        }
    }
}

async fn read(mut response: Response, path: &Path) -> Result<Bytes, (Option<Failure>, Error)> {
    let status = response.status();
    let most = if status.is_success() { LARGEST_BODY } else { LARGEST_REFUSAL };
    let mut body = BytesMut::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() <= most => body.extend_from_slice(&chunk),
            Ok(Some(_)) if status.is_success() => {
                let problem = format!("PagerDuty's answer has more than {LARGEST_BODY_MIB} MiB, and was not read");
                return Err((None, Error::new(ErrorKind::TooLarge, problem)));
            }
            Ok(Some(_)) => {
                // Its status says enough.
                body.clear();
                break;
            }
            Ok(None) => break,
            Err(error) => return Err((Some(Failure::Broken), broken(&error))),
        }
    }
    if status.is_success() {
        // One broken character must not cost the answer.
        return Ok(match str::from_utf8(&body) {
            Ok(_) => body.freeze(),
            Err(_) => String::from_utf8_lossy(&body).into_owned().into(),
        });
    }
    let reset = retry::reset(response.headers());
    let (failure, retry_after) = failure(status, reset);
    Err((failure, Error::status(status.as_u16(), &body, retry_after, path)))
}

/// How a refusal failed, and how long to wait where PagerDuty says so.
fn failure(status: StatusCode, reset: Option<Duration>) -> (Option<Failure>, Option<Duration>) {
    match status {
        StatusCode::TOO_MANY_REQUESTS => {
            let failure = Failure::RateLimited(reset);
            (Some(failure), retry::wait(Repeat::Harmless, failure, 0))
        }
        StatusCode::REQUEST_TIMEOUT => (Some(Failure::Broken), None),
        status if status.is_server_error() => (Some(Failure::Broken), reset),
        _ => (None, None),
    }
}

fn not_sent(error: &reqwest::Error) -> (Option<Failure>, Error) {
    if Stage::is_proxy_login(error) {
        return (None, Error::proxy_login());
    }
    if Stage::is_proxy_refusal(error) {
        let error =
            Error::new(ErrorKind::Unreachable, "no connection to PagerDuty: the proxy refuses to connect to it");
        return (None, error.with_stage(Stage::ProxyRefusal).lasting());
    }
    if Stage::is_no_http(error) {
        let error = Error::new(ErrorKind::Unreachable, "no connection to PagerDuty: what answers there is not HTTP");
        return (None, error.with_stage(Stage::NoHttp).lasting());
    }
    if error.is_connect() {
        if let Some((cause, stage)) = lasting_cause(error) {
            let error = Error::new(ErrorKind::Unreachable, format!("no connection to PagerDuty: {cause}"));
            return (None, error.with_stage(stage).lasting());
        }
        let cause = match error.is_timeout() {
            true => format!("none was made within {} seconds", CONNECT_TIMEOUT.as_secs()),
            false => innermost(error),
        };
        let message = format!("no connection to PagerDuty: {cause}");
        let error = Error::new(ErrorKind::Unreachable, message).with_stage(Stage::of(error));
        return (Some(Failure::NotConnected), error);
    }
    if error.is_builder() || error.to_string().contains("not a valid Uri") {
        return (None, Error::unsendable("request", error));
    }
    (Some(Failure::Broken), broken(error))
}

fn broken(error: &reqwest::Error) -> Error {
    let message = format!("the connection to PagerDuty broke: {}", innermost(error));
    Error::new(ErrorKind::Unreachable, message).with_stage(Stage::of(error))
}
