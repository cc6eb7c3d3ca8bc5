//! What a handoff is about: the incidents, changes and escalation policies of some teams, or of what pages a schedule.

use futures_util::future::try_join_all;
use pagerduty::model::{
    ChangeEvent, EscalationPolicy, Reference, Service, Team, change_event::ChangeEventsQuery, incident::IncidentsQuery,
    schedule::ScheduleQuery,
};
use toolkit::prelude::*;

use super::asked::OncallHandoff;
use crate::on_calls::levels::policies_of;

/// Changes that are looked at.
const MAX_CHANGES: u64 = 100;

/// Services whose changes are looked at, each with a request of its own.
const MAX_SERVICES: usize = 12;

/// What a handoff is about.
#[derive(Debug)]
pub(super) enum Scope {
    /// These teams.
    Teams(Vec<Id<Team>>),
    /// The services that escalate by these policies.
    Policies(Vec<EscalationPolicy>, Vec<Id<Service>>),
}

impl OncallHandoff {
    /// What the handoff is about; nothing where the current user is in no team.
    pub(super) async fn scope(&self, cx: &Context) -> Result<Option<Scope>> {
        if let Some(id) = &self.team_id {
            return Ok(Some(Scope::Teams(vec![id.clone()])));
        }
        let client = cx.pagerduty()?;
        if let Some(id) = &self.schedule_id {
            let schedule = client.schedule(id, &ScheduleQuery::default()).await?.item;
            cx.times().show_in(schedule.time_zone.as_deref());
            let ids: Vec<Id<EscalationPolicy>> = ids(schedule.escalation_policies.get()).collect();
            if ids.is_empty() {
                let message = "no escalation policy has this schedule, so no incident pages whoever is on call in it";
                return Err(Error::new(Code::InvalidParameter, message).hint("give `team_id` instead"));
            }
            let policies = try_join_all(ids.iter().map(|id| client.get(id))).await?;
            let policies: Vec<_> = policies.into_iter().map(|row| row.item).collect();
            let mut services: Vec<Id<Service>> =
                policies.iter().flat_map(|policy| self::ids(policy.services.get())).collect();
            services.sort_by(|one, other| one.as_str().cmp(other.as_str()));
            services.dedup();
            if services.is_empty() {
                let message = "no service escalates by a policy of this schedule, so no incident pages anybody in it";
                return Err(Error::new(Code::InvalidParameter, message).hint("give `team_id` instead"));
            }
            return Ok(Some(Scope::Policies(policies, services)));
        }
        if let Some(id) = &self.user_id {
            let user = client.get(id).await?.item;
            cx.times().show_in(user.time_zone.as_deref());
            let teams = user.teams.get().into_iter().flatten();
            let teams: Vec<Id<Team>> = teams.filter_map(|team| team.get()?.id.parsed()).collect();
            if teams.is_empty() {
                let message = "the user belongs to no team, so nothing says which incidents are meant";
                return Err(Error::new(Code::InvalidParameter, message).hint("give `team_id` or `schedule_id` instead"));
            }
            return Ok(Some(Scope::Teams(teams)));
        }
        let teams = cx.my_teams().await?;
        Ok((!teams.is_empty()).then_some(Scope::Teams(teams)))
    }
}

impl Scope {
    /// The query of its incidents.
    pub(super) fn incidents(&self) -> IncidentsQuery {
        match self {
            Self::Teams(ids) => IncidentsQuery { team_ids: ids.clone(), ..IncidentsQuery::default() },
            Self::Policies(_, ids) => IncidentsQuery { service_ids: ids.clone(), ..IncidentsQuery::default() },
        }
    }

    /// Its changes in a range, the latest first.
    pub(super) async fn changes(
        &self,
        since: Timestamp,
        until: Timestamp,
        cx: &Context,
    ) -> pagerduty::Result<Vec<Row<ChangeEvent>>> {
        let Ok(client) = cx.pagerduty() else { return Ok(Vec::new()) };
        let range = ChangeEventsQuery { since: Some(since), until: Some(until), ..ChangeEventsQuery::default() };
        let window = Window::new(0, MAX_CHANGES);
        match self {
            Self::Teams(ids) => {
                let query = ChangeEventsQuery { team_ids: ids.clone(), ..range };
                Ok(client.list(&query, window).await?.rows)
            }
            Self::Policies(_, ids) => {
                if ids.len() > MAX_SERVICES {
                    cx.warn(format!("`changes` are those of {MAX_SERVICES} of {} services", ids.len()));
                }
                let pages = ids.iter().take(MAX_SERVICES).map(async |id| {
                    let query = ChangeEventsQuery { service_id: Some(id.clone()), ..range.clone() };
                    client.list(&query, window).await
                });
                let pages = try_join_all(pages).await?;
                let mut rows: Vec<_> = pages.into_iter().flat_map(|page| page.rows).collect();
                rows.sort_by_key(|row| std::cmp::Reverse(row.item.timestamp.parsed::<Timestamp>()));
                let mut seen = std::collections::HashSet::new();
                rows.retain(|row| row.item.id.as_deref().is_none_or(|id| seen.insert(id.to_owned())));
                Ok(rows)
            }
        }
    }

    /// Its escalation policies.
    pub(super) async fn policies(&self, cx: &Context) -> Result<Vec<EscalationPolicy>> {
        match self {
            Self::Teams(ids) => policies_of(ids.clone(), cx).await,
            Self::Policies(policies, _) => Ok(policies.clone()),
        }
    }
}

/// The valid IDs of references.
fn ids<T>(references: Option<&Vec<pagerduty::Field<Reference>>>) -> impl Iterator<Item = Id<T>> {
    references.into_iter().flatten().filter_map(|one| one.get()?.id.parsed())
}
