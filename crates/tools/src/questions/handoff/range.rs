//! Which shift is handed over: the one that was asked for, or the person's own.

use std::cmp::Reverse;

use pagerduty::model::{Oncall, oncall::OncallsQuery};
use serde_json::{Value, json};
use toolkit::prelude::*;

use super::asked::{HOUR, OncallHandoff};
use crate::on_calls::shifts::{self, Span};

/// Hours that are handed over where there is neither a start nor a shift.
const DEFAULT_HOURS: i64 = 12;

/// Hours after its end in which a shift is still handed over.
const HOURS_AFTER: i64 = 12;

/// The longest shift that is handed over.
pub(super) const LONGEST_DAYS: i64 = 31;

/// What is handed over.
#[derive(Debug)]
pub(super) struct Shift {
    pub(super) range: Span,
    /// Whose shift it is, where it is one.
    pub(super) whose: Option<Value>,
    /// When it began, where that is longer ago than what is handed over.
    pub(super) began: Option<Timestamp>,
}

impl OncallHandoff {
    /// The range that was asked for; without a start the shift of the schedule, of the user, or of the caller.
    pub(super) async fn shift(&self, cx: &Context) -> Shift {
        let until = self.until.unwrap_or_else(|| cx.now());
        if let Some(since) = self.since {
            return Shift { range: (since, until), whose: None, began: None };
        }
        let earliest = until.plus_days(-LONGEST_DAYS);
        match self.own_shift(until, cx).await {
            Some(oncall) => {
                let start = shifts::start(&oncall).unwrap_or(earliest);
                let named = |one: Option<&pagerduty::model::Reference>| {
                    one.and_then(|one| one.summary.as_deref()).map(str::to_owned)
                };
                let whose = json!({"user": named(oncall.user.get()), "schedule": named(oncall.schedule.get())});
                let began = Some(start).filter(|start| *start < earliest);
                Shift { range: (start.max(earliest), until), whose: Some(whose), began }
            }
            None => {
                cx.warn(format!(
                    "no shift to hand over was found, so the last {DEFAULT_HOURS} hours are: `since` sets another start"
                ));
                Shift { range: (until.plus_seconds(-DEFAULT_HOURS * HOUR), until), whose: None, began: None }
            }
        }
    }

    /// The shift at this time, else the last one that ended shortly before.
    async fn own_shift(&self, until: Timestamp, cx: &Context) -> Option<Oncall> {
        let mut query = OncallsQuery {
            since: Some(until.plus_seconds(-HOURS_AFTER * HOUR)),
            until: Some(until),
            ..OncallsQuery::default()
        };
        match (&self.schedule_id, &self.user_id) {
            (Some(schedule), _) => query.schedule_ids.push(schedule.clone()),
            (None, Some(user)) => query.user_ids.push(user.clone()),
            // The token of an account has no user.
            (None, None) => query.user_ids.push(cx.current_user().await.ok()?.id.clone()),
        }
        let page = cx.pagerduty().ok()?.list(&query, Window::new(0, 100)).await;
        let page = page.inspect_err(|error| cx.warn_of("it is not known whose shift it is", error)).ok()?;
        let last = until.plus_seconds(-1);
        // Whoever a policy names directly has no shift.
        let shifts = shifts::read(page, cx).into_iter().filter(|one| one.schedule.get().is_some());
        let ended = shifts.filter(|one| shifts::start(one).is_some_and(|start| start < last));
        ended.min_by_key(|one| {
            let level = one.escalation_level.get().copied().unwrap_or(u64::MAX);
            (!shifts::is_on(one, last), level, Reverse(shifts::end(one)), shifts::start(one))
        })
    }
}
