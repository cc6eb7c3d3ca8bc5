//! What analytics say: one incident, and many together.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use super::Object;
use crate::account::Account;
use crate::id::Key;
use crate::model::{FIRST_NUMBER, Figures, INCIDENT_TYPE, Incident, PRIORITIES, User};

/// A time without offset, in the zone that was asked for.
pub(crate) fn naive(time: Timestamp, zone: &TimeZone) -> String {
    zone.to_datetime(time).strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

/// An incident with its numbers. What it does not have yet is left out.
pub(crate) fn raw_incident(account: &Account, key: Key<Incident>, zone: &TimeZone) -> Value {
    let incident = &account[key];
    let figures = account.figures(key);
    let ids = |users: &[Key<User>]| -> Value { users.iter().map(|user| account.id(*user)).collect() };
    let names = |users: &[Key<User>]| -> Value { users.iter().map(|user| &*account[*user].name).collect() };
    let (service, policy) = (incident.service, incident.escalation_policy);
    let team = account[service].team;
    let interruptions = figures.interruptions;
    let optional = [
        ("resolved_at", incident.resolved_at().map(|at| naive(at, zone).into())),
        ("resolved_by_user_id", figures.resolved_by.map(|user| account.id(user).into())),
        ("resolved_by_user_name", figures.resolved_by.map(|user| (&*account[user].name).into())),
        ("seconds_to_engage", figures.seconds_to_engage.map(Value::from)),
        ("seconds_to_first_ack", figures.seconds_to_first_ack.map(Value::from)),
        ("seconds_to_mobilize", figures.seconds_to_mobilize.map(Value::from)),
        ("seconds_to_resolve", figures.seconds_to_resolve.map(Value::from)),
    ];
    let object = Object::new()
        .with("acknowledged_user_ids", ids(&figures.acknowledged))
        .with("acknowledged_user_names", names(&figures.acknowledged))
        .with("acknowledgement_count", figures.acknowledgements)
        .with("active_user_count", figures.acknowledged.len())
        .with("assigned_user_ids", ids(&figures.assigned))
        .with("assigned_user_names", names(&figures.assigned))
        .with("assignment_count", figures.assignments)
        .with("auto_resolved", figures.is_auto_resolved)
        .with("business_hour_interruptions", interruptions.business_hours)
        .with("created_at", naive(incident.created_at, zone))
        .with("updated_at", naive(incident.updated_at(), zone))
        .with("description", &*incident.title)
        .with("engaged_seconds", figures.engaged_seconds)
        .with("engaged_user_count", figures.acknowledged.len())
        .with("escalation_count", figures.timeout_escalations + figures.manual_escalations)
        .with("escalation_policy_id", account.id(policy))
        .with("escalation_policy_name", &*account[policy].name)
        .with("id", account.id(key))
        .with("incident_number", FIRST_NUMBER + key.index() as u64)
        .with("incident_type_id", account.incident_type_id())
        .with("incident_type_name", INCIDENT_TYPE)
        .with("joined_user_ids", ids(&figures.acknowledged))
        .with("joined_user_names", names(&figures.acknowledged))
        .with("major", figures.is_major)
        .with("manual_escalation_count", figures.manual_escalations)
        .with("off_hour_interruptions", interruptions.off_hours)
        .with("priority_id", incident.priority.map(|priority| account.id(priority)))
        .with("priority_name", incident.priority.map(|priority| account[priority].name))
        // The most severe one has the highest number.
        .with("priority_order", incident.priority.map(|priority| PRIORITIES.len() - priority.index()))
        .with("reassignment_count", figures.reassignments)
        .with("service_id", account.id(service))
        .with("service_name", &*account[service].name)
        .with("sleep_hour_interruptions", interruptions.sleep_hours)
        .with("snoozed_seconds", figures.snoozed_seconds)
        .with("status", incident.status.name())
        .with("team_id", team.map(|team| account.id(team)))
        .with("team_name", team.map(|team| &*account[team].name))
        .with("timeout_escalation_count", figures.timeout_escalations)
        .with("total_interruptions", interruptions.total())
        .with("total_notifications", figures.notifications)
        .with("urgency", incident.urgency.name())
        .with("user_defined_effort_seconds", Value::Null);
    optional
        .into_iter()
        .fold(object, |object, (name, value)| match value {
            Some(value) => object.with(name, value),
            None => object,
        })
        .into()
}

/// The metrics of some incidents, of which there is at least one.
pub(crate) fn metrics(all: &[Figures]) -> Map<String, Value> {
    let sum = |number: &dyn Fn(&Figures) -> i64| -> i64 { all.iter().map(number).sum() };
    let count = |check: &dyn Fn(&Figures) -> bool| all.iter().filter(|figures| check(figures)).count();
    let mut metrics = Map::new();
    let mut put = |name: &str, value: Value| metrics.insert(name.to_owned(), value);
    let escalations = |figures: &Figures| figures.timeout_escalations + figures.manual_escalations;
    for (name, total) in [
        ("total_business_hour_interruptions", sum(&|figures| figures.interruptions.business_hours)),
        ("total_engaged_seconds", sum(&|figures| figures.engaged_seconds)),
        ("total_escalation_count", sum(&escalations)),
        ("total_interruptions", sum(&|figures| figures.interruptions.total())),
        ("total_notifications", sum(&|figures| figures.notifications)),
        ("total_off_hour_interruptions", sum(&|figures| figures.interruptions.off_hours)),
        ("total_sleep_hour_interruptions", sum(&|figures| figures.interruptions.sleep_hours)),
        ("total_snoozed_seconds", sum(&|figures| figures.snoozed_seconds)),
        ("total_user_defined_engaged_seconds", sum(&|figures| figures.engaged_seconds)),
    ] {
        put(name, total.into());
    }
    for (name, count) in [
        ("total_incident_count", all.len()),
        ("total_incidents_acknowledged", count(&|figures| figures.acknowledgements > 0)),
        ("total_incidents_auto_resolved", count(&|figures| figures.is_auto_resolved)),
        ("total_incidents_manual_escalated", count(&|figures| figures.manual_escalations > 0)),
        ("total_incidents_reassigned", count(&|figures| figures.reassignments > 0)),
        ("total_incidents_timeout_escalated", count(&|figures| figures.timeout_escalations > 0)),
    ] {
        put(name, count.into());
    }
    let values = |number: &dyn Fn(&Figures) -> Option<i64>| -> Vec<i64> { all.iter().filter_map(number).collect() };
    let to_first_ack = values(&|figures| figures.seconds_to_first_ack);
    let to_resolve = values(&|figures| figures.seconds_to_resolve);
    for (name, values) in [
        ("mean_assignment_count", values(&|figures| Some(figures.assignments))),
        ("mean_engaged_seconds", values(&|figures| Some(figures.engaged_seconds))),
        ("mean_engaged_user_count", values(&|figures| Some(figures.acknowledged.len() as i64))),
        ("mean_seconds_to_engage", values(&|figures| figures.seconds_to_engage)),
        ("mean_seconds_to_first_ack", to_first_ack.clone()),
        ("mean_seconds_to_mobilize", values(&|figures| figures.seconds_to_mobilize)),
        ("mean_seconds_to_resolve", to_resolve.clone()),
        ("mean_user_defined_engaged_seconds", values(&|figures| Some(figures.engaged_seconds))),
    ] {
        if !values.is_empty() {
            put(name, (values.iter().sum::<i64>() / values.len() as i64).into());
        }
    }
    metrics
}

/// The percentiles that only metrics over everything have.
pub(crate) fn percentiles(all: &[Figures]) -> Map<String, Value> {
    let sorted = |number: fn(&Figures) -> Option<i64>| {
        let mut values: Vec<i64> = all.iter().filter_map(number).collect();
        values.sort_unstable();
        values
    };
    let mut percentiles = Map::new();
    for (name, values) in [
        ("seconds_to_first_ack", sorted(|figures| figures.seconds_to_first_ack)),
        ("seconds_to_resolve", sorted(|figures| figures.seconds_to_resolve)),
    ] {
        for percent in [50, 75, 90, 95] {
            let place = (values.len() * percent).div_ceil(100).saturating_sub(1);
            if let Some(value) = values.get(place) {
                percentiles.insert(format!("p{percent}_{name}"), json!(value));
            }
        }
    }
    percentiles
}
