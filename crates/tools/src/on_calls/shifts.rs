//! Shifts: when somebody is on call.

use futures_util::future::try_join_all;
use pagerduty::model::{Oncall, oncall::OncallsQuery};
use toolkit::prelude::*;

/// IDs that one request names: more would not fit into its address.
const MAX_IDS: usize = 250;

/// From when to when.
pub(crate) type Span = (Timestamp, Timestamp);

/// The on-calls of a page. What cannot be read is left out with a warning: taken for a shift without an end, it would
/// hide that nobody is on call.
pub(crate) fn read(page: Page<Oncall>, cx: &Context) -> Vec<Oncall> {
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

/// The on-calls of all of these; a request names only a limited number at a time.
pub(crate) async fn oncalls<T>(
    ids: &[Id<T>],
    query: impl Fn(Vec<Id<T>>) -> OncallsQuery,
    (since, until): Span,
    cx: &Context,
) -> Result<Vec<Oncall>> {
    let client = cx.pagerduty()?;
    let ask = async |ids: &[Id<T>]| {
        let query = OncallsQuery { since: Some(since), until: Some(until), ..query(ids.to_vec()) };
        client.list(&query, Window::ALL).await
    };
    let mut oncalls = Vec::new();
    for page in try_join_all(ids.chunks(MAX_IDS).map(ask)).await? {
        if page.next.is_some() {
            cx.warn("PagerDuty hands out no more on-calls of this range: later times are not looked at, so shorten it");
        }
        oncalls.extend(read(page, cx));
    }
    Ok(oncalls)
}

/// The part of an on-call in a range; without start or end it is for ever.
pub(crate) fn span(oncall: &Oncall, (since, until): Span) -> Option<Span> {
    let span = (start(oncall).unwrap_or(since).max(since), end(oncall).unwrap_or(until).min(until));
    (span.0 < span.1).then_some(span)
}

/// Whether somebody is on call at this time.
pub(crate) fn is_on(oncall: &Oncall, at: Timestamp) -> bool {
    span(oncall, (at, at.plus_seconds(1))).is_some()
}

pub(crate) fn start(oncall: &Oncall) -> Option<Timestamp> {
    oncall.start.parsed()
}

pub(crate) fn end(oncall: &Oncall) -> Option<Timestamp> {
    oncall.end.parsed()
}

/// These, in order, with those that touch or overlap made one.
pub(crate) fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for (start, end) in spans {
        match merged.last_mut() {
            Some((_, last)) if start <= *last => *last = end.max(*last),
            _ => merged.push((start, end)),
        }
    }
    merged
}

/// Seconds of a part of time that lie in another.
pub(crate) fn common_seconds(one: Span, other: Span) -> i64 {
    (one.1.min(other.1).as_second() - one.0.max(other.0).as_second()).max(0)
}

/// What is left of a range without these.
pub(crate) fn uncovered(mut spans: Vec<Span>, (since, until): Span) -> Vec<Span> {
    spans.sort();
    let (mut gaps, mut covered_to) = (Vec::new(), since);
    for (start, end) in spans.into_iter().take_while(|(start, _)| *start < until) {
        if start > covered_to {
            gaps.push((covered_to, start));
        }
        covered_to = covered_to.max(end);
    }
    if covered_to < until {
        gaps.push((covered_to, until));
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(hour * 3600).unwrap()
    }

    #[test]
    fn what_nobody_covers_is_left() {
        let gaps = |spans: &[(i64, i64)]| {
            let spans = spans.iter().map(|(from, to)| (at(*from), at(*to))).collect();
            let gaps = uncovered(spans, (at(0), at(24)));
            gaps.iter().map(|(from, to)| (from.as_second() / 3600, to.as_second() / 3600)).collect::<Vec<_>>()
        };
        assert_eq!(gaps(&[]), [(0, 24)]);
        assert_eq!(gaps(&[(0, 24)]), []);
        assert_eq!(gaps(&[(12, 24), (0, 10)]), [(10, 12)]);
        assert_eq!(gaps(&[(2, 20), (4, 6), (22, 23)]), [(0, 2), (20, 22), (23, 24)]);
        assert_eq!(gaps(&[(30, 40), (50, 60)]), [(0, 24)], "what lies beyond covers nothing");
    }
}
