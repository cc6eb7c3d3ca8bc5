//! Shift-based schedules: rotations with events instead of layers with restrictions.
//!
//! Source: OpenAPI, schedules of version 3, and PagerDuty's guide from version 2 to 3.

use serde_json::{Value, json};

use super::{Object, View};
use crate::id::{Key, Kind};
use crate::model::{Schedule, Shift, ShiftOrigin, ShiftSource, Strategy, User};
use crate::time::{Range, Zone, days, wall};

impl View<'_> {
    /// A schedule with its rotations, and with its shifts if a range is given.
    pub(crate) fn shift_schedule(&self, key: Key<Schedule>, range: Option<Range>, overflow: bool) -> Value {
        let schedule = &self.account[key];
        let (http, web) = self.calendar_urls(&format!("schedules/{}", self.account.id(key)));
        let rotations: Vec<Value> = schedule.rotation_places().map(|place| self.rotation(key, place)).collect();
        let object = self
            .head(key)
            .with("name", &*schedule.name)
            .with("description", &*schedule.description)
            .with("time_zone", &*schedule.time_zone_name)
            .with("escalation_policies", self.references(self.account.policies_with(key)))
            .with("teams", self.references(schedule.teams.iter().copied()))
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

    /// A rotation with its events.
    pub(crate) fn rotation(&self, key: Key<Schedule>, place: usize) -> Value {
        let events = self.account[key].rotations[place].event_places();
        let events: Vec<Value> = events.into_iter().map(|event| self.event(key, place, event)).collect();
        Object::new()
            .with("id", self.part_id(Kind::Rotation, key, place))
            .with("type", "schedule_rotation")
            .with("events", events)
            .into()
    }

    /// An event of a rotation, by the places of both.
    pub(crate) fn event(&self, key: Key<Schedule>, rotation: usize, place: usize) -> Value {
        let event = &self.account[key].rotations[rotation].events[place];
        let zone = Zone::Local(event.time_zone.clone());
        let at =
            |time| json!({"date_time": zone.write(wall(time, 0, &event.time_zone)), "time_zone": event.time_zone_name});
        let members: Vec<Value> = event.members.iter().map(|member| self.shift_member(*member)).collect();
        let strategy = match event.strategy {
            Strategy::Rotating(shifts) => json!({
                "type": "rotating_member_assignment_strategy",
                "shifts_per_member": shifts,
                "members": members,
            }),
            Strategy::Everybody => json!({"type": "every_member_assignment_strategy", "members": members}),
        };
        Object::new()
            .with("id", self.account.event_id(key, rotation, place))
            .with("type", "schedule_event")
            .with("name", &*event.name)
            .with("start_time", at(event.start))
            .with("end_time", at(event.end))
            .with("effective_since", event.since.to_string())
            .with("effective_until", event.until.map(|end| end.to_string()))
            .with("recurrence", vec![event.frequency.rule()])
            .with("assignment_strategy", strategy)
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
