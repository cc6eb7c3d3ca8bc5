//! Which fields of a resource hold text that strangers write: whoever can reach a monitor, an integration or a mailbox, and
//! whoever in the account types freely. The names that an account gives to its own services, teams and people are not among
//! them.

/// Fields with text of strangers, each with all that is in it; a point stands between the names of fields in fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Untrusted {
    /// What an object is known by: one line.
    pub titles: &'static [&'static str],
    /// Everything else: bodies, notes, details, links.
    pub details: &'static [&'static str],
    /// What says by which way a text came. Nobody outside writes it, and without the text it says nothing.
    pub channels: &'static [&'static str],
}

impl Untrusted {
    /// No such fields.
    pub const NONE: Self = Self { titles: &[], details: &[], channels: &[] };

    /// A description, and nothing else.
    pub const DESCRIPTION: Self = Self { details: &["description"], ..Self::NONE };
}
