//! Incident workflows: steps that are taken by themselves once somebody starts them on an incident.

use jiff::Timestamp;

use super::Account;
use crate::id::{Key, Kind};
use crate::model::{Agent, Change, FIRST_NUMBER, Incident, Note, StatusUpdate, WorkflowAction};
use crate::text::fill;

impl Account {
    /// Takes the steps of a workflow, by its place, on an incident at once; the number of the instance.
    pub(crate) fn start_workflow(&mut self, workflow: usize, incident: Key<Incident>, by: Agent, at: Timestamp) -> u64 {
        let workflow = self.rows.get(Kind::IncidentWorkflow, workflow);
        let steps = workflow.and_then(|row| row.fields.get("steps")).cloned().unwrap_or_default();
        for step in steps.as_array().into_iter().flatten() {
            let configuration = &step["action_configuration"];
            let input = configuration["inputs"][0]["value"].as_str().unwrap_or_default();
            let number = (FIRST_NUMBER + incident.index() as u64).to_string();
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
