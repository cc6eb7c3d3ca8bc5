//! Incident workflows: steps that are taken by themselves once somebody starts them on an incident.

use jiff::Timestamp;

use super::{Account, Agent, Change, Incident, Note, StatusUpdate};
use crate::id::{Key, Kind};
use crate::text::fill;

/// What a step does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum WorkflowAction {
    SendStatusUpdate,
    AddNote,
    /// Leaves no trace in PagerDuty.
    CreateSlackChannel,
}

impl WorkflowAction {
    pub(crate) const ALL: [Self; 3] = [Self::SendStatusUpdate, Self::AddNote, Self::CreateSlackChannel];

    pub(crate) fn with_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.id() == id)
    }

    /// The ID of the action. That of the status update is in the OpenAPI description.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            WorkflowAction::SendStatusUpdate => "pagerduty.com:incident-workflows:send-status-update:1",
            WorkflowAction::AddNote => "pagerduty.com:incident-workflows:add-incident-note:1",
            WorkflowAction::CreateSlackChannel => "pagerduty.com:slack:create-a-channel:4",
        }
    }

    pub(crate) const fn description(self) -> &'static str {
        match self {
            WorkflowAction::SendStatusUpdate => "Posts a status update to a given incident",
            WorkflowAction::AddNote => "Adds a note to a given incident",
            WorkflowAction::CreateSlackChannel => "Creates a channel for a given incident",
        }
    }

    pub(crate) const fn input(self) -> &'static str {
        match self {
            WorkflowAction::SendStatusUpdate => "Message",
            WorkflowAction::AddNote => "Note",
            WorkflowAction::CreateSlackChannel => "Channel Name",
        }
    }
}

impl Account {
    /// Takes the steps of a workflow, by its place, on an incident at once; the number of the instance.
    pub(crate) fn start_workflow(&mut self, workflow: usize, incident: Key<Incident>, by: Agent, at: Timestamp) -> u64 {
        let workflow = self.rows.get(Kind::IncidentWorkflow, workflow);
        let steps = workflow.and_then(|row| row.fields.get("steps")).cloned().unwrap_or_default();
        for step in steps.as_array().into_iter().flatten() {
            let configuration = &step["action_configuration"];
            let input = configuration["inputs"][0]["value"].as_str().unwrap_or_default();
            let number = (super::FIRST_NUMBER + incident.index() as u64).to_string();
            let text = fill(input, &[("incident", &number), ("title", &self[incident].title)]);
            let facts = &mut self[incident];
            match configuration["action_id"].as_str().and_then(WorkflowAction::with_id) {
                Some(WorkflowAction::SendStatusUpdate) => {
                    let update = StatusUpdate { message: text.into(), subject: None, html_message: None };
                    facts.log(at, by, Change::StatusUpdate(Box::new(update)));
                }
                Some(WorkflowAction::AddNote) => {
                    facts.annotate(Note { at, author: by, content: text.into() });
                }
                Some(WorkflowAction::CreateSlackChannel) | None => {}
            }
        }
        self.workflow_instances += 1;
        self.workflow_instances - 1
    }
}
