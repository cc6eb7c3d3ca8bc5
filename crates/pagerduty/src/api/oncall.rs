//! On-calls and schedules.

use super::{changes::overrides_of, object};
use crate::{
    Client, Id, Page, Resource, Result, Row, Timestamp, Window,
    model::{
        Oncall, Override, Schedule, User,
        oncall::OncallsQuery,
        overrides::OverridesQuery,
        schedule::{ScheduleQuery, SchedulesQuery},
    },
};

impl Client {
    /// `GET /oncalls`
    pub async fn oncalls(&self, query: &OncallsQuery, window: Window) -> Result<Page<Oncall>> {
        self.list(query, window).await
    }

    /// `GET /schedules`
    pub async fn schedules(&self, query: &SchedulesQuery, window: Window) -> Result<Page<Schedule>> {
        self.list(query, window).await
    }

    /// `GET /schedules/{id}`; with a range also who is on call in it.
    pub async fn schedule(&self, id: &Id<Schedule>, query: &ScheduleQuery) -> Result<Row<Schedule>> {
        self.get(id, query).await
    }

    /// `GET /schedules/{id}/users`: who is on call between the two times. Without them PagerDuty would list every
    /// member of the schedule, so they are not optional.
    pub async fn users_oncall(&self, id: &Id<Schedule>, since: Timestamp, until: Timestamp) -> Result<Page<User>> {
        let query = ScheduleQuery { since: Some(since), until: Some(until) };
        self.get_all(&object(id).literal("users"), "users", &query).await
    }

    /// `GET /schedules/{id}/overrides`, which does not page.
    pub async fn overrides(&self, id: &Id<Schedule>, query: &OverridesQuery) -> Result<Page<Override>> {
        self.get_all(&overrides_of(id), Override::KIND.plural(), query).await
    }
}
