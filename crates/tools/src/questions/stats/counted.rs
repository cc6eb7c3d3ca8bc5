//! What is counted of an incident.

use jiff::tz::TimeZone;
use pagerduty::{Timestamp, model::Incident};

use super::{group_by::GroupBy, name::Name, noted::Acknowledgement};
use crate::incidents;

/// What is counted of an incident.
#[derive(Debug)]
pub(super) struct Counted {
    pub(super) id: Option<String>,
    pub(super) title: String,
    /// The groups that it is in, as far as the incident says.
    pub(super) groups: Vec<Name>,
    pub(super) created: Option<Timestamp>,
    /// When it was resolved; a merged one goes on in another.
    pub(super) resolved: Option<Timestamp>,
    /// Who resolved it, if that was a person.
    pub(super) resolved_by: Option<Name>,
    pub(super) is_high: bool,
    pub(super) is_resolved_by_service: bool,
    pub(super) is_resolved: bool,
    pub(super) is_merged: bool,
}

impl Counted {
    pub(super) fn of(incident: &Incident, group_by: GroupBy, zone: &TimeZone) -> Self {
        let is_merged = incident.is_merged();
        let is_closed = incident.status.as_deref() == Some("resolved");
        let is_resolved = is_closed && !is_merged;
        let resolved = incident.resolved_at.parsed().or_else(|| incident.last_status_change_at.parsed());
        Self {
            id: incident.id.as_deref().map(str::to_owned),
            title: incident.title.as_deref().unwrap_or_default().to_owned(),
            groups: group_by.groups(incident, zone),
            created: incident.created_at.parsed(),
            resolved: resolved.filter(|_| is_resolved),
            resolved_by: incident.last_status_change_by.get().filter(|_| is_closed).and_then(Name::of_user),
            is_high: incident.urgency.as_deref() == Some("high"),
            is_resolved_by_service: incidents::is_autoresolved(incident),
            is_resolved,
            is_merged,
        }
    }

    /// From when it was created to then.
    pub(super) fn seconds_to(&self, then: Option<Timestamp>) -> Option<i64> {
        Some(then?.as_second() - self.created?.as_second())
    }

    /// The names and IDs of its groups. A resolved incident is assigned to nobody any more: it was that of whoever
    /// acknowledged it first, or else resolved it.
    pub(super) fn group_names<'a>(
        &'a self,
        group_by: GroupBy,
        acknowledged: Option<&'a Acknowledgement>,
    ) -> Vec<(&'a str, Option<&'a str>)> {
        let shown = |Name { name, id }: &'a Name| (name.as_str(), id.as_deref());
        if !self.groups.is_empty() {
            return self.groups.iter().map(shown).collect();
        }
        let handled_by = || acknowledged.and_then(|one| one.by.as_ref()).or(self.resolved_by.as_ref());
        let person = (group_by == GroupBy::Assignee).then(handled_by).flatten();
        vec![person.map_or(("none", None), shown)]
    }
}
