//! What groups are called.

use pagerduty::model::{Reference, TypedReference};

/// What a group is called, and the ID of what it is about.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) name: String,
    pub(super) id: Option<String>,
}

impl Name {
    pub(super) fn plain(name: &str) -> Self {
        Self { name: name.to_owned(), id: None }
    }

    pub(super) fn of(reference: &Reference) -> Option<Self> {
        let id = reference.id.as_deref().map(str::to_owned);
        Some(Self { name: reference.summary.as_deref().map(str::to_owned).or_else(|| id.clone())?, id })
    }

    /// Of a person, and of nothing else that can do something.
    pub(super) fn of_user(reference: &TypedReference) -> Option<Self> {
        let is_user = reference.r#type.as_deref().is_some_and(|kind| kind.starts_with("user"));
        let id = reference.id.as_deref().filter(|_| is_user)?.to_owned();
        Some(Self { name: reference.summary.as_deref().unwrap_or(&id).to_owned(), id: Some(id) })
    }
}
