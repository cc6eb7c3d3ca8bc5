//! What a change does to people and to what cannot be got back: one table for the hints of tools and for whom is asked.

use super::Confirm;
use crate::tool::Access;

/// What a change does, at its worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Everyday work on one thing: acknowledging, resolving, noting, snoozing.
    Everyday,
    /// Changes who is on call, and pages nobody now.
    OnCall,
    /// The same to several incidents at once.
    Several,
    /// Pages people.
    Pages,
    /// Deletes something.
    Deletes,
    /// Cannot be undone.
    Irreversible,
    /// Goes to people outside of the response.
    Public,
}

/// Each effect with what it is called, and whether a person is asked before it also in the mode `auto`. What is asked about
/// there carries `destructiveHint`, so that clients that go by the hint and this server agree.
const TABLE: [(Effect, &str, bool); 7] = [
    (Effect::Everyday, "everyday work", false),
    (Effect::OnCall, "changes who is on call", false),
    (Effect::Several, "changes several incidents", true),
    (Effect::Pages, "pages people", true),
    (Effect::Deletes, "deletes", true),
    (Effect::Irreversible, "cannot be undone", true),
    (Effect::Public, "is public", true),
];

impl Effect {
    /// A few words for people.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        TABLE.iter().find(|row| row.0 == self).map_or("", |row| row.1)
    }

    /// Whether it is more than everyday work: a person is asked where that is possible, and clients see a hint.
    #[must_use]
    pub fn needs_consent(self) -> bool {
        TABLE.iter().any(|row| row.0 == self && row.2)
    }

    /// Whether a person is asked in this mode.
    pub(crate) fn is_asked(self, mode: Confirm) -> bool {
        match mode {
            Confirm::Never => false,
            Confirm::Auto => self.needs_consent(),
            Confirm::Always => true,
        }
    }

    /// What a tool with this effect may do, as hints say it; `adds` where doing it twice adds it twice.
    pub(crate) fn access(self, adds: bool) -> Access {
        match (self.needs_consent(), adds) {
            (true, _) => Access::Destructive,
            (false, true) => Access::Add,
            (false, false) => Access::Update,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_and_questions_follow_one_table() {
        for (effect, name, asked) in TABLE {
            assert_eq!(effect.as_str(), name);
            assert_eq!(effect.is_asked(Confirm::Auto), asked, "{name}");
            assert!(effect.is_asked(Confirm::Always) && !effect.is_asked(Confirm::Never), "{name}");
            assert_eq!(effect.access(false) == Access::Destructive, asked, "{name}");
        }
    }
}
