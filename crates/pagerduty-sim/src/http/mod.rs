//! HTTP as the simulator needs it: requests taken apart, connections that can be cut, faults, and a record.
//!
//! Nothing here knows PagerDuty's objects.

mod fault;
mod misbehaviour;
mod rate_limit;
mod record;
mod reply;
mod request;
mod server;

pub use self::fault::{Effect, ErrorShape, Fault, Faults, OddRow};
pub use self::record::RecordedRequest;

pub(crate) use self::misbehaviour::{misbehave, replaces_answer};
pub(crate) use self::rate_limit::RateLimits;
pub(crate) use self::record::Record;
pub(crate) use self::reply::Reply;
pub(crate) use self::request::{Request, decode_query};
pub(crate) use self::server::{Handler, serve};
