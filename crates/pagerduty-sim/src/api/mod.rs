//! The REST API around the endpoints: who asks, what they may, how lists are cut, what errors look like.

mod access;
mod answer;
mod call;
mod error;
mod page;
mod record;

pub(crate) use self::access::Credential;
pub(crate) use self::answer::{Answer, Outcome};
pub(crate) use self::call::{Call, require};
pub(crate) use self::error::{ACCESS_DENIED_TEXT, ApiError};
pub(crate) use self::page::Page;
pub(crate) use self::record::record;
