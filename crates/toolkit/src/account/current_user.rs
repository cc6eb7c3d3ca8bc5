//! What is remembered of the user of one credential: who they are, and what belongs to them.

use pagerduty::{
    Id, Row,
    model::{EscalationPolicy, Service, Team, User},
};

use crate::{
    account::per_credential::Cached,
    error::{Code, Error, Result},
    parameters::names::Names,
};

/// What is remembered of the user of one credential; each part is fetched when a call first needs it.
#[derive(Debug, Default)]
pub(crate) struct UserContext {
    pub user: Cached<CurrentUser>,
    pub names: Names,
    pub services: Cached<Belongings<Team, Service>>,
    pub policies: Cached<Belongings<User, EscalationPolicy>>,
}

/// Resources with what they belong to: others belong to others.
#[derive(Debug)]
pub(crate) struct Belongings<O, T> {
    pub owners: Vec<Id<O>>,
    pub ids: Vec<Id<T>>,
}

/// The user that the token belongs to.
#[derive(Debug)]
pub struct CurrentUser {
    /// Their ID.
    pub id: Id<User>,
    /// Their name.
    pub name: Option<String>,
    /// Their e-mail address, which PagerDuty's `From` header takes.
    pub email: Option<String>,
    /// Their time zone.
    pub time_zone: Option<String>,
    /// Their teams.
    pub team_ids: Vec<Id<Team>>,
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
            time_zone: user.time_zone.take(),
            team_ids: teams.iter().filter_map(|team| team.get()?.id.parsed()).collect(),
        })
    }
}
