//! Bodies of requests and answers: bounded, and whole before any work is done.

use std::{convert::Infallible, time::Duration};

use bytes::Bytes;
use http::{StatusCode, header::CONTENT_LENGTH};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited, combinators::UnsyncBoxBody};
use hyper::{Request, body::Incoming};

use crate::transport::message;

/// The body of an answer.
pub(super) type Body = UnsyncBoxBody<Bytes, Infallible>;

/// How long a client may take to send one.
const BODY_TIMEOUT: Duration = Duration::from_secs(15);

/// A body of plain text.
pub(super) fn text(text: impl Into<Bytes>) -> Body {
    Full::new(text.into()).boxed_unsync()
}

/// The request with its whole body, or the status and words of a refusal.
pub(super) async fn read(request: Request<Incoming>) -> Result<Request<Bytes>, (StatusCode, &'static str)> {
    let too_large = (StatusCode::PAYLOAD_TOO_LARGE, "the body is larger than 1 MiB");
    let declared = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if declared.is_some_and(|length: usize| length > message::LARGEST) {
        return Err(too_large);
    }
    let (parts, body) = request.into_parts();
    match tokio::time::timeout(BODY_TIMEOUT, Limited::new(body, message::LARGEST).collect()).await {
        Ok(Ok(body)) => Ok(Request::from_parts(parts, body.to_bytes())),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large),
        Ok(Err(_)) => Err((StatusCode::BAD_REQUEST, "the body ended early")),
        Err(_) => Err((StatusCode::REQUEST_TIMEOUT, "the body took too long to arrive")),
    }
}
