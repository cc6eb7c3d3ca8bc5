//! `/incident_workflows`, and starting one on an incident.

use serde_json::{Value, json};

use crate::account::{Account, Incident, IncidentWorkflow};
use crate::api::{Answer, ApiError, Call, Outcome, Page};
use crate::id::{Key, Kind};
use crate::time::Zone;
use crate::view::View;

/// Steps and teams are only in the list when they are included.
pub(crate) fn list(account: &Account, call: &Call<'_>) -> Outcome {
    let page = Page::of(call.request)?;
    let view = View::new(account, Zone::Utc, call);
    let workflows = account.keys::<IncidentWorkflow>().filter(|workflow| call.matches_query(account[*workflow].name));
    let (steps, team) = (call.includes("steps"), call.includes("team"));
    let write = |workflow| view.incident_workflow(workflow, steps, team);
    Ok(page.answer("incident_workflows", workflows, write).into())
}

/// Answers 200; the OpenAPI description has 201, which is a slip.
pub(crate) fn get(account: &Account, call: &Call<'_>) -> Outcome {
    let workflow = find(account, call)?;
    let view = View::new(account, Zone::Utc, call);
    Ok(json!({"incident_workflow": view.incident_workflow(workflow, true, true)}).into())
}

/// Starts a workflow. The ID of the instance is the client's, if it has one.
pub(crate) fn start(account: &mut Account, call: &Call<'_>) -> Outcome {
    let workflow = find(account, call)?;
    let instance = call.body("incident_workflow_instance")?;
    let incident = instance.get("incident").and_then(|incident| incident["id"].as_str());
    let incident = incident.ok_or_else(|| ApiError::invalid_input("Incident cannot be empty."))?;
    let incident: Key<Incident> = account.find(incident).ok_or_else(ApiError::incident_not_found)?;
    // That it is refused is said nowhere; nothing else would make sense of switching one off.
    if !account[workflow].is_enabled {
        return Err(ApiError::invalid_input("Incident Workflow is disabled."));
    }
    let (by, now) = (call.agent(account), account.now());
    let number = account.start_workflow(workflow, incident, by, now);
    let id = instance.get("id").and_then(Value::as_str).map(str::to_owned);
    let id = id.unwrap_or_else(|| account.ids.encode(Kind::WorkflowInstance, number));
    let view = View::new(account, Zone::Utc, call);
    let instance = view.workflow_instance(id, view.reference(incident));
    Ok(Answer::created(json!({"incident_workflow_instance": instance})))
}

fn find(account: &Account, call: &Call<'_>) -> Result<Key<IncidentWorkflow>, ApiError> {
    account.find(call.id()).ok_or_else(ApiError::not_found)
}
