//! Shifts: when somebody is on call.

use pagerduty::{Page, Timestamp, model::Oncall};

use crate::context::Context;

/// From when to when.
pub(super) type Span = (Timestamp, Timestamp);

/// The on-calls of a page. What cannot be read is left out with a warning: taken for a shift without an end, it would
/// hide that nobody is on call.
pub(super) fn read(page: Page<Oncall>, cx: &Context) -> Vec<Oncall> {
    page.unreadable.into_iter().for_each(|warning| cx.warn(warning));
    let mut oncalls: Vec<Oncall> = page.rows.into_iter().map(|row| row.item).collect();
    let is_readable = |time: Option<&str>| time.is_none_or(|text| text.parse::<Timestamp>().is_ok());
    let all = oncalls.len();
    oncalls.retain(|one| is_readable(one.start.as_deref()) && is_readable(one.end.as_deref()));
    if oncalls.len() < all {
        cx.warn(format!("{} on-calls have times that cannot be read, and are left out", all - oncalls.len()));
    }
    oncalls
}

/// The part of an on-call in a range; without start or end it is for ever.
pub(super) fn span(oncall: &Oncall, (since, until): Span) -> Option<Span> {
    let span = (start(oncall).unwrap_or(since).max(since), end(oncall).unwrap_or(until).min(until));
    (span.0 < span.1).then_some(span)
}

/// Whether somebody is on call at this time.
pub(super) fn is_on(oncall: &Oncall, at: Timestamp) -> bool {
    span(oncall, (at, at.plus_seconds(1))).is_some()
}

pub(super) fn start(oncall: &Oncall) -> Option<Timestamp> {
    oncall.start.parsed()
}

pub(super) fn end(oncall: &Oncall) -> Option<Timestamp> {
    oncall.end.parsed()
}
