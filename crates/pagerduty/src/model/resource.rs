//! What every object of PagerDuty's API says of itself.

use serde::{Serialize, de::DeserializeOwned};

use super::{resource_kind::ResourceKind, untrusted::Untrusted};

/// An object of PagerDuty's API.
pub trait Resource: DeserializeOwned + Serialize + Send {
    /// What it is.
    const KIND: ResourceKind;

    /// Fields of the object that a reader gets only on request. Those that the struct has too take its shape; the
    /// others come as PagerDuty sends them.
    const ON_REQUEST: &'static [&'static str] = &[];

    /// Fields that hold what others sent, of any shape: nothing in them has PagerDuty's meaning.
    const OPAQUE: &'static [&'static str] = &[];

    /// Fields that hold text of people and machines outside: who reads them must not take it for anything but data.
    const UNTRUSTED: Untrusted = Untrusted::NONE;

    /// Its ID, where it has one.
    fn id(&self) -> Option<&str> {
        None
    }

    /// The name that people gave it, where it has one.
    fn name(&self) -> Option<&str> {
        None
    }

    /// What can only be said once the whole object is read.
    fn complete(&mut self) {}
}
