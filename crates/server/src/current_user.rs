//! What is remembered of the user of one credential: who they are, and what belongs to them.

use pagerduty::{
    Id, Row,
    model::{EscalationPolicy, Service, Team, User},
};

use crate::{
    error::{Code, Error, Result},
    names::Names,
    remembered::Slot,
};

/// What is remembered of the user of one credential; each part is fetched when a call first needs it.
#[derive(Debug, Default)]
pub(crate) struct UserContext {
    pub(crate) user: Slot<CurrentUser>,
    pub(crate) names: Names,
    pub(crate) services: Slot<Belongings<Team, Service>>,
    pub(crate) policies: Slot<Belongings<User, EscalationPolicy>>,
}

/// Resources with what they belong to: others belong to others.
#[derive(Debug)]
pub(crate) struct Belongings<O, T> {
    pub(crate) owners: Vec<Id<O>>,
    pub(crate) ids: Vec<Id<T>>,
}

/// The user that the token belongs to.
#[derive(Debug)]
pub(crate) struct CurrentUser {
    pub(crate) id: Id<User>,
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) team_ids: Vec<Id<Team>>,
}

impl CurrentUser {
    pub(crate) fn read(row: Row<User>) -> Result<Self> {
        let mut user = row.item;
        let id = user.id.parsed().ok_or_else(|| {
            Error::new(Code::InvalidResponse, "PagerDuty's answer about the current user has no valid `user.id`")
        })?;
        let teams = user.teams.take().unwrap_or_default();
        Ok(Self {
            id,
            name: user.name.take(),
            email: user.email.take(),
            team_ids: teams.iter().filter_map(|team| team.get()?.id.parsed()).collect(),
        })
    }
}
