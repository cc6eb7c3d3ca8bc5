//! Schedules: layers of rotations, and who is on call because of them; and shift-based schedules (`/v3/schedules`), which have
//! other rotations and, in other words, the same shifts.

use serde::{Deserialize, Serialize, Serializer};

use super::{
    reference::Reference,
    rendered_entry::RenderedEntry,
    resource::Resource,
    resource_kind::ResourceKind,
    restriction::Restriction,
    shift::{ComputedShift, ComputedShiftWire},
    team::Team,
    untrusted::Untrusted,
};
use crate::{Field, Id, Timestamp};

/// A schedule of either kind.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct Schedule {
    pub id: Field<String>,
    pub name: Field<String>,
    pub description: Field<String>,
    pub time_zone: Field<String>,
    pub escalation_policies: Field<Vec<Field<Reference>>>,
    pub teams: Field<Vec<Field<Reference>>>,
    pub schedule_layers: Field<Vec<Field<ScheduleLayer>>>,
    /// Who is on call, overrides applied; only for one schedule and a range.
    pub final_schedule: Field<RenderedSchedule>,
    /// The overrides in the range.
    pub overrides_subschedule: Field<RenderedSchedule>,
    pub users: Field<Vec<Field<Reference>>>,
    /// Its name, where a list of shift-based schedules has nothing else.
    #[serde(skip_serializing)]
    summary: Field<String>,
    #[serde(skip_serializing)]
    r#type: Field<String>,
}

impl Schedule {
    /// Whether it is of the newer kind, which only `/v3/schedules` knows.
    #[must_use]
    pub fn is_shift_based(&self) -> bool {
        self.r#type.as_deref().is_some_and(|kind| kind.starts_with("schedule_v3"))
    }
}

/// One rotation of a schedule.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct ScheduleLayer {
    pub id: Field<String>,
    pub name: Field<String>,
    pub start: Field<String>,
    pub end: Field<String>,
    pub users: Field<Vec<Field<ScheduleLayerUser>>>,
    /// When somebody is on call at all; without restrictions, always. Each is one line.
    pub restrictions: Field<Vec<Field<Restriction>>>,
}

/// A member of a layer, out of the `{"user": …}` that PagerDuty wraps it in.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(from = "LayerUserWire")]
pub struct ScheduleLayerUser(Reference);

#[derive(Default, Deserialize)]
#[serde(default)]
struct LayerUserWire {
    user: Field<Reference>,
    id: Field<String>,
    summary: Field<String>,
    deleted_at: Field<String>,
}

impl From<LayerUserWire> for ScheduleLayerUser {
    fn from(LayerUserWire { mut user, id, summary, deleted_at }: LayerUserWire) -> Self {
        Self(user.take().unwrap_or(Reference { id, summary, deleted_at }))
    }
}

/// Shifts in a range, out of the object that PagerDuty wraps them in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "RenderedWire")]
pub struct RenderedSchedule {
    entries: Field<Vec<Field<RenderedEntry>>>,
    /// Of a shift-based schedule.
    computed_shifts: Vec<ComputedShift>,
}

impl RenderedSchedule {
    /// The shifts that could be read, to add what PagerDuty left out.
    pub fn entries_mut(&mut self) -> impl Iterator<Item = &mut RenderedEntry> {
        self.entries.get_mut().into_iter().flatten().filter_map(Field::get_mut)
    }

    /// The shifts that could be read.
    pub fn entries(&self) -> impl Iterator<Item = &RenderedEntry> {
        self.entries.get().into_iter().flatten().filter_map(|entry| entry.get())
    }

    /// Of a shift-based schedule, the shifts with what they belong to; also those in which nobody is on call.
    pub fn computed_shifts(&self) -> &[ComputedShift] {
        &self.computed_shifts
    }
}

impl Serialize for RenderedSchedule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.entries.serialize(serializer)
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RenderedWire {
    rendered_schedule_entries: Field<Vec<Field<RenderedEntry>>>,
    /// Of a shift-based schedule: also those in which nobody is on call.
    computed_shift_assignments: Field<Vec<Field<ComputedShiftWire>>>,
}

impl From<RenderedWire> for RenderedSchedule {
    fn from(mut wire: RenderedWire) -> Self {
        let Some(mut shifts) = wire.computed_shift_assignments.take() else {
            return Self { entries: wire.rendered_schedule_entries, computed_shifts: Vec::new() };
        };
        let shifts: Vec<ComputedShiftWire> = shifts.iter_mut().filter_map(Field::take).collect();
        Self {
            computed_shifts: shifts.iter().filter_map(ComputedShiftWire::read).collect(),
            entries: Some(shifts.into_iter().filter_map(|one| Some(Some(one.into_entry()?).into())).collect()).into(),
        }
    }
}

impl Resource for Schedule {
    const KIND: ResourceKind = ResourceKind::Schedule;
    // Never the calendar URLs: whoever has one reads the schedule.
    const ON_REQUEST: &'static [&'static str] = &["users", "html_url", "summary", "type", "rotations"];
    const UNTRUSTED: Untrusted = Untrusted::DESCRIPTION;

    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    fn complete(&mut self) {
        if self.name.get().is_none() {
            self.name = self.summary.clone();
        }
    }
}

/// The filters of `GET /schedules` and `GET /v3/schedules`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SchedulesQuery {
    /// Shift-based schedules instead of the others, each with its ID and name only: a part of the path.
    #[serde(skip)]
    pub shift_based: bool,
    /// Part of the name.
    pub query: Option<String>,
    /// Schedules of any of these teams.
    pub team_ids: Vec<Id<Team>>,
    /// Parts that PagerDuty sends only when asked: `schedule_layers`.
    pub include: Vec<&'static str>,
}

/// The range of `GET /schedules/{id}`.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct ScheduleQuery {
    /// Start of the range; without it two weeks before the end.
    pub since: Option<Timestamp>,
    /// End of the range; without it two weeks after the start.
    pub until: Option<Timestamp>,
}
