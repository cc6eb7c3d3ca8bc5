//! Alerts of an incident.

use pagerduty::model::{Alert, AlertStatus, Incident, alert::AlertsQuery};
use toolkit::prelude::*;

use super::by_number::by_id;

pub(crate) const TOOLS: &[fn() -> Entry] = &[Entry::of_browse::<GetAlerts>];

/// List the alerts of one PagerDuty incident, with what monitoring sent.
#[derive(Debug, Deserialize, JsonSchema)]
struct GetAlerts {
    /// The incident, by ID or number.
    incident_id: Id<Incident>,
    /// The one alert with this ID.
    alert_id: Option<Id<Alert>>,
    /// Only alerts in these states; default both.
    #[serde(default)]
    statuses: Vec<AlertStatus>,
}

impl Browse for GetAlerts {
    const INFO: Info = Info::read("get_alerts", "Get alerts", Toolset::Incidents).in_zone();
    const RULES: &'static [Rule] = &[Rule::One("alert_id")];

    type Query = AlertsQuery;

    async fn one(&self, include: &Include<Alert>, cx: &Context) -> Result<Option<Answer>> {
        let Some(alert) = &self.alert_id else { return Ok(None) };
        let incident = by_id(&self.incident_id, cx).await?;
        Ok(Some(Answer::row(&cx.pagerduty()?.incident_alert(&incident, alert).await?, include)))
    }

    async fn query(&self, _: &Include<Alert>, cx: &Context) -> Result<Option<AlertsQuery>> {
        let incident_id = by_id(&self.incident_id, cx).await?;
        Ok(Some(AlertsQuery { incident_id, statuses: self.statuses.clone() }))
    }
}
