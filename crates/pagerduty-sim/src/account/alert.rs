//! Alerts: what monitoring sent, one incident's worth at a time. They follow from the incident.

use jiff::SignedDuration;

use super::Account;
use crate::id::{Key, Kind};
use crate::model::{Alert, Incident};
use crate::random::{Random, mix};
use crate::time::after;

/// More alerts than any incident has.
const PLACES: u64 = 1 << 8;

impl Account {
    /// The alerts of an incident, oldest first.
    pub(crate) fn alerts(&self, incident: Key<Incident>) -> Vec<Alert> {
        let origins = self.held(incident);
        let mut alerts: Vec<Alert> = origins.iter().flat_map(|origin| self.alerts_from(*origin, incident)).collect();
        alerts.sort_by_key(|alert| alert.created_at);
        alerts
    }

    /// How many alerts an incident has, and how many of them are resolved.
    pub(crate) fn alert_counts(&self, incident: Key<Incident>) -> (usize, usize) {
        let alerts = self.alerts(incident);
        let resolved = alerts.iter().filter(|alert| alert.resolved_at.is_some()).count();
        (alerts.len(), resolved)
    }

    /// The alerts that an incident began with, of which all are resolved once it or the incident that they belong to
    /// is, and the first third before.
    fn alerts_from(&self, origin: Key<Incident>, incident: Key<Incident>) -> Vec<Alert> {
        let facts = &self[origin];
        let mut random = Random::numbered(self.seed, u64::from(facts.salt));
        let end = facts.ended_at().or_else(|| self[incident].resolved_at());
        // Alerts join while the incident is young, and always before it ends. What is open now is measured against
        // the start, so that its alerts stay where they are when time goes on.
        let lasted = end.map_or(self.started, |end| end.min(self.started)).as_second() - facts.created_at.as_second();
        let step = (lasted / 2 / i64::from(facts.alerts.max(1))).clamp(0, 120);
        let mut created_at = facts.created_at;
        let mut alerts = Vec::with_capacity(usize::from(facts.alerts));
        for place in 0..facts.alerts {
            let resolved = place < facts.alerts / 3;
            alerts.push(Alert {
                origin,
                incident,
                place,
                created_at,
                resolved_at: match end {
                    Some(end) => Some(end),
                    None => resolved.then(|| after(created_at, SignedDuration::from_secs(step))),
                },
            });
            created_at = after(created_at, SignedDuration::from_secs(random.between(step.min(1), step)));
        }
        alerts
    }

    pub(crate) fn alert_id(&self, alert: &Alert) -> String {
        let index = alert.origin.index() as u64 * PLACES + u64::from(alert.place);
        self.ids.encode(Kind::Alert, index)
    }

    /// The key by which monitoring tells its alerts apart.
    pub(crate) fn alert_key(&self, incident: Key<Incident>, place: u8) -> String {
        let salt = u64::from(self[incident].salt);
        let high = mix(self.seed ^ mix(salt << 8 | u64::from(place)));
        format!("{high:016x}{:016x}", mix(high))
    }

    /// Whether an incident, or one of its alerts, has this key.
    pub(crate) fn has_key(&self, incident: Key<Incident>, key: &str) -> bool {
        self.held(incident).into_iter().any(|origin| {
            (0..self[origin].alerts.max(1)).any(|place| self.alert_key(origin, place) == key)
                || self[origin].own_key() == Some(key)
        })
    }
}

impl Incident {
    /// The key that it was created with.
    pub(crate) fn own_key(&self) -> Option<&str> {
        self.report.as_ref()?.incident_key.as_deref()
    }
}
