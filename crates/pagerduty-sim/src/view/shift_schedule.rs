//! Shift-based schedules: rotations with events in the place of layers with restrictions.
//!
//! Source: OpenAPI, schedules of version 3, and PagerDuty's guide from version 2 to 3.

use serde_json::{Value, json};

use super::{Object, View};
use crate::account::{Layer, Schedule, Shift, ShiftOrigin, ShiftSource, User};
use crate::id::{Key, Kind};
use crate::time::{Range, Zone, after, days};

const DAY: i64 = 86_400;

impl View<'_> {
    /// A schedule with its rotations, and with its shifts if a range is given.
    pub(crate) fn shift_schedule(&self, key: Key<Schedule>, range: Option<Range>, overflow: bool) -> Value {
        let schedule = &self.account[key];
        let (http, web) = self.calendar_urls(&format!("schedules/{}", self.account.id(key)));
        let rotations: Vec<Value> = (0..schedule.layers.len()).map(|place| self.rotation(key, place)).collect();
        let object = self
            .head(key)
            .with("name", &*schedule.name)
            .with("description", &*schedule.description)
            .with("time_zone", schedule.time_zone_name)
            .with("escalation_policies", self.references(self.account.policies_with(key)))
            .with("teams", self.references(schedule.team))
            .with("http_cal_url", http)
            .with("web_cal_url", web)
            .with("rotations", rotations);
        match range {
            Some(range) => object.with("final_schedule", self.shifts(key, range, overflow)),
            None => object,
        }
        .into()
    }

    fn shifts(&self, key: Key<Schedule>, range: Range, overflow: bool) -> Value {
        let schedule = &self.account[key];
        let cut = schedule.computed_shifts(range);
        let seconds = |shift: &Shift| Range::new(shift.start, shift.end).seconds();
        let covered: i64 = cut.iter().filter(|shift| shift.user.is_some()).map(seconds).sum();
        let percentage = covered as f64 * 100.0 / range.seconds().max(1) as f64;
        let shown = if overflow {
            let mut whole = schedule.computed_shifts(range.widened(days(31)));
            whole.retain(|shift| range.touches(shift.start, shift.end));
            whole
        } else {
            cut
        };
        let shifts: Vec<Value> = shown.iter().map(|shift| self.shift(key, shift)).collect();
        Object::new()
            .with("type", "final_schedule")
            .with("rendered_coverage_percentage", (percentage * 10.0).round() / 10.0)
            .with("computed_shift_assignments", shifts)
            .into()
    }

    fn shift(&self, key: Key<Schedule>, shift: &Shift) -> Value {
        let source = match shift.source {
            ShiftSource::Plain(ShiftOrigin::Rotation(place)) => {
                json!({"type": "schedule_rotation", "rotation_id": self.part_id(Kind::Rotation, key, place)})
            }
            ShiftSource::Plain(ShiftOrigin::CustomShift(place)) => {
                json!({"type": "custom_shift", "shift_id": self.part_id(Kind::CustomShift, key, place)})
            }
            ShiftSource::Override { place } => {
                let id = self.part_id(Kind::OverrideShift, key, place);
                match self.account[key].override_shifts[place].origin {
                    ShiftOrigin::Rotation(rotation) => json!({
                        "type": "schedule_rotation_override",
                        "rotation_id": self.part_id(Kind::Rotation, key, rotation),
                        "override_id": id,
                    }),
                    ShiftOrigin::CustomShift(shift) => json!({
                        "type": "custom_shift_override",
                        "shift_id": self.part_id(Kind::CustomShift, key, shift),
                        "override_id": id,
                    }),
                }
            }
            ShiftSource::Nothing => json!({"type": "schedule_rotation"}),
        };
        Object::new()
            .with("type", "computed_shift_assignment")
            .with("start_time", self.time(shift.start))
            .with("end_time", self.time(shift.end))
            .with("member", self.shift_member(shift.user))
            .with("source", source)
            .into()
    }

    /// A rotation, which has one event.
    pub(crate) fn rotation(&self, key: Key<Schedule>, place: usize) -> Value {
        Object::new()
            .with("id", self.part_id(Kind::Rotation, key, place))
            .with("type", "schedule_rotation")
            .with("events", vec![self.event(key, place)])
            .into()
    }

    fn event(&self, key: Key<Schedule>, place: usize) -> Value {
        let schedule = &self.account[key];
        let layer = &schedule.layers[place];
        let (seconds, recurrence, shifts_per_member) = pattern(layer);
        let zone = Zone::Local(schedule.time_zone.clone());
        let start = schedule.time_zone.to_timestamp(layer.virtual_start).unwrap_or(layer.start);
        let end = after(start, jiff::SignedDuration::from_secs(seconds));
        let at = |time| json!({"date_time": zone.write(time), "time_zone": schedule.time_zone_name});
        let members: Vec<Value> = layer.users.iter().map(|user| self.shift_member(Some(*user))).collect();
        Object::new()
            .with("id", self.part_id(Kind::RotationEvent, key, place))
            .with("type", "schedule_event")
            .with("name", &*layer.name)
            .with("start_time", at(start))
            .with("end_time", at(end))
            .with("effective_since", layer.start.to_string())
            .with("effective_until", layer.end.map(|end| end.to_string()))
            .with("recurrence", vec![recurrence])
            .with(
                "assignment_strategy",
                json!({
                    "type": "rotating_member_assignment_strategy",
                    "shifts_per_member": shifts_per_member,
                    "members": members,
                }),
            )
            .into()
    }

    /// An override, which replaces somebody in a rotation.
    pub(crate) fn override_shift(&self, key: Key<Schedule>, place: usize) -> Value {
        let each = &self.account[key].override_shifts[place];
        let (name, kind, origin) = match each.origin {
            ShiftOrigin::Rotation(rotation) => ("rotation_id", Kind::Rotation, rotation),
            ShiftOrigin::CustomShift(shift) => ("custom_shift_id", Kind::CustomShift, shift),
        };
        Object::new()
            .with("id", self.part_id(Kind::OverrideShift, key, place))
            .with("type", "override_shift")
            .with(name, self.part_id(kind, key, origin))
            .with("start_time", self.time(each.start))
            .with("end_time", self.time(each.end))
            .with("overridden_member", self.shift_member(each.overridden))
            .with("overriding_member", self.shift_member(each.overriding))
            .into()
    }

    /// A shift outside of all rotations.
    pub(crate) fn custom_shift(&self, key: Key<Schedule>, place: usize) -> Value {
        let each = &self.account[key].custom_shifts[place];
        let assignment = json!({
            "id": self.part_id(Kind::ShiftAssignment, key, place),
            "type": "shift_assignment",
            "member": self.shift_member(each.user),
        });
        Object::new()
            .with("id", self.part_id(Kind::CustomShift, key, place))
            .with("type", "custom_shift")
            .with("start_time", self.time(each.start))
            .with("end_time", self.time(each.end))
            .with("assignments", vec![assignment])
            .into()
    }

    fn shift_member(&self, user: Option<Key<User>>) -> Value {
        match user {
            Some(user) => json!({"type": "user_member", "user_id": self.account.id(user)}),
            None => json!({"type": "empty_member"}),
        }
    }

    fn part_id(&self, kind: Kind, schedule: Key<Schedule>, place: usize) -> String {
        self.account.part_id(kind, schedule, place)
    }
}

/// How long each shift of a layer is, how it recurs, and how many a member takes in a row.
fn pattern(layer: &Layer) -> (i64, &'static str, i64) {
    let turn = layer.turn_length.as_secs();
    match layer.restrictions.first() {
        Some(daily) => (daily.duration.as_secs(), "RRULE:FREQ=DAILY", turn / DAY),
        None if turn == 7 * DAY => (turn, "RRULE:FREQ=WEEKLY", 1),
        None => (DAY, "RRULE:FREQ=DAILY", turn / DAY),
    }
}
