//! The result of a call.

use serde_json::Value;

use crate::{answer::Envelope, error::PersonNeeded};

/// The result of a call.
#[derive(Debug)]
pub struct Outcome {
    /// The envelope as one compact line: the same bytes for every reader.
    pub text: String,
    /// Whether the envelope holds an error.
    pub is_error: bool,
    /// What the person has to be asked before the call can succeed.
    pub asks: Option<PersonNeeded>,
}

impl Outcome {
    /// The envelope, for programs.
    #[must_use]
    pub fn answer(&self) -> Value {
        // It was written here, and not deeper than can be read.
        serde_json::from_str(&self.text).unwrap_or_default()
    }
}

impl From<Envelope> for Outcome {
    fn from(Envelope(text): Envelope) -> Self {
        Self { text, is_error: false, asks: None }
    }
}
