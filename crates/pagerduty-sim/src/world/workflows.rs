//! The incident workflows that the company has.

use crate::account::{Account, IncidentWorkflow, Step, WorkflowAction};
use crate::id::Key;
use crate::time::{before, days};

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

/// The last one is switched off.
pub(super) fn incident_workflows(account: &Account) -> Vec<IncidentWorkflow> {
    let workflow = |place: i64, name, description, team: Option<usize>, steps| IncidentWorkflow {
        name,
        description,
        team: team.map(|team| Key::new(team % account.teams.len())),
        created_at: before(account.started, days(380 - 60 * place)),
        is_enabled: true,
        steps,
    };
    vec![
        workflow(0, "Declare a major incident", "Channel, first status update, roles", None, &MAJOR),
        workflow(1, "Send a status update", "Tells stakeholders that work goes on", None, &UPDATE),
        workflow(2, "Security incident", "Channel and rules of silence", Some(5), &SECURITY),
        IncidentWorkflow {
            is_enabled: false,
            ..workflow(3, "Ask for a review", "Reminds the responders of the review", Some(0), &REVIEW)
        },
    ]
}
