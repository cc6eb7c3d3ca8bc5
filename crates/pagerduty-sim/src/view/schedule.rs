//! Schedules and their rendering.

use serde_json::{Value, json};

use super::{Object, View};
use crate::id::{Key, Kind};
use crate::model::{Entry, Layer, Override, Restriction, Schedule};
use crate::time::{Range, days};

/// More layers than a schedule has.
const LAYERS: u64 = 1 << 4;

/// The parts of a schedule that are only written when asked for.
#[derive(Clone, Copy)]
pub(crate) struct Parts {
    pub(crate) layers: bool,
    pub(crate) overrides: bool,
    pub(crate) final_schedule: bool,
    /// The range to render.
    pub(crate) range: Option<Range>,
    /// Whether entries go beyond the range instead of being cut.
    pub(crate) overflow: bool,
}

impl View<'_> {
    /// A schedule as references to it are included. The OpenAPI description knows shift-based ones as references only.
    pub(super) fn bare_schedule(&self, key: Key<Schedule>) -> Value {
        if self.account[key].is_shift_based {
            return self.reference(key);
        }
        self.schedule_head(key).into()
    }

    pub(crate) fn schedule(&self, key: Key<Schedule>, parts: Parts) -> Value {
        let mut object = self.schedule_head(key);
        if parts.layers {
            let count = self.account[key].layers.len();
            // The layer that hides the others comes first.
            let layers: Vec<Value> = (0..count).rev().map(|place| self.layer(key, place, parts)).collect();
            object = object.with("schedule_layers", layers);
        }
        let schedule = &self.account[key];
        if parts.overrides {
            let entries = |range| schedule.override_entries(range);
            object = object.with("overrides_subschedule", self.subschedule("Overrides", parts, entries));
        }
        if parts.final_schedule {
            let entries = |range| schedule.final_entries(range);
            object = object.with("final_schedule", self.subschedule("Final Schedule", parts, entries));
        }
        object.into()
    }

    fn schedule_head(&self, key: Key<Schedule>) -> Object {
        let schedule = &self.account[key];
        let (http, web) = self.calendar_urls(&format!("schedules/{}", self.account.id(key)));
        self.head(key)
            .with("name", &*schedule.name)
            .with("time_zone", &*schedule.time_zone_name)
            .with("description", &*schedule.description)
            .with("http_cal_url", http)
            .with("web_cal_url", web)
            .with("escalation_policies", self.references(self.account.policies_with(key)))
            .with("users", self.users(&schedule.users()))
            .with("teams", self.references(schedule.teams.iter().copied()))
    }

    fn layer(&self, key: Key<Schedule>, place: usize, parts: Parts) -> Value {
        let schedule = &self.account[key];
        let layer = &schedule.layers[place];
        let index = key.index() as u64 * LAYERS + place as u64;
        let entries = |range| layer.entries(range, &schedule.time_zone);
        let (rendered, coverage) = self.render(parts, entries);
        let users: Vec<Value> = layer.users.iter().map(|user| json!({"user": self.reference(*user)})).collect();
        let restrictions: Vec<Value> = layer.restrictions.iter().map(restriction).collect();
        Object::new()
            .with("id", self.account.ids.encode(Kind::ScheduleLayer, index))
            .with("name", &*layer.name)
            .with("rendered_schedule_entries", rendered)
            .with("rendered_coverage_percentage", coverage)
            .with("start", self.time(layer.start))
            .with("end", layer.end.map(|end| self.time(end)))
            .with("rotation_virtual_start", self.virtual_start(schedule, layer))
            .with("rotation_turn_length_seconds", layer.turn_length.as_secs())
            .with("users", users)
            .with("restrictions", restrictions)
            .into()
    }

    fn virtual_start(&self, schedule: &Schedule, layer: &Layer) -> Value {
        let start = schedule.time_zone.to_timestamp(layer.virtual_start);
        start.map_or(Value::Null, |start| self.time(start).into())
    }

    fn subschedule(&self, name: &str, parts: Parts, entries: impl Fn(Range) -> Vec<Entry>) -> Value {
        let (rendered, coverage) = self.render(parts, entries);
        Object::new()
            .with("name", name)
            .with("rendered_schedule_entries", rendered)
            .with("rendered_coverage_percentage", coverage)
            .into()
    }

    /// The entries in the range, and how much of it they cover.
    fn render(&self, parts: Parts, entries: impl Fn(Range) -> Vec<Entry>) -> (Value, Value) {
        let Some(range) = parts.range else {
            return (json!([]), Value::Null);
        };
        let cut = entries(range);
        let covered: i64 = cut.iter().map(|entry| Range::new(entry.start, entry.end).seconds()).sum();
        let percentage = match range.seconds() {
            0 => 0.0,
            length => (covered as f64 * 1000.0 / length as f64).round() / 10.0,
        };
        let shown = if parts.overflow {
            let mut whole = entries(range.widened(days(31)));
            whole.retain(|entry| range.touches(entry.start, entry.end));
            whole
        } else {
            cut
        };
        (shown.iter().map(|entry| self.entry(entry)).collect(), json!(percentage))
    }

    /// A shift.
    pub(crate) fn entry(&self, entry: &Entry) -> Value {
        Object::new()
            .with("start", self.time(entry.start))
            .with("end", self.time(entry.end))
            .with("user", self.reference(entry.user))
            .into()
    }

    /// An override, by its place in the schedule.
    pub(crate) fn schedule_override(&self, schedule: Key<Schedule>, place: usize) -> Value {
        let Override { start, end, user, .. } = self.account[schedule].overrides[place];
        Object::new()
            .with("id", self.override_id(schedule, place))
            .with("start", self.time(start))
            .with("end", self.time(end))
            .with("user", self.reference(user))
            .into()
    }

    pub(crate) fn override_id(&self, schedule: Key<Schedule>, place: usize) -> String {
        self.account.override_id(schedule, place)
    }
}

fn restriction(restriction: &Restriction) -> Value {
    let start = restriction.start.strftime("%H:%M:%S").to_string();
    let seconds = restriction.duration.as_secs();
    match restriction.day_of_week {
        None => json!({
            "type": "daily_restriction",
            "start_time_of_day": start,
            "duration_seconds": seconds,
        }),
        Some(day) => json!({
            "type": "weekly_restriction",
            "start_day_of_week": day,
            "start_time_of_day": start,
            "duration_seconds": seconds,
        }),
    }
}
