//! Times in which nobody is on call, or somebody is on call twice.

use std::collections::{BTreeMap, BTreeSet};

use pagerduty::model::Oncall;
use serde_json::{Value, json};

use crate::tools::shifts::{Span, span};

/// Times of one problem that are shown.
const MOST_TIMES: usize = 5;

/// Something that is wrong, and when.
#[derive(Debug)]
pub(in crate::tools) struct Gap {
    /// In order; at least one.
    spans: Vec<Span>,
    what: Value,
}

impl Gap {
    /// That nobody is on call, where `what` says.
    pub(super) fn nobody(span: Span, what: &[(&str, Value)]) -> Self {
        let mut gap = json!({"problem": "nobody"});
        for (name, value) in what {
            gap[*name] = value.clone();
        }
        Self { spans: vec![span], what: gap }
    }

    pub(super) fn is_double(&self) -> bool {
        self.what["problem"] == "double_booked"
    }

    /// That nobody is on call is worse than that somebody is on twice.
    pub(super) fn rank(&self) -> (bool, Option<Span>) {
        (self.is_double(), self.spans.first().copied())
    }

    /// The first time, and all of them where there are several.
    pub(in crate::tools) fn into_value(self) -> Value {
        let Self { spans, what: mut gap } = self;
        if let Some((start, end)) = spans.first() {
            gap["start"] = start.to_string().into();
            gap["end"] = end.to_string().into();
        }
        let seconds: i64 = spans.iter().map(|(start, end)| end.as_second() - start.as_second()).sum();
        gap["hours"] = ((seconds as f64 / 360.0).round() / 10.0).into();
        if spans.len() > 1 {
            // As ISO 8601 writes intervals.
            let shown = spans.iter().take(MOST_TIMES).map(|(start, end)| format!("{start}/{end}"));
            gap["times"] = shown.collect::<Vec<_>>().into();
            gap["times_in_all"] = spans.len().into();
        }
        gap
    }
}

/// The times in which a person is on call in two schedules, a row for each two. One schedule in several policies is one
/// duty, and a policy that names a person directly is a fallback.
pub(super) fn double_booked(oncalls: &[Oncall], range: Span) -> Vec<Gap> {
    let mut shifts: BTreeMap<&str, BTreeSet<(Span, &str)>> = BTreeMap::new();
    let (mut users, mut schedules) = (BTreeMap::new(), BTreeMap::new());
    for oncall in oncalls {
        let (Some(user), Some(schedule)) = (oncall.user.get(), oncall.schedule.get()) else { continue };
        let (Some(user_id), Some(id)) = (user.id.as_deref(), schedule.id.as_deref()) else { continue };
        users.insert(user_id, json!({"id": user_id, "summary": user.summary.as_deref()}));
        schedules.insert(id, json!({"id": id, "summary": schedule.summary.as_deref()}));
        if let Some(span) = span(oncall, range) {
            shifts.entry(user_id).or_default().insert((span, id));
        }
    }
    let mut both: BTreeMap<(&str, &str, &str), Vec<Span>> = BTreeMap::new();
    for (user, shifts) in &shifts {
        let shifts: Vec<_> = shifts.iter().collect();
        for (place, (first, one)) in shifts.iter().enumerate() {
            for (second, other) in &shifts[place + 1..] {
                let common = (first.0.max(second.0), first.1.min(second.1));
                if one != other && common.0 < common.1 {
                    both.entry((user, one.min(other), one.max(other))).or_default().push(common);
                }
            }
        }
    }
    let gap = |((user, one, other), mut spans): ((&str, &str, &str), Vec<Span>)| {
        spans.sort();
        let what = json!({
            "problem": "double_booked",
            "user": users[user],
            "schedules": [schedules[one], schedules[other]],
        });
        Gap { spans, what }
    };
    both.into_iter().map(gap).collect()
}
