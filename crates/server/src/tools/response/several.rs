//! Acknowledging and resolving several incidents at once.

use futures_util::{StreamExt, stream};
use pagerduty::{
    Id,
    model::{Incident, IncidentStatus, incident::IncidentUpdate},
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::would_send;
use crate::{
    answer::Answer,
    context::Context,
    error::{Code, Error, Result},
    tool::{Access, Tool},
    tools::incidents,
    toolset::Toolset,
};

/// Incidents that one call changes.
const MOST: usize = 25;

/// Changes that are made at the same time.
const AT_ONCE: usize = 4;

/// Acknowledge several PagerDuty incidents, with the outcome of each.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct AcknowledgeIncidents {
    /// The incidents, by ID or number; at most 25.
    incident_ids: Vec<Id<Incident>>,
    /// Only say what would be sent.
    #[serde(default)]
    dry_run: bool,
}

impl Tool for AcknowledgeIncidents {
    const NAME: &'static str = "acknowledge_incidents";
    const TITLE: &'static str = "Acknowledge incidents";
    const ACCESS: Access = Access::Update;
    const TOOLSET: Toolset = Toolset::Response;

    async fn call(self, cx: &Context) -> Result<Answer> {
        let update = IncidentUpdate { status: Some(IncidentStatus::Acknowledged), ..IncidentUpdate::default() };
        change(self.incident_ids, &update, self.dry_run, cx).await
    }
}

/// Resolve several PagerDuty incidents, with a note if there is something to say, and the outcome of each.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct ResolveIncidents {
    /// The incidents, by ID or number; at most 25.
    incident_ids: Vec<Id<Incident>>,
    /// How they were resolved: a note on each of them.
    resolution: Option<String>,
    /// Only say what would be sent.
    #[serde(default)]
    dry_run: bool,
}

impl Tool for ResolveIncidents {
    const NAME: &'static str = "resolve_incidents";
    const TITLE: &'static str = "Resolve incidents";
    const ACCESS: Access = Access::Update;
    const TOOLSET: Toolset = Toolset::Response;

    async fn call(self, cx: &Context) -> Result<Answer> {
        let update = IncidentUpdate {
            status: Some(IncidentStatus::Resolved),
            resolution: self.resolution,
            ..IncidentUpdate::default()
        };
        change(self.incident_ids, &update, self.dry_run, cx).await
    }
}

/// Changes each of the incidents in the same way. One that fails stops none of the others.
async fn change(mut ids: Vec<Id<Incident>>, update: &IncidentUpdate, dry_run: bool, cx: &Context) -> Result<Answer> {
    let mut seen = std::collections::HashSet::new();
    ids.retain(|id| seen.insert(id.as_str().to_owned()));
    if ids.len() > MOST {
        let message = format!("`incident_ids` has {} incidents: one call changes at most {MOST}", ids.len());
        return Err(Error::new(Code::InvalidParameter, message).hint("make several calls"));
    }
    let from = cx.author().await?;
    if !dry_run {
        // The call itself is one.
        cx.count_writes(ids.len() - 1)?;
    }
    let outcomes = stream::iter(ids).map(|asked| one(asked, update, &from, dry_run, cx));
    let outcomes: Vec<(bool, Value)> = outcomes.buffered(AT_ONCE).collect().await;
    let failed = outcomes.iter().filter(|(is_ok, _)| !is_ok).count();
    let succeeded = outcomes.len() - failed;
    Ok(Answer::items("outcomes", outcomes.into_iter().map(|(_, value)| value).collect())
        .metadata("dry_run", dry_run)
        .metadata("succeeded", succeeded)
        .metadata("failed", failed))
}

async fn one(asked: Id<Incident>, update: &IncidentUpdate, from: &str, dry_run: bool, cx: &Context) -> (bool, Value) {
    let changed = async {
        let id = incidents::by_id(&asked, cx).await?;
        if dry_run {
            return Ok(
                json!({"incident_id": asked, "outcome": "would be sent", "request": would_send(&id, update, from)}),
            );
        }
        let incident = cx.pagerduty()?.update_incident(&id, update, from).await?.item;
        Ok(json!({
            "incident_id": asked,
            "outcome": "done",
            "incident_number": incident.incident_number.get(),
            "title": incident.title.as_deref(),
            "status": incident.status.as_deref(),
        }))
    };
    match changed.await {
        Ok(value) => (true, value),
        Err(error) => {
            let error: Error = error;
            (false, json!({"incident_id": asked, "outcome": "failed", "error": error.to_json()}))
        }
    }
}
