//! One line about one thing that is wrong.

use std::fmt;

/// One way in which a request or response breaks the contract.
///
/// It displays as one line: where, then what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    pub(crate) place: String,
    pub(crate) fault: String,
}

impl Violation {
    pub(crate) fn new(place: impl Into<String>, fault: impl Into<String>) -> Self {
        Self { place: place.into(), fault: fault.into() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.place, self.fault)
    }
}
