//! Messages before the handshake. The library answers some of them in words that do not say what to send, and ends
//! after others.

use rmcp::{
    ErrorData, RoleServer,
    model::{ClientRequest, GetMeta, JsonRpcMessage, ProtocolVersion},
    service::{RxJsonRpcMessage, TxJsonRpcMessage},
};

/// What to do with a message.
pub(super) enum Verdict {
    /// Pass it to the library; `is_done` says whether the handshake is then complete.
    Passed {
        is_done: bool,
    },
    Answered(Box<TxJsonRpcMessage<RoleServer>>),
    /// A notification or an answer: ignore it.
    Dropped,
}

/// What to do with a message that comes before the handshake.
pub(super) fn judge(message: &RxJsonRpcMessage<RoleServer>) -> Verdict {
    let JsonRpcMessage::Request(request) = message else { return Verdict::Dropped };
    let words = match &request.request {
        ClientRequest::InitializeRequest(_) => return Verdict::Passed { is_done: true },
        ClientRequest::PingRequest(_) => return Verdict::Passed { is_done: false },
        // From 2026-07-28 on, clients identify themselves in each request. The library names what is missing there.
        request if request.get_meta().protocol_version().is_some() => {
            let is_whole = request.get_meta().missing_required_keys(&ProtocolVersion::V_2026_07_28).is_empty();
            return Verdict::Passed { is_done: is_whole && !matches!(request, ClientRequest::DiscoverRequest(_)) };
        }
        // The library could not read its parameters.
        ClientRequest::CustomRequest(request) if request.method == "initialize" => {
            "the parameters of `initialize` do not match the protocol"
        }
        _ => {
            "send `initialize` first or, as a client of protocol version 2026-07-28 or later, the `_meta` that every request \
             needs"
        }
    };
    let error = ErrorData::invalid_params(words, None);
    Verdict::Answered(Box::new(JsonRpcMessage::error(error, Some(request.id.clone()))))
}
