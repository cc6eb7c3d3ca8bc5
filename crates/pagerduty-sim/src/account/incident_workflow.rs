//! Incident workflows: steps that are taken by themselves once somebody starts them on an incident.

use jiff::Timestamp;

use super::{Account, Agent, Change, Incident, Note, StatusUpdate, Team};
use crate::id::Key;
use crate::text::fill;

/// A sequence of steps.
pub(crate) struct IncidentWorkflow {
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    /// Whose members may change it; everybody without one.
    pub(crate) team: Option<Key<Team>>,
    pub(crate) created_at: Timestamp,
    pub(crate) is_enabled: bool,
    pub(crate) steps: &'static [Step],
}

/// One step.
pub(crate) struct Step {
    pub(crate) name: &'static str,
    pub(crate) action: WorkflowAction,
    /// Of the action's only input; with `{incident}` and `{title}`.
    pub(crate) input: &'static str,
}

/// What a step does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum WorkflowAction {
    SendStatusUpdate,
    AddNote,
    /// Leaves no trace in PagerDuty.
    CreateSlackChannel,
}

impl WorkflowAction {
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
    /// Takes the steps of a workflow on an incident at once; the number of the instance.
    pub(crate) fn start_workflow(
        &mut self,
        workflow: Key<IncidentWorkflow>,
        incident: Key<Incident>,
        by: Agent,
        at: Timestamp,
    ) -> u64 {
        for step in self[workflow].steps {
            let number = (super::FIRST_NUMBER + incident.index() as u64).to_string();
            let text = fill(step.input, &[("incident", &number), ("title", &self[incident].title)]);
            let facts = &mut self[incident];
            match step.action {
                WorkflowAction::SendStatusUpdate => {
                    let update = StatusUpdate { message: text.into(), subject: None, html_message: None };
                    facts.log(at, by, Change::StatusUpdate(Box::new(update)));
                }
                WorkflowAction::AddNote => {
                    facts.annotate(Note { at, author: by, content: text.into() });
                }
                WorkflowAction::CreateSlackChannel => {}
            }
        }
        self.workflow_instances += 1;
        self.workflow_instances - 1
    }
}
