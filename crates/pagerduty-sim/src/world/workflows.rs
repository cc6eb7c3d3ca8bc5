//! The incident workflows that the company has.

use serde_json::{Value, json};

use crate::account::Account;
use crate::id::{Key, Kind};
use crate::model::{Team, WorkflowAction};
use crate::rows::Row;
use crate::time::{before, days};

/// One step.
struct Step {
    name: &'static str,
    action: WorkflowAction,
    /// Of the action's only input; with `{incident}` and `{title}`.
    input: &'static str,
}

const MAJOR: [Step; 3] = [
    Step { name: "Create a channel", action: WorkflowAction::CreateSlackChannel, input: "incident-{incident}" },
    Step {
        name: "Tell stakeholders",
        action: WorkflowAction::SendStatusUpdate,
        input: "We are looking into it: {title}. Next update in 30 minutes.",
    },
    Step {
        name: "Remind of the roles",
        action: WorkflowAction::AddNote,
        input: "Major incident declared. Name a commander, a scribe and somebody who talks to customers.",
    },
];

const UPDATE: [Step; 1] = [Step {
    name: "Tell stakeholders",
    action: WorkflowAction::SendStatusUpdate,
    input: "Work on incident {incident} goes on.",
}];

const SECURITY: [Step; 2] = [
    Step { name: "Create a channel", action: WorkflowAction::CreateSlackChannel, input: "security-{incident}" },
    Step {
        name: "Ask for silence",
        action: WorkflowAction::AddNote,
        input: "Security incident: talk about it in its channel only, and keep all logs.",
    },
];

const REVIEW: [Step; 1] = [Step {
    name: "Ask for a review",
    action: WorkflowAction::AddNote,
    input: "Please write the review of incident {incident} within five working days.",
}];

/// Name, description, place of the team whose members may change it, and steps.
type Workflow = (&'static str, &'static str, Option<usize>, &'static [Step]);

const WORKFLOWS: [Workflow; 4] = [
    ("Declare a major incident", "Channel, first status update, roles", None, &MAJOR),
    ("Send a status update", "Tells stakeholders that work goes on", None, &UPDATE),
    ("Security incident", "Channel and rules of silence", Some(5), &SECURITY),
    ("Ask for a review", "Reminds the responders of the review", Some(0), &REVIEW),
];

pub(super) fn fill(account: &mut Account) {
    for action in WorkflowAction::ALL {
        let inputs = json!([{"name": action.input(), "type": "text", "is_required": true, "is_hidden": false}]);
        let fields = json!({
            "id": action.id(),
            "summary": action.description(),
            "name": action.description(),
            "description": action.description(),
            "inputs": inputs,
        });
        account.rows.add(Kind::WorkflowAction, Row::new(0, fields));
    }
    for (place, (name, description, team, steps)) in WORKFLOWS.into_iter().enumerate() {
        let team = team.map(|team| account.id(Key::<Team>::new(team % account.teams.len())));
        let fields = json!({
            "name": name,
            "description": description,
            "team": team,
            "created_at": before(account.started, days(380 - 60 * place as i64)).to_string(),
            // The last one is switched off.
            "is_enabled": place + 1 < WORKFLOWS.len(),
            "steps": steps.iter().map(step).collect::<Value>(),
        });
        let workflow = account.rows.add(Kind::IncidentWorkflow, Row::new(0, fields));
        let workflow = account.row_id(Kind::IncidentWorkflow, workflow);
        let fields = json!({"trigger_type": "manual", "workflow": workflow, "services": [],
            "is_subscribed_to_all_services": true, "permissions": {"restricted": false},
            "is_disabled": false});
        account.rows.add(Kind::WorkflowTrigger, Row::new(0, fields));
    }
}

fn step(step: &Step) -> Value {
    let input = json!({"name": step.action.input(), "parameter_type": "text", "value": step.input});
    json!({"name": step.name, "action_configuration": {"action_id": step.action.id(), "inputs": [input]}})
}
