//! On-calls and schedules. There are two kinds of schedules, with endpoints of their own; an ID does not say of which
//! kind it is, so the older ones are asked first, and where they refuse it the others.

use futures_util::{StreamExt, TryStreamExt, stream};
use serde::Serialize;

use super::{
    ListQuery,
    changes::overrides_of,
    collection, object,
    shift_based::{custom_shifts_of, shift_based},
};
use crate::{
    Client, ErrorKind, Id, Page, Resource, Result, Row, Timestamp, Window,
    model::{
        CustomShift, Override, Schedule, User,
        overrides::OverridesQuery,
        schedule::{ScheduleQuery, SchedulesQuery},
    },
    path::Path,
};

/// Users that are fetched one by one, at the same time.
const USERS_AT_ONCE: usize = 6;

/// Parts of a shift-based schedule that are fetched.
const FIRST_PARTS: Window = Window::new(0, 100);

/// The parameters of `GET /v3/schedules/{id}`.
#[derive(Debug, Serialize)]
struct ShiftBasedQuery {
    #[serde(flatten)]
    range: ScheduleQuery,
    include: &'static [&'static str],
}

/// `GET /schedules`, or `GET /v3/schedules`.
impl ListQuery for SchedulesQuery {
    type Row = Schedule;

    fn path(&self) -> Path {
        if self.shift_based { shift_based() } else { collection::<Schedule>() }
    }

    fn name_part(&mut self) -> Option<&mut Option<String>> {
        Some(&mut self.query)
    }
}

impl Client {
    /// `GET /schedules/{id}`, or `GET /v3/schedules/{id}` where that one is of the other kind; with a range also who is on
    /// call in it.
    pub async fn schedule(&self, id: &Id<Schedule>, query: &ScheduleQuery) -> Result<Row<Schedule>> {
        let classic = self.get_one(&object(id), Schedule::KIND.singular(), query).await;
        either(classic, async || {
            let query = ShiftBasedQuery { range: *query, include: &["final_schedule"] };
            self.get_one(&shift_based().id(id), Schedule::KIND.singular(), &query).await
        })
        .await
    }

    /// `GET /v3/schedules/{id}`: one that has to be shift-based, without its shifts.
    pub async fn shift_based_schedule(&self, id: &Id<Schedule>) -> Result<Row<Schedule>> {
        self.get_one(&shift_based().id(id), Schedule::KIND.singular(), &()).await
    }

    /// The first hundred of `GET /v3/schedules/{id}/custom_shifts`, of a shift-based schedule.
    pub async fn custom_shifts(&self, id: &Id<Schedule>, query: &OverridesQuery) -> Result<Page<CustomShift>> {
        self.get_list(&custom_shifts_of(id), CustomShift::KIND.plural(), query, FIRST_PARTS).await
    }

    /// `GET /schedules/{id}/users`: who is on call between the two times. Without them PagerDuty would list every
    /// member of the schedule, so they are not optional. Those of a shift-based schedule are read from its shifts, each
    /// with a request of its own.
    pub async fn users_oncall(&self, id: &Id<Schedule>, since: Timestamp, until: Timestamp) -> Result<Page<User>> {
        let range = ScheduleQuery { since: Some(since), until: Some(until) };
        let users = self.get_all(&object(id).literal("users"), User::KIND.plural(), &range).await;
        either(users, async || {
            let schedule = self.schedule(id, &range).await?.item;
            let shifts = schedule.final_schedule.get().into_iter().flat_map(|shifts| shifts.entries());
            let mut ids: Vec<Id<User>> =
                shifts.filter_map(|shift| shift.user.get()?.id.as_deref()?.parse().ok()).collect();
            ids.sort_unstable_by(|one, other| one.as_str().cmp(other.as_str()));
            ids.dedup();
            let users = stream::iter(ids).map(|id| async move { self.get(&id).await });
            let rows = users.buffered(USERS_AT_ONCE).try_collect().await?;
            Ok(Page { rows, ..Page::empty() })
        })
        .await
    }

    /// `GET /schedules/{id}/overrides`, which does not page, or the first hundred of `GET /v3/schedules/{id}/overrides`.
    pub async fn overrides(&self, id: &Id<Schedule>, query: &OverridesQuery) -> Result<Page<Override>> {
        let key = Override::KIND.plural();
        either(self.get_all(&overrides_of(id), key, query).await, async || {
            self.get_list(&shift_based().id(id).literal(key), key, query, FIRST_PARTS).await
        })
        .await
    }
}

/// What was found; where the ID was refused, what is found as the other kind; where that fails too, the first refusal.
async fn either<T>(first: Result<T>, other: impl AsyncFnOnce() -> Result<T>) -> Result<T> {
    match first {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::InvalidRequest) => {
            other().await.map_err(|_| error)
        }
        first => first,
    }
}
