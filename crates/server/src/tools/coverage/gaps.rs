//! Times in which nobody is on call, or somebody is on call twice.

use std::collections::{BTreeMap, BTreeSet};

use pagerduty::{
    Timestamp,
    model::{Oncall, Reference, Schedule, schedule::RenderedEntry},
};
use serde_json::{Value, json};

use crate::tools::shifts::{Span, span};

/// Times of one problem that are shown: those in which nobody is on call, and those in which somebody is on twice.
const MOST_TIMES: (usize, usize) = (100, 5);

/// Something that is wrong, and when.
#[derive(Debug)]
pub(in crate::tools) struct Gap {
    /// In order; at least one.
    spans: Vec<Span>,
    what: Value,
}

impl Gap {
    /// That nobody is on call in these times, where `what` says; nothing where there are none.
    pub(super) fn nobody(spans: Vec<Span>, what: &[(&str, Value)]) -> Option<Self> {
        let mut gap = json!({"problem": "nobody"});
        for (name, value) in what {
            gap[*name] = value.clone();
        }
        (!spans.is_empty()).then_some(Self { spans, what: gap })
    }

    pub(in crate::tools) fn is_double(&self) -> bool {
        self.what["problem"] == "double_booked"
    }

    /// That nobody is on call is worse than that somebody is on twice; and what happens once is a surprise, what happens
    /// every night is known.
    pub(super) fn rank(&self) -> (bool, usize, Option<Span>) {
        let times = if self.is_double() { 0 } else { self.spans.len() };
        (self.is_double(), times, self.spans.first().copied())
    }

    /// The first time, and all of them where there are several.
    pub(in crate::tools) fn into_value(self) -> Value {
        let most = if self.is_double() { MOST_TIMES.1 } else { MOST_TIMES.0 };
        let Self { spans, what: mut gap } = self;
        if let Some((start, end)) = spans.first() {
            gap["start"] = start.to_string().into();
            gap["end"] = end.to_string().into();
        }
        let seconds: i64 = spans.iter().map(|(start, end)| end.as_second() - start.as_second()).sum();
        gap["hours"] = ((seconds as f64 / 360.0).round() / 10.0).into();
        if spans.len() > 1 {
            // As ISO 8601 writes intervals.
            let shown = spans.iter().take(most).map(|(start, end)| format!("{start}/{end}"));
            gap["times"] = shown.collect::<Vec<_>>().into();
            gap["times_in_all"] = spans.len().into();
        }
        gap
    }
}

/// That somebody is on call in a schedule.
#[derive(Clone, Debug)]
pub(super) struct Duty {
    user: Reference,
    pub(super) schedule: Reference,
    span: Span,
}

impl Duty {
    /// Nothing where a policy names a person directly: that is a fallback.
    pub(super) fn of_oncall(oncall: &Oncall, range: Span) -> Option<Self> {
        let (user, schedule) = (oncall.user.get()?.clone(), oncall.schedule.get()?.clone());
        Some(Self { user, schedule, span: span(oncall, range)? })
    }

    /// Of a shift in a schedule by itself.
    pub(super) fn of_shift(shift: &RenderedEntry, schedule: &Schedule, (since, until): Span) -> Option<Self> {
        let schedule = Reference { id: schedule.id.clone(), summary: schedule.name.clone() };
        let span = (shift.start.parsed::<Timestamp>()?.max(since), shift.end.parsed::<Timestamp>()?.min(until));
        (span.0 < span.1).then_some(Self { user: shift.user.get()?.clone(), schedule, span })
    }

    pub(super) fn user_id(&self) -> Option<&str> {
        self.user.id.as_deref()
    }

    pub(super) fn schedule_id(&self) -> Option<&str> {
        self.schedule.id.as_deref()
    }
}

/// The times in which a person is on call in two schedules, one of which is among those `of` which somebody asked: a row
/// for each two. One schedule in several policies is one duty.
pub(super) fn double_booked(duties: &[Duty], of: &BTreeSet<&str>) -> Vec<Gap> {
    let mut shifts: BTreeMap<&str, BTreeSet<(Span, &str)>> = BTreeMap::new();
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    for duty in duties {
        let (Some(user), Some(schedule)) = (duty.user_id(), duty.schedule_id()) else { continue };
        for reference in [&duty.user, &duty.schedule] {
            names.extend(reference.id.as_deref().zip(reference.summary.as_deref()));
        }
        shifts.entry(user).or_default().insert((duty.span, schedule));
    }
    let mut both: BTreeMap<(&str, &str, &str), Vec<Span>> = BTreeMap::new();
    for (user, shifts) in &shifts {
        let shifts: Vec<_> = shifts.iter().collect();
        for (place, (first, one)) in shifts.iter().enumerate() {
            for (second, other) in &shifts[place + 1..] {
                let common = (first.0.max(second.0), first.1.min(second.1));
                let is_asked_for = of.contains(one) || of.contains(other);
                if one != other && is_asked_for && common.0 < common.1 {
                    both.entry((user, one.min(other), one.max(other))).or_default().push(common);
                }
            }
        }
    }
    let named = |id: &str| json!({"id": id, "summary": names.get(id)});
    let gap = |((user, one, other), mut spans): ((&str, &str, &str), Vec<Span>)| {
        spans.sort();
        spans.dedup();
        let what = json!({
            "problem": "double_booked",
            "user": named(user),
            "schedules": [named(one), named(other)],
        });
        Gap { spans, what }
    };
    both.into_iter().map(gap).collect()
}
