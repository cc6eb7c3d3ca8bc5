//! Starting a workflow on an incident: `/incident_workflows/{id}/instances`.

use serde_json::{Value, json};

use crate::account::Account;
use crate::api::{Answer, ApiError, Call, Outcome};
use crate::id::{Key, Kind};
use crate::model::Incident;
use crate::time::Zone;
use crate::view::View;

/// The ID of the instance is the client's, if it has one.
pub(crate) fn start(account: &mut Account, call: &Call<'_>) -> Outcome {
    let workflow = account.find_row(Kind::IncidentWorkflow, call.id()).ok_or_else(ApiError::not_found)?;
    let instance = call.body("incident_workflow_instance")?;
    let incident = instance.get("incident").and_then(|incident| incident["id"].as_str());
    let incident = incident.ok_or_else(|| ApiError::invalid_input("Incident cannot be empty."))?;
    let incident: Key<Incident> = account.find(incident).ok_or_else(ApiError::incident_not_found)?;
    // That it is refused is said nowhere; nothing else would make sense of switching one off.
    let row = account.rows.get(Kind::IncidentWorkflow, workflow);
    if row.is_some_and(|row| row.fields.get("is_enabled") == Some(&Value::Bool(false))) {
        return Err(ApiError::invalid_input("Incident Workflow is disabled."));
    }
    let (by, now) = (call.agent(account), account.now());
    let number = account.start_workflow(workflow, incident, by, now);
    let id = instance.get("id").and_then(Value::as_str).map(str::to_owned);
    let id = id.unwrap_or_else(|| account.ids.encode(Kind::WorkflowInstance, number));
    let view = View::new(account, Zone::Utc, call);
    let instance = json!({"id": id, "type": "incident_workflow_instance", "incident": view.reference(incident)});
    Ok(Answer::created(json!({"incident_workflow_instance": instance})))
}
