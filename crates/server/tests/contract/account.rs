//! What the account has that calls can be about, and what is made for those that change something.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicI64, Ordering},
};

use pagerduty::{Lookup, ResourceKind, Timestamp};
use pagerduty_sim::Facts;
use serde_json::{Map, Value, json};
use toolkit::{access::Access, parameters::schema::Kind, tool::Entry, toolset::Toolset};

use crate::{
    arguments::{Arguments, base},
    recorder::Recorder,
    samples,
};

/// Which of PagerDuty's two kinds of schedules a call is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ScheduleKind {
    Layered,
    ShiftBased,
}

impl ScheduleKind {
    /// The kinds that a tool knows.
    pub(crate) fn of(entry: &Entry) -> &'static [Self] {
        let has_schedule =
            entry.parameters().iter().any(|parameter| *parameter.kind.item() == Kind::Id(ResourceKind::Schedule));
        match entry.info.toolset {
            Toolset::Schedules => &[Self::ShiftBased],
            Toolset::Oncall if has_schedule => &[Self::Layered, Self::ShiftBased],
            _ => &[Self::Layered],
        }
    }
}

/// 2026-06-21.
const FIRST_DAY: i64 = 20_625;

/// What the account has.
pub(crate) struct Existing {
    facts: Facts,
    incident: Value,
    alert: Value,
    log_entry: Value,
    /// The first of what tools list and nothing above has, by its plural name.
    others: BTreeMap<&'static str, Value>,
    /// Days since 1970 of the next call that puts somebody on call.
    day: AtomicI64,
}

/// What the tools list whose names say that they list all of a kind, without filters.
async fn first_of_others(recorder: &Recorder) -> BTreeMap<&'static str, Value> {
    let mut found = BTreeMap::new();
    for kind in ResourceKind::ALL.into_iter().filter(|kind| kind.lookup() != Lookup::None) {
        let name = format!("get_{}", kind.plural());
        let Ok(entry) = recorder.account.toolbox.find(&name) else { continue };
        if !entry.parameters().iter().any(|parameter| parameter.required) {
            let (_, answer) = recorder.call(entry.info.name, Map::new()).await;
            found.insert(kind.plural(), answer[kind.plural()][0]["id"].clone());
        }
    }
    found
}

impl Existing {
    pub(crate) async fn read(recorder: &Recorder) -> Self {
        let all = json!({"all_dates": true, "limit": 200, "include": ["id", "alert_counts"]});
        let incidents = recorder.ask("get_incidents", all).await;
        let alerts = |incident: &&Value| incident["alert_counts"]["all"].as_u64();
        let incident = incidents["incidents"].as_array().unwrap().iter().max_by_key(alerts).unwrap()["id"].clone();
        let first = async |tool, list: &str, arguments| recorder.ask(tool, arguments).await[list][0]["id"].clone();
        let of_incident = json!({"incident_id": incident});
        Self {
            facts: recorder.account.simulator.account(),
            alert: first("get_alerts", "alerts", of_incident.clone()).await,
            log_entry: first("get_log_entries", "log_entries", of_incident).await,
            others: first_of_others(recorder).await,
            incident,
            day: AtomicI64::new(FIRST_DAY),
        }
    }

    pub(crate) fn schedule(&self, kind: ScheduleKind) -> Value {
        let schedule = match kind {
            ScheduleKind::Layered => &self.facts.demo_schedule,
            ScheduleKind::ShiftBased => &self.facts.shift_based_schedule,
        };
        json!(schedule.as_ref().unwrap().id)
    }

    /// Somebody: for what is read, who has something; for what is changed, who is on call nowhere else.
    pub(crate) fn user(&self, entry: &Entry) -> Value {
        let user = if entry.info.access == Access::Read { &self.facts.demo_user } else { &self.facts.teamless_user };
        json!(user.id)
    }

    /// A time of some hours on a day that no other call is about.
    fn fresh_time(&self) -> (Value, Value) {
        let midnight = Timestamp::from_second(self.day.fetch_add(1, Ordering::Relaxed) * 24 * 60 * 60).unwrap();
        (json!(midnight.plus_seconds(5 * 60 * 60)), json!(midnight.plus_seconds(19 * 60 * 60)))
    }

    /// The ID of something of this kind.
    pub(crate) fn id(&self, kind: ResourceKind) -> Value {
        match kind {
            ResourceKind::Incident => self.incident.clone(),
            ResourceKind::Alert => self.alert.clone(),
            ResourceKind::LogEntry => self.log_entry.clone(),
            ResourceKind::Team => json!(self.facts.demo_teams[0].id),
            ResourceKind::Service => json!(self.facts.service.id),
            // These are made for each call.
            ResourceKind::Override | ResourceKind::CustomShift | ResourceKind::Rotation => json!("PNONE"),
            kind => self.others.get(kind.plural()).unwrap_or_else(|| panic!("there are no {}", kind.plural())).clone(),
        }
    }
}

/// What is made for a call that changes something, so that it finds everything as it must be, as arguments.
pub(crate) async fn made_for(
    entry: &Entry,
    schedules: ScheduleKind,
    recorder: &Recorder,
    existing: &Existing,
) -> Arguments {
    let mut made = Map::new();
    if entry.info.access == Access::Read {
        return made;
    }
    for parameter in entry.parameters() {
        let schedule = made.get("schedule_id").cloned().unwrap_or_else(|| existing.schedule(schedules));
        let (start, end) = existing.fresh_time();
        let times = json!({"schedule_id": schedule, "user_id": existing.user(entry), "start": start, "end": end});
        let first = async |tool, list: &str, arguments| recorder.ask(tool, arguments).await[list][0].clone();
        let id = match parameter.kind.item() {
            Kind::Id(ResourceKind::Incident) => incident(recorder, existing).await,
            Kind::Id(ResourceKind::Schedule) if entry.info.toolset == Toolset::Schedules => {
                first("create_schedule", "schedules", json!({"name": "Doors", "time_zone": "UTC"})).await["id"].clone()
            }
            Kind::Id(ResourceKind::Override) => first("create_override", "overrides", times).await["id"].clone(),
            Kind::Id(ResourceKind::CustomShift) => {
                first("create_custom_shift", "custom_shifts", times).await["id"].clone()
            }
            Kind::Id(ResourceKind::Rotation) => {
                let arguments = json!({"schedule_id": schedule, "user_ids": [existing.user(entry)],
                    "start": "2026-07-01", "every": "week"});
                first("create_rotation", "schedules", arguments).await["rotations"][0]["id"].clone()
            }
            Kind::Id(ResourceKind::Schedule) => continue,
            Kind::Id(kind) => match made_by_its_tool(*kind, entry, recorder, existing).await {
                Some(id) => id,
                None => continue,
            },
            _ => continue,
        };
        let is_list = matches!(parameter.kind, Kind::List(_));
        made.insert(parameter.name.clone(), if is_list { json!([id]) } else { id });
    }
    match entry.info.name {
        "snooze_incident" => {
            recorder.ask("acknowledge_incident", json!({"incident_id": made["incident_id"]})).await;
        }
        "create_override" | "create_custom_shift" => {
            let (start, end) = existing.fresh_time();
            made.extend([("start".to_owned(), start), ("end".to_owned(), end)]);
        }
        "swap_shifts" => made.extend(two_shifts(&existing.schedule(schedules), recorder).await),
        _ => {}
    }
    made
}

/// What the tool makes that creates such a thing, where it is another tool than the one that is called.
async fn made_by_its_tool(
    kind: ResourceKind,
    entry: &Entry,
    recorder: &Recorder,
    existing: &Existing,
) -> Option<Value> {
    let create = recorder.account.toolbox.find(&format!("create_{}", kind.singular())).ok()?;
    if create.info.name == entry.info.name {
        return None;
    }
    let sample = |parameter: &_| samples::of(create, parameter, ScheduleKind::Layered, existing).remove(0);
    let arguments = base(create, Map::new(), sample);
    Some(recorder.ask(create.info.name, arguments.into()).await[kind.plural()][0]["id"].clone())
}

/// An incident that nobody has touched.
async fn incident(recorder: &Recorder, existing: &Existing) -> Value {
    let arguments = json!({"service_id": existing.id(ResourceKind::Service), "title": "Kettle is cold"});
    recorder.ask("create_incident", arguments).await["incidents"][0]["id"].clone()
}

/// Two users who have shifts ahead in a schedule, each with the start of one.
async fn two_shifts(schedule: &Value, recorder: &Recorder) -> Arguments {
    let arguments = json!({"schedule_id": schedule, "since": "2026-06-15T14:00:00Z", "until": "2026-08-01"});
    let answer = recorder.ask("get_schedules", arguments).await;
    let shifts = answer["schedules"][0]["final_schedule"].as_array().unwrap();
    // The first one has begun.
    let (one, later) = shifts[1..].split_first().unwrap();
    let other = later.iter().find(|shift| shift["user"] != one["user"]).unwrap();
    let swap = json!({"user_id": one["user"]["id"], "other_user_id": other["user"]["id"],
        "shift": one["start"], "other_shift": other["start"]});
    swap.as_object().unwrap().clone()
}
