//! What surrounds the items of an answer, or replaces them.

use serde_json::{Map, Value, json};

use crate::error::Error;

/// Warnings that an answer has at most: they must not crowd out what they are about.
const MAX_WARNINGS: usize = 20;

/// The envelope as one compact line, the same for every reader.
#[derive(Debug)]
pub(crate) struct Envelope(pub String);

impl Envelope {
    pub(super) fn of(value: &Value) -> Self {
        Self(value.to_string())
    }
}

impl Error {
    /// The error in the envelope.
    #[must_use]
    pub(crate) fn envelope(&self, simulated: bool, lockdown: bool) -> Envelope {
        Envelope::of(&json!({
            "metadata": head(0, "Error occurred while processing request", simulated, lockdown),
            "error": self.to_json(),
        }))
    }
}

/// The first warnings, and how many there are beyond.
pub(super) fn bounded(mut warnings: Vec<String>) -> Vec<String> {
    if warnings.len() > MAX_WARNINGS {
        let more = warnings.len() - MAX_WARNINGS;
        warnings.truncate(MAX_WARNINGS);
        warnings.push(format!("and {more} more warnings"));
    }
    warnings
}

pub(super) fn head(count: usize, description: &str, simulated: bool, lockdown: bool) -> Map<String, Value> {
    let mut metadata = Map::new();
    metadata.insert("count".into(), count.into());
    metadata.insert("description".into(), description.into());
    if simulated {
        metadata.insert("simulated".into(), true.into());
    }
    if lockdown {
        metadata.insert("lockdown".into(), true.into());
    }
    metadata
}
