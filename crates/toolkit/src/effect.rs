//! What a change does to people and to what cannot be got back: one table for the hints of tools and for who is asked.

use crate::write::consent::Confirm;

/// What a change does, at its worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Everyday work on one thing: acknowledging, resolving, noting, snoozing.
    Everyday,
    /// Changes who is on call, and pages nobody now.
    OnCall,
    /// The same to several things at once.
    Several,
    /// Pages people.
    Pages,
    /// Deletes something.
    Deletes,
    /// Cannot be undone.
    Irreversible,
    /// Goes to people outside of the response.
    Public,
    /// Keeps alerts, incidents or pages from coming.
    Silences,
    /// Reaches other people or systems: webhooks, public posts, invitations, scripts.
    Leaves,
}

impl Effect {
    /// Every effect.
    pub const ALL: [Self; 9] = [
        Self::Everyday,
        Self::OnCall,
        Self::Several,
        Self::Pages,
        Self::Deletes,
        Self::Irreversible,
        Self::Public,
        Self::Silences,
        Self::Leaves,
    ];

    /// What it is called, and whether a person is asked before it in the mode `auto` too. What is asked about there carries
    /// `destructiveHint`, so clients that go by the hint and this server agree.
    const fn row(self) -> (&'static str, bool) {
        match self {
            Self::Everyday => ("everyday work", false),
            Self::OnCall => ("changes who is on call", false),
            Self::Several => ("changes several things", true),
            Self::Pages => ("pages people", true),
            Self::Deletes => ("deletes", true),
            Self::Irreversible => ("cannot be undone", true),
            Self::Public => ("is public", true),
            Self::Silences => ("silences alerts", true),
            Self::Leaves => ("reaches others outside", true),
        }
    }

    /// A few words for people.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.row().0
    }

    /// Whether it is more than everyday work: a person is asked where that is possible, and clients see a hint.
    #[must_use]
    pub const fn needs_consent(self) -> bool {
        self.row().1
    }

    /// Whether a person is asked in this mode.
    pub const fn is_asked(self, mode: Confirm) -> bool {
        match mode {
            Confirm::Never => false,
            Confirm::Auto => self.needs_consent(),
            Confirm::Always => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mode_decides_who_is_asked() {
        for effect in Effect::ALL {
            assert_eq!(effect.is_asked(Confirm::Auto), effect.needs_consent(), "{effect:?}");
            assert!(effect.is_asked(Confirm::Always) && !effect.is_asked(Confirm::Never), "{effect:?}");
        }
    }
}
