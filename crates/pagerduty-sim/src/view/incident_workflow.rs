//! Incident workflows.

use serde_json::{Value, json};

use super::{Object, View};
use crate::account::IncidentWorkflow;
use crate::id::{Key, Kind};

/// More steps than a workflow has.
const STEPS: u64 = 1 << 6;

impl View<'_> {
    /// A workflow; steps and team are only written where they are asked for.
    pub(crate) fn incident_workflow(&self, key: Key<IncidentWorkflow>, steps: bool, team: bool) -> Value {
        let workflow = &self.account[key];
        let mut object = self
            .head(key)
            .with("name", workflow.name)
            .with("description", workflow.description)
            .with("created_at", self.time(workflow.created_at))
            .with("is_enabled", workflow.is_enabled);
        if let (true, Some(team)) = (team, workflow.team) {
            object = object.with("team", self.reference(team));
        }
        if steps {
            object = object.with("steps", self.steps(key));
        }
        object.into()
    }

    fn steps(&self, key: Key<IncidentWorkflow>) -> Vec<Value> {
        let step = |(place, step): (u64, &crate::account::Step)| {
            let action = step.action;
            json!({
                "id": self.account.ids.encode(Kind::WorkflowStep, key.index() as u64 * STEPS + place),
                "type": "step",
                "summary": step.name,
                "self": null,
                "html_url": null,
                "name": step.name,
                "description": action.description(),
                "action_configuration": {
                    "action_id": action.id(),
                    "description": action.description(),
                    "inputs": [{"name": action.input(), "parameter_type": "text", "value": step.input}],
                },
            })
        };
        (0..).zip(self.account[key].steps).map(step).collect()
    }

    /// An instance of a workflow: what it is called, and on which incident it works.
    pub(crate) fn workflow_instance(&self, id: String, incident: Value) -> Value {
        Object::new().with("id", id).with("type", "incident_workflow_instance").with("incident", incident).into()
    }
}
