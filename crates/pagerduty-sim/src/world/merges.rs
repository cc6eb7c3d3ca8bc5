//! Merging what turned out to be the same: two open incidents of one service that began minutes apart.

use jiff::{SignedDuration, Timestamp};

use super::incident_life::Stage;
use crate::account::Account;
use crate::id::Key;
use crate::model::{Agent, Change, Event, Incident, Incidents, Origin, Service, Status, User};
use crate::random::Random;
use crate::time::{after, minutes};

/// Two incidents, who merges them and when.
struct Pair {
    target: Key<Incident>,
    source: Key<Incident>,
    by: Key<User>,
    at: Timestamp,
}

/// Merges pairs of incidents until now.
pub(super) fn merge(stage: &Stage<'_>, incidents: &mut Incidents) {
    let mut random = Random::of(stage.account.seed, "merges");
    let services = stage.account.keys::<Service>();
    let pairs: Vec<Pair> = services
        .flat_map(|service| incidents.on(service).windows(2).collect::<Vec<_>>())
        .filter_map(|neighbours| pair(stage.account, incidents, neighbours, &mut random))
        .filter(|pair| pair.at < stage.now)
        .collect();
    for Pair { target, source, by, at } in pairs {
        let by = Agent::User(by);
        if incidents.get(target).merged_into().is_some() {
            continue;
        }
        let service = incidents.get(source).service;
        let merged = incidents.get_mut(source);
        merged.history.retain(|event| event.at <= at);
        merged.status = Status::Resolved;
        merged.assignments.clear();
        merged.acknowledgements.clear();
        merged.assigned_directly = false;
        merged.log(at, by, Change::Merge { into: target });
        incidents.changed(source, service);
        let into = incidents.get_mut(target);
        into.log(at, by, Change::Absorb { source });
        into.history.sort_by_key(|event| event.at);
    }
}

/// The older one's responder sees the younger one, which nobody has touched.
fn pair(account: &Account, incidents: &Incidents, neighbours: &[Key<Incident>], random: &mut Random) -> Option<Pair> {
    let &[target, source] = neighbours else { return None };
    let (older, younger) = (incidents.get(target), incidents.get(source));
    let apart = younger.created_at.duration_since(older.created_at);
    let is_alike = apart <= minutes(12) && older.story.is_none() && younger.story.is_none();
    let is_monitored = matches!(younger.origin, Origin::Monitoring { .. }) && younger.notes.is_empty();
    if !is_alike || !is_monitored || account[older.service].flapping {
        return None;
    }
    let acknowledgement = older.history.iter().find(|event| matches!(event.change, Change::Acknowledge))?;
    let Agent::User(by) = acknowledgement.agent else { return None };
    let seen = acknowledgement.at.max(younger.created_at);
    let at = after(seen, SignedDuration::from_secs(random.between(40, 300)));
    // Neither has ended by then, and of the younger one only monitoring knows. What is open now stays so.
    let is_open = older.resolved_at().is_none_or(|end| at < end) && younger.resolved_at().is_some_and(|end| at < end);
    let is_untouched = younger.history.iter().all(|event| event.at > at || event.agent == Agent::Service);
    // What would change it later never happens.
    let changes = |event: &Event| matches!(event.change, Change::Urgency { .. } | Change::Delegate { .. });
    let is_changed = younger.history.iter().any(|event| event.at > at && changes(event));
    (is_open && is_untouched && !is_changed).then_some(Pair { target, source, by, at })
}
