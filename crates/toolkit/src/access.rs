//! What a call of a tool may do, as clients are told it.

/// What a call may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Changes nothing.
    Read,
    /// Adds something: doing it twice adds it twice.
    Add,
    /// Changes something; doing it twice does no further harm.
    Update,
    /// More than everyday work: pages people, deletes, cannot be undone, is public, or changes several things.
    Destructive,
}

impl Access {
    /// One word for people.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Add => "add",
            Self::Update => "update",
            Self::Destructive => "destructive",
        }
    }
}
