//! Paths made of literal segments and validated IDs: no caller's text can reach another endpoint.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{Id, ResourceKind};

/// The path of one request, and the resource that the caller named in it.
#[derive(Clone, Debug, Default)]
pub struct Path {
    text: String,
    /// The same with `{id}` instead of every ID.
    template: String,
    subject: Option<ResourceKind>,
}

impl Path {
    /// `/literal`
    pub(crate) fn root(literal: &'static str) -> Self {
        Self { text: format!("/{literal}"), template: format!("/{literal}"), subject: None }
    }

    /// `/…/ID`; a 404 is then about that resource.
    pub(crate) fn id<T: crate::Resource>(mut self, id: &Id<T>) -> Self {
        self.text.push('/');
        // An ID has no character that needs this; the path stays right should that ever change.
        self.text.extend(utf8_percent_encode(id.as_str(), NON_ALPHANUMERIC_BUT_ID));
        self.template.push_str("/{id}");
        self.subject = Some(T::KIND);
        self
    }

    /// `/…/literal`
    pub(crate) fn literal(mut self, literal: &'static str) -> Self {
        for text in [&mut self.text, &mut self.template] {
            text.push('/');
            text.push_str(literal);
        }
        self
    }

    /// `/…/TEXT`, which was checked to be one plain segment; a 404 is then about that resource, if it is one.
    pub(crate) fn checked(mut self, text: &str, subject: Option<ResourceKind>) -> Self {
        self.text.push('/');
        self.text.extend(utf8_percent_encode(text, NON_ALPHANUMERIC_BUT_ID));
        self.template.push_str("/{id}");
        self.subject = subject;
        self
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn template(&self) -> &str {
        &self.template
    }

    pub(crate) fn subject(&self) -> Option<ResourceKind> {
        self.subject
    }
}

const NON_ALPHANUMERIC_BUT_ID: &percent_encoding::AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_');
