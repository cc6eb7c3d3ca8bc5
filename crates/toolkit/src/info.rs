//! What is said of a tool before it is called: its names, its toolset, and what a call may do.

use crate::{access::Access, effect::Effect, toolset::Toolset};

/// What is said of a tool, in one place for reads and writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Info {
    /// The name that clients call.
    pub name: &'static str,
    /// The name that people read.
    pub title: &'static str,
    /// The toolset that it is in.
    pub toolset: Toolset,
    /// What a call may do.
    pub access: Access,
    /// Whether it is on where nobody chose: the few that most people need.
    pub is_on_by_default: bool,
    /// Whether a call may say in which zone its times are: those that it gives without an offset, and those of the answer.
    pub has_zone: bool,
}

impl Info {
    /// A tool that changes nothing.
    #[must_use]
    pub const fn read(name: &'static str, title: &'static str, toolset: Toolset) -> Self {
        let access = Access::Read;
        Self { name, title, toolset, access, is_on_by_default: false, has_zone: false }
    }

    /// A tool that changes something, with this effect; doing it twice does no further harm.
    #[must_use]
    pub const fn write(name: &'static str, title: &'static str, toolset: Toolset, effect: Effect) -> Self {
        let access = if effect.needs_consent() { Access::Destructive } else { Access::Update };
        Self { access, ..Self::read(name, title, toolset) }
    }

    /// Doing it twice adds something twice.
    #[must_use]
    pub const fn adds(self) -> Self {
        let access = match self.access {
            Access::Update => Access::Add,
            other => other,
        };
        Self { access, ..self }
    }

    /// On where nobody chose.
    #[must_use]
    pub const fn on_by_default(self) -> Self {
        Self { is_on_by_default: true, ..self }
    }

    /// With a parameter for the zone of its times.
    #[must_use]
    pub const fn in_zone(self) -> Self {
        Self { has_zone: true, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_follow_effects() {
        let write = |effect| Info::write("x", "X", Toolset::Response, effect);
        for effect in Effect::ALL {
            let is_destructive = write(effect).access == Access::Destructive;
            assert_eq!(is_destructive, effect.needs_consent(), "{effect:?}");
            assert_eq!(write(effect).adds().access == Access::Destructive, is_destructive, "{effect:?}");
        }
        assert_eq!(write(Effect::Everyday).access, Access::Update);
        assert_eq!(write(Effect::Everyday).adds().access, Access::Add);
    }
}
