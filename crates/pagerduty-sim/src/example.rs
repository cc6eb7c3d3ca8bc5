//! Something in an account, named.

use serde::Serialize;

use crate::account::Account;
use crate::account::resource::Resource;
use crate::id::Key;

/// An object, by ID and summary.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Example {
    /// Its ID.
    pub id: String,
    /// Its `summary`.
    pub summary: String,
}

impl Example {
    pub(crate) fn of<T: Resource>(account: &Account, key: Key<T>) -> Self {
        Self { id: account.id(key), summary: account[key].summary(key).into_owned() }
    }
}
