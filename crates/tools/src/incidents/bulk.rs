//! Acknowledging and resolving several incidents at once.

use std::collections::HashSet;

use futures_util::{StreamExt, stream};
use pagerduty::model::{Incident, IncidentStatus, request::IncidentUpdate};
use serde_json::{Value, json};
use toolkit::{answer::strangers::Strangers, prelude::*};

use super::{
    acknowledge::{ALREADY_ACKNOWLEDGED, ALREADY_RESOLVED, so_before},
    target::IncidentTarget,
};

/// Incidents that one call changes.
const MOST: usize = 25;

/// Incidents that are looked up at the same time.
const AT_ONCE: usize = 4;

/// Acknowledge several PagerDuty incidents, with the outcome of each.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct AcknowledgeIncidents {
    /// The incidents, by ID or number; at most 25.
    incident_ids: Vec<Id<Incident>>,
    /// A note to add to each.
    note: Option<String>,
}

impl Write for AcknowledgeIncidents {
    const INFO: Info =
        Info::write("acknowledge_incidents", "Acknowledge incidents", Toolset::Response, Effect::Several);
    const DONE_BEFORE: Option<i64> = Some(ALREADY_ACKNOWLEDGED);

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        let update = IncidentUpdate { status: Some(IncidentStatus::Acknowledged), ..IncidentUpdate::default() };
        plan("Acknowledge", &self.incident_ids, &update, self.note.as_deref(), cx).await
    }

    async fn answer(&self, replies: Vec<Result<Reply>>, _: &Context) -> Result<Answer> {
        Ok(outcomes(&self.incident_ids, replies, ALREADY_ACKNOWLEDGED))
    }
}

/// Resolve several PagerDuty incidents, with words if there is something to say, and the outcome of each.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct ResolveIncidents {
    /// The incidents, by ID or number; at most 25.
    incident_ids: Vec<Id<Incident>>,
    /// How they were resolved: kept with the resolution in the timeline only, which few look at.
    resolution: Option<String>,
    /// A note to add to each, which everybody sees.
    note: Option<String>,
}

impl Write for ResolveIncidents {
    const INFO: Info = Info::write("resolve_incidents", "Resolve incidents", Toolset::Response, Effect::Several);
    const DONE_BEFORE: Option<i64> = Some(ALREADY_RESOLVED);

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        let update = IncidentUpdate {
            status: Some(IncidentStatus::Resolved),
            resolution: self.resolution.clone(),
            ..IncidentUpdate::default()
        };
        plan("Resolve", &self.incident_ids, &update, self.note.as_deref(), cx).await
    }

    async fn answer(&self, replies: Vec<Result<Reply>>, _: &Context) -> Result<Answer> {
        Ok(outcomes(&self.incident_ids, replies, ALREADY_RESOLVED))
    }
}

/// Each of the incidents once, in order.
fn each(ids: &[Id<Incident>]) -> Vec<&Id<Incident>> {
    let mut seen = HashSet::new();
    ids.iter().filter(|id| seen.insert(id.as_str())).collect()
}

/// Changes each of the incidents in the same way. One that fails stops none of the others.
async fn plan(
    verb: &str,
    ids: &[Id<Incident>],
    update: &IncidentUpdate,
    note: Option<&str>,
    cx: &Context,
) -> Result<Plan> {
    let ids = each(ids);
    if ids.len() > MOST {
        let message = format!("`incident_ids` has {} incidents: one call changes at most {MOST}", ids.len());
        return Err(Error::new(Code::InvalidParameter, message).hint("make several calls"));
    }
    let status = update.status;
    let effect = if ids.len() == 1 { Effect::Everyday } else { Effect::Several };
    let from = cx.author().await?;
    let asked: Vec<Id<Incident>> = ids.into_iter().cloned().collect();
    let read = stream::iter(0..asked.len()).map(|place| IncidentTarget::to_become(status, &asked[place], effect, cx));
    let targets: Vec<Result<IncidentTarget>> = read.buffered(AT_ONCE).collect().await;
    let called = targets.iter().zip(&asked).map(|(target, asked)| match target {
        Ok(target) if target.check_can_become(status).is_err() => format!("{} (which is resolved)", target.called()),
        Ok(target) => format!("{}{}", target.called(), so_before(target, status)),
        Err(_) => format!("{asked} (which cannot be read)"),
    });
    let what = match targets.len() {
        1 => format!("{verb} incident {}", write::listed(called, "incidents")),
        several => format!("{verb} {several} incidents: {}", write::listed(called, "incidents")),
    };
    let mut plan = Plan::new(effect, what);
    for (target, asked) in targets.into_iter().zip(&asked) {
        plan = match target {
            Ok(target) => {
                if let Err(error) = target.check_can_become(status) {
                    plan = target.named_in(plan).refused(target.id.as_str(), error);
                    continue;
                }
                let note = note.map(|note| Change::add_note(&target.id, note, &from));
                target.named_in(plan).step(Change::update_incident(&target.id, update, &from), note)
            }
            Err(error) => plan.refused(asked.as_str(), error),
        };
    }
    Ok(plan.quote("Resolution", update.resolution.as_deref()).quote("Note on each", note))
}

/// What came of each of the incidents; `already` is PagerDuty's code where one was in the wanted state before.
fn outcomes(ids: &[Id<Incident>], replies: Vec<Result<Reply>>, already: i64) -> Answer {
    let was_so = |error: &Error| error.said_code() == Some(already);
    let read = |reply: Result<Reply>| Ok(reply?.row::<Incident>("incident")?.item);
    let results: Vec<Result<Incident>> = replies.into_iter().map(read).collect();
    let is_failure = |result: &&Result<Incident>| matches!(result, Err(error) if !was_so(error));
    let failed = results.iter().filter(is_failure).count();
    let succeeded = results.len() - failed;
    let outcomes = each(ids).into_iter().zip(results).map(|(asked, result)| match result {
        Ok(incident) => json!({
            "incident_id": asked,
            "outcome": "done",
            "incident_number": incident.incident_number.get(),
            "title": incident.title.as_deref(),
            "status": incident.status.as_deref(),
        }),
        Err(error) if was_so(&error) => {
            json!({"incident_id": asked, "outcome": "done before", "message": error.message()})
        }
        Err(error) => json!({"incident_id": asked, "outcome": "failed", "error": error.to_json()}),
    });
    let outcomes: Vec<Value> = outcomes.collect();
    let strangers = Strangers::default().titles(&["title", "error.upstream_message"]);
    Answer::composed("outcomes", outcomes, strangers)
        .described(format!("{succeeded} done, {failed} failed"))
        .metadata("succeeded", succeeded)
        .metadata("failed", failed)
}
