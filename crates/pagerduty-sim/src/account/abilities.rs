//! Abilities: what an account's plan lets it do.

use super::Account;
use crate::model::ABILITIES;

impl Account {
    pub(crate) fn has_ability(&self, name: &str) -> bool {
        ABILITIES.contains(&name) && !self.missing_abilities.iter().any(|each| each == name)
    }
}
