//! Whether an incident is unusual for its service.

use pagerduty::model::{Incident, OutlierIncident};
use toolkit::prelude::*;

use super::by_number::by_id;

/// See how often incidents like one occur on its PagerDuty service: whether it is rare, frequent or new.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct GetOutlierIncident {
    /// The incident, by ID or number.
    incident_id: Id<Incident>,
    /// Count from then; default PagerDuty's own.
    since: Option<Timestamp>,
    #[serde(default)]
    include: Include<OutlierIncident>,
}

impl Tool for GetOutlierIncident {
    const INFO: Info = Info::read("get_outlier_incident", "Get outlier incident", Toolset::Incidents).in_zone();

    async fn call(self, cx: &Context) -> Result<Answer> {
        let id = by_id(&self.incident_id, cx).await?;
        Ok(Answer::row(&cx.pagerduty()?.outlier_incident(&id, self.since).await?, &self.include))
    }
}
