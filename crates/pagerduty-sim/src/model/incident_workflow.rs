//! Incident workflows: steps that are taken by themselves once somebody starts them on an incident.

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
