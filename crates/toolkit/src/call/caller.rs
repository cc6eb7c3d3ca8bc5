//! Who makes a call: the credential, the client as it calls itself, and how the person behind it is asked.

use serde::Serialize;
use tokio::sync::watch;

use crate::{
    call::{caller_credential::CallerCredential, observer::Progress},
    selection::Selection,
    write::consent::ConsentChannel,
};

/// Who makes a call.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    /// As whom PagerDuty is called.
    pub credential: CallerCredential,
    /// How the person behind the client is asked.
    pub ask: ConsentChannel,
    /// What the client calls this request, for the log.
    pub request_id: String,
    /// What the client calls itself, for the audit log.
    pub client_name: Option<ClientName>,
    /// The W3C `traceparent` that came with the request, for the log and the trace.
    pub traceparent: Option<String>,
    /// Who wants to know how far the call is.
    pub progress: Option<watch::Sender<Progress>>,
    /// Whether the caller wants no text of strangers but titles.
    pub lockdown: bool,
    /// What the request leaves of the tools that are on; all of them where it does not say.
    pub narrowed: Option<Selection>,
}

/// The name of a client, which it chooses itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClientName {
    /// Such as `claude-code`.
    pub name: String,
    /// Its version.
    pub version: String,
}
