//! Alerts of an incident.

use pagerduty::{
    Id,
    model::{Alert, AlertStatus, Incident, alert::AlertsQuery},
};
use schemars::JsonSchema;
use serde::Deserialize;
use toolkit::{
    answer::{Answer, include::Include},
    context::{Context, Paging},
    error::Result,
    info::Info,
    parameters::rules::Rule,
    tool::Tool,
    toolset::Toolset,
};

use crate::incidents;

/// List the alerts of one PagerDuty incident, with what monitoring sent.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct GetAlerts {
    /// The incident, by ID or number.
    incident_id: Id<Incident>,
    /// The one alert with this ID.
    alert_id: Option<Id<Alert>>,
    /// Only alerts in these states; default both.
    #[serde(default)]
    statuses: Vec<AlertStatus>,
    #[serde(flatten)]
    paging: Paging,
    #[serde(default)]
    include: Include<Alert>,
}

impl Tool for GetAlerts {
    const INFO: Info = Info::read("get_alerts", "Get alerts", Toolset::Incidents).in_zone();
    const RULES: &'static [Rule] = &[Rule::OneById("alert_id", &["statuses", "limit", "cursor"])];

    async fn call(self, cx: &Context) -> Result<Answer> {
        let id = incidents::by_id(&self.incident_id, cx).await?;
        if let Some(alert) = &self.alert_id {
            return Ok(Answer::row(&cx.pagerduty()?.incident_alert(&id, alert).await?, &self.include));
        }
        let query = AlertsQuery { incident_id: id, statuses: self.statuses };
        let client = cx.pagerduty()?;
        let fetch = |window| client.list(&query, window);
        Ok(Answer::listing(cx.list(&self.paging, &self.include, fetch).await?))
    }
}
