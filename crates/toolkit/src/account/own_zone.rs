//! The zone of those whom a call is about, for its times without an offset and for its answer.

use futures_util::{FutureExt, future::try_join_all};
use jiff::tz::TimeZone;
use pagerduty::{
    Id, ResourceKind,
    model::{User, schedule::ScheduleQuery},
};
use serde_json::{Map, Value};

use crate::{
    context::Context,
    error::Result,
    parameters::schema::{Kind, Parameter},
    times,
};

/// Schedules whose zones are looked up at most: more hardly have one in common.
const MAX_SCHEDULES: usize = 10;

impl Context {
    /// Reads the times that wait for the zone of those whom the call is about: the zone that all of its schedules have, or its
    /// user's, else the current user's.
    ///
    /// # Errors
    ///
    /// Whatever PagerDuty answers for the schedules or the user that the call names.
    pub(crate) async fn settle_times(&self, parameters: &[Parameter], values: &mut Map<String, Value>) -> Result<()> {
        let Some(names) = self.times().waits_for_own() else { return Ok(()) };
        // Few calls come here, and all of them would be as large.
        let zone = self.own_zone(names, parameters, values).boxed().await?;
        let warnings = {
            let mut times = self.times();
            times.settle_in(zone, values)?;
            times.take_warnings()
        };
        warnings.into_iter().for_each(|warning| self.warn(warning));
        Ok(())
    }

    async fn own_zone(
        &self,
        names: &[&str],
        parameters: &[Parameter],
        values: &Map<String, Value>,
    ) -> Result<Option<TimeZone>> {
        let mut zone = None;
        for parameter in parameters.iter().filter(|one| names.contains(&one.name.as_str())) {
            let ids: Vec<&str> = match values.get(&parameter.name) {
                Some(Value::Array(ids)) => ids.iter().filter_map(Value::as_str).collect(),
                Some(Value::String(id)) => vec![id],
                _ => continue,
            };
            zone = match parameter.kind.item() {
                Kind::Id(ResourceKind::Schedule) => self.zone_of_schedules(&ids).await?,
                Kind::Id(ResourceKind::User) => self.zone_of_user(&ids).await?,
                _ => None,
            };
        }
        if zone.is_none() {
            // The token of an account has no user.
            zone = self.current_user().await.ok().and_then(|user| times::named(user.time_zone.as_deref()?));
        }
        Ok(zone)
    }

    /// The zone that all of these schedules have.
    async fn zone_of_schedules(&self, ids: &[&str]) -> Result<Option<TimeZone>> {
        let ids: Vec<Id<_>> = ids.iter().filter_map(|id| id.parse().ok()).collect();
        if ids.len() > MAX_SCHEDULES {
            return Ok(None);
        }
        let (client, query) = (self.pagerduty()?, ScheduleQuery::default());
        let rows = try_join_all(ids.iter().map(|id| client.schedule(id, &query))).await?;
        let mut names = rows.iter().map(|row| row.item.time_zone.as_deref());
        let first = names.next().flatten();
        Ok(first.filter(|first| names.all(|name| name == Some(first))).and_then(times::named))
    }

    async fn zone_of_user(&self, ids: &[&str]) -> Result<Option<TimeZone>> {
        let Some(id) = ids.first().and_then(|id| id.parse::<Id<User>>().ok()) else { return Ok(None) };
        let user = self.pagerduty()?.get(&id).await?.item;
        Ok(user.time_zone.as_deref().and_then(times::named))
    }
}
