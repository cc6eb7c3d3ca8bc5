//! What is tagged with what. The tags themselves are a collection.

use super::Account;
use crate::id::Kind;
use crate::model::Tagged;

impl Tagged {
    /// What the path of an entity names.
    pub(crate) fn find(account: &Account, entity_type: &str, id: &str) -> Option<Self> {
        match entity_type {
            "users" => account.find(id).map(Tagged::User),
            "teams" => account.find(id).map(Tagged::Team),
            "escalation_policies" => account.find(id).map(Tagged::EscalationPolicy),
            _ => None,
        }
    }

    /// As paths name its kind.
    pub(crate) const fn entity_type(self) -> &'static str {
        match self {
            Tagged::User(_) => "users",
            Tagged::Team(_) => "teams",
            Tagged::EscalationPolicy(_) => "escalation_policies",
        }
    }
}

impl Account {
    /// The places of the tags of something.
    pub(crate) fn tags_of(&self, tagged: Tagged) -> impl Iterator<Item = usize> {
        let own = self.taggings.iter().filter(move |(_, each)| *each == tagged).map(|(tag, _)| *tag);
        own.filter(|tag| self.rows.get(Kind::Tag, *tag).is_some())
    }

    /// What has a tag.
    pub(crate) fn tagged_with(&self, tag: usize) -> impl Iterator<Item = Tagged> {
        self.taggings.iter().filter(move |(each, _)| *each == tag).map(|(_, tagged)| *tagged)
    }

    /// Adds tags to something and takes others away.
    pub(crate) fn change_tags(&mut self, tagged: Tagged, add: &[usize], remove: &[usize]) {
        self.taggings.retain(|(tag, each)| *each != tagged || !remove.contains(tag));
        for tag in add {
            if !self.taggings.contains(&(*tag, tagged)) {
                self.taggings.push((*tag, tagged));
            }
        }
    }
}
