//! Arguments that clients add by themselves, and that no model meant.

use serde_json::{Map, Value};

use crate::{parameters::schema::Parameter, phrasing};

/// Names that clients are known to add: n8n sends what its agent knows of the call, other clients a parameter of their own,
/// or one that stands for none.
const NAMES: [&str; 12] = [
    "_meta",
    "action",
    "chatInput",
    "dummy",
    "random_string",
    "request_heartbeat",
    "sessionId",
    "session_id",
    "tool",
    "toolCallId",
    "tool_call_id",
    "wait_for_previous",
];

/// The arguments without those of clients, unless the tool has a parameter of that name; a warning names them.
pub(super) fn removed(
    parameters: &[Parameter],
    given: Map<String, Value>,
    warnings: &mut Vec<String>,
) -> Map<String, Value> {
    let is_parameter = |name: &str| parameters.iter().any(|parameter| parameter.name == name);
    let is_of_client = |name: &str| NAMES.contains(&name) && !is_parameter(name);
    if !given.keys().any(|name| is_of_client(name)) {
        return given;
    }
    let (ignored, kept): (Vec<_>, Vec<_>) = given.into_iter().partition(|(name, _)| is_of_client(name));
    let names = phrasing::list(ignored.iter().map(|(name, _)| name), "and");
    warnings.push(format!("ignored {names}: added by the client, and no parameter of this tool"));
    kept.into_iter().collect()
}
