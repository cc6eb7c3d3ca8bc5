//! The HTTP request that a call came in.

use http::HeaderMap;
use rmcp::service::{RequestContext, RoleServer};

/// The HTTP request, if the call came in one.
pub(super) fn request(context: &RequestContext<RoleServer>) -> Option<&http::request::Parts> {
    context.extensions.get()
}

/// Its headers.
pub(super) fn headers(context: &RequestContext<RoleServer>) -> Option<&HeaderMap> {
    request(context).map(|request| &request.headers)
}
