//! Incident workflows: which there are, and running one.

use pagerduty::model::{Incident, IncidentWorkflow, incident_workflow::IncidentWorkflowsQuery};
use toolkit::{answer::strangers::Strangers, prelude::*, write::single_reply};

use crate::incidents::IncidentTarget;

pub(crate) const TOOLS: &[fn() -> Entry] =
    &[Entry::of_browse::<GetIncidentWorkflows>, Entry::of_write::<StartIncidentWorkflow>];

/// List the PagerDuty incident workflows of the account: prepared steps, such as opening a conference bridge.
#[derive(Debug, Deserialize, JsonSchema)]
struct GetIncidentWorkflows {
    /// Only workflows whose name contains this text.
    query: Option<String>,
}

impl Browse for GetIncidentWorkflows {
    const INFO: Info = Info::read("get_incident_workflows", "Get incident workflows", Toolset::Response);

    type Query = IncidentWorkflowsQuery;

    async fn query(&self, include: &Include<IncidentWorkflow>, _: &Context) -> Result<Option<IncidentWorkflowsQuery>> {
        let parts = if include.names("steps") { vec!["team", "steps"] } else { vec!["team"] };
        Ok(Some(IncidentWorkflowsQuery { query: self.query.clone(), include: parts }))
    }
}

/// Run a PagerDuty incident workflow on an incident: it does whatever its steps say, and cannot be stopped from here.
#[derive(Debug, Deserialize, JsonSchema)]
struct StartIncidentWorkflow {
    /// The workflow, by ID or name.
    workflow_id: Id<IncidentWorkflow>,
    /// The incident, by ID or number.
    incident_id: Id<Incident>,
}

impl Write for StartIncidentWorkflow {
    const INFO: Info =
        Info::write("start_incident_workflow", "Start incident workflow", Toolset::Response, Effect::Irreversible);

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        let workflow = async { Ok(cx.pagerduty()?.get(&self.workflow_id).await?.item) };
        let (target, workflow) = tokio::try_join!(IncidentTarget::read(&self.incident_id, cx), workflow)?;
        let name = write::named(workflow.name.as_deref(), self.workflow_id.as_str());
        let what = format!("Run the workflow {name} on incident {}: it does whatever its steps say", target.called());
        let plan = Plan::new(Effect::Irreversible, what)
            .change(Change::start_workflow(&self.workflow_id, &target.id))
            .target(Target::new(&self.workflow_id, workflow.name.as_deref()));
        Ok(target.named_in(plan).quote("What the workflow says of itself", workflow.description.as_deref()))
    }

    async fn answer(&self, replies: Vec<Result<Reply>>, _: &Context) -> Result<Answer> {
        let instance = single_reply(replies)?.part("incident_workflow_instance")?;
        let strangers = Strangers::default().titles(&["incident.summary", "incident.title"]);
        Ok(Answer::composed("incident_workflow_instances", vec![instance], strangers)
            .described("The workflow was started"))
    }
}
