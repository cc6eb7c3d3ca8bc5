//! The REST API around the endpoints: who asks, what they may, how lists are cut, what errors look like.

mod access;
mod call;
mod control;
mod endpoints;
mod error;
mod page;
mod record;
mod service;

pub(crate) use self::access::Credential;
pub(crate) use self::call::{Call, require};
pub(crate) use self::endpoints::{Answer, Outcome};
pub(crate) use self::error::ApiError;
pub(crate) use self::page::Page;
pub(crate) use self::record::record;
pub(crate) use self::service::Service;
