//! Times in which nobody is on call, or somebody is on call twice.

use std::collections::{BTreeMap, BTreeSet};

use pagerduty::{
    Timestamp,
    model::{Oncall, Reference, RenderedEntry, Schedule},
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::on_calls::shifts::{Span, span};

/// Something that is wrong, and when.
#[derive(Debug)]
pub(crate) struct Gap {
    /// In order; at least one.
    spans: Vec<Span>,
    problem: Problem,
    what: Value,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Problem {
    Nobody,
    DoubleBooked,
}

/// The summary of one kind of problem.
#[derive(Debug, Default)]
pub(super) struct Sum {
    pub(super) times: usize,
    seconds: i64,
}

impl Gap {
    /// That nobody is on call in these times, where `what` says; nothing if there are no such times.
    pub(super) fn nobody(spans: Vec<Span>, what: &[(&str, Value)]) -> Option<Self> {
        let what = what.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        (!spans.is_empty()).then_some(Self { spans, problem: Problem::Nobody, what: Value::Object(what) })
    }

    pub(super) fn is(&self, problem: Problem) -> bool {
        self.problem == problem
    }

    /// That nobody is on call is worse than that somebody is on twice; and what happens once is a surprise, what happens
    /// every night is known.
    pub(super) fn rank(&self) -> (Problem, usize, Option<Span>) {
        let times = if self.is(Problem::DoubleBooked) { 0 } else { self.spans.len() };
        (self.problem, times, self.spans.first().copied())
    }

    /// An entry for each of its times.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (Span, Value)> {
        self.spans.iter().map(|(start, end)| {
            let mut entry = json!({"problem": match self.problem {
                Problem::Nobody => "nobody",
                Problem::DoubleBooked => "double_booked",
            }});
            for (name, value) in self.what.as_object().into_iter().flatten() {
                entry[name] = value.clone();
            }
            entry["start"] = start.to_string().into();
            entry["end"] = end.to_string().into();
            entry["hours"] = hours(end.as_second() - start.as_second()).into();
            ((*start, *end), entry)
        })
    }
}

impl Sum {
    /// Of the gaps of one kind.
    pub(super) fn of(gaps: &[Gap], problem: Problem) -> Self {
        let spans = || gaps.iter().filter(|gap| gap.is(problem)).flat_map(|gap| &gap.spans);
        Self { times: spans().count(), seconds: spans().map(|(start, end)| end.as_second() - start.as_second()).sum() }
    }

    pub(super) fn into_value(self) -> Value {
        json!({"times": self.times, "hours_in_all": hours(self.seconds)})
    }
}

fn hours(seconds: i64) -> f64 {
    (seconds as f64 / 360.0).round() / 10.0
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
        let schedule = Reference { id: schedule.id.clone(), summary: schedule.name.clone(), ..Reference::default() };
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
        let what = json!({"user": named(user), "schedules": [named(one), named(other)]});
        Gap { spans, problem: Problem::DoubleBooked, what }
    };
    both.into_iter().map(gap).collect()
}
