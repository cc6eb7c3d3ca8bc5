//! Which operation a call means, and whether it may be carried out: with this tool, and at all.

use pagerduty::operation::{Access, Operation, Refusal};
use toolkit::{
    context::Context,
    error::{Code, Error, Result},
    hint::{Hint, ToolName, tool},
    phrasing,
};

/// IDs that are named where one is wrong.
const MAX_NEAREST: usize = 3;

/// The tool that finds operations.
pub(super) const FIND: ToolName = tool("get_operations");

/// The tool that carries out those that read.
pub(super) const READ: ToolName = tool("read_operation");

/// The tool that carries out those that change something.
pub(super) const CHANGE: ToolName = tool("change_operation");

/// How the tool is turned on that changes something.
pub(super) const HOW_TO_CHANGE: &str = "the operator of this server turns it on with --toolsets default,api";

/// The operation of this ID; its method and path will do too.
///
/// # Errors
///
/// `INVALID_PARAMETER` with the nearest IDs, if there is no such operation.
pub(super) fn operation(id: &str) -> Result<&'static Operation> {
    let words: Vec<&str> = id.split_whitespace().collect();
    let by_path = |operation: &&Operation| words == [operation.method(), operation.path()];
    if let Some(operation) = Operation::by_id(id).or_else(|| Operation::all().iter().find(by_path)) {
        return Ok(operation);
    }
    let nearest = Operation::nearest(id, MAX_NEAREST);
    let hint = match nearest.as_slice() {
        [] => Hint::naming("find it with ", FIND, " and `query`"),
        nearest => {
            let nearest = phrasing::list(nearest.iter().map(|operation| operation.id()), "or");
            Hint::from(format!("did you mean {nearest}")).with("; find others with ", FIND, " and `query`")
        }
    };
    let message = format!("PagerDuty's API has no operation `{}`", phrasing::short(id));
    Err(Error::new(Code::InvalidParameter, message).hint(hint))
}

/// The same, where it can be carried out by a tool of this access.
///
/// # Errors
///
/// `INVALID_PARAMETER` with the name of the other tool, and `OPERATION_REFUSED` for what the operator has to allow first.
pub(super) fn to_carry_out(id: &str, access: Access, cx: &Context) -> Result<&'static Operation> {
    let operation = operation(id)?;
    if operation.access() != access {
        return Err(of_other_tool(operation, cx));
    }
    match operation.refused().filter(|refusal| !is_allowed(operation, *refusal, cx)) {
        None => Ok(operation),
        Some(refusal) => {
            let message = format!("`{}` concerns {} and is refused", operation.id(), refusal.noun());
            Err(Error::new(Code::OperationRefused, message).hint(how_to_allow(operation, refusal)))
        }
    }
}

fn of_other_tool(operation: &Operation, cx: &Context) -> Error {
    let id = operation.id();
    match operation.access() {
        Access::Read => Error::new(Code::InvalidParameter, format!("`{id}` changes nothing")).hint(Hint::naming(
            "carry it out with ",
            READ,
            "",
        )),
        Access::Change if cx.offers(CHANGE.name()) => {
            Error::new(Code::InvalidParameter, format!("`{id}` changes something, and this tool only reads"))
                .hint(Hint::naming("carry it out with ", CHANGE, ""))
        }
        Access::Change => {
            let message = format!("`{id}` changes something, and the tool that carries out such operations is off");
            Error::new(Code::InvalidParameter, message).hint(HOW_TO_CHANGE)
        }
    }
}

/// Whether the operator allows what is refused otherwise.
pub(super) fn is_allowed(operation: &Operation, refusal: Refusal, cx: &Context) -> bool {
    cx.allows(refusal.as_str()) || cx.allows(operation.id())
}

/// What the operator has to do.
pub(super) fn how_to_allow(operation: &Operation, refusal: Refusal) -> String {
    let (kind, id) = (refusal.as_str(), operation.id());
    format!("the operator of this server allows it with --allow-operations {kind}, or {id} for this one alone")
}
