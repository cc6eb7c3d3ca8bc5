//! Merging incidents.

use pagerduty::model::Incident;
use toolkit::prelude::*;

use super::by_number::id_of;
use super::target::IncidentTarget;

/// Incidents that one call merges.
const MOST: usize = 25;

/// Merge PagerDuty incidents into one that is open: their alerts move to it and they are resolved. Cannot be undone.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct MergeIncidents {
    /// The incident that stays, by ID or number.
    incident_id: Id<Incident>,
    /// Those that are merged into it, by ID or number; at most 25.
    source_incident_ids: Vec<Id<Incident>>,
}

impl Edit for MergeIncidents {
    const INFO: Info = Info::write("merge_incidents", "Merge incidents", Toolset::Response, Effect::Irreversible);

    type Shown = Incident;

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        if self.source_incident_ids.len() > MOST {
            let message = format!("`source_incident_ids` has more than {MOST} incidents");
            return Err(Error::new(Code::InvalidParameter, message).hint("make several calls"));
        }
        let sources = async {
            let ids = self
                .source_incident_ids
                .iter()
                .map(async |id| IncidentTarget::read(id, cx).await.map_err(|error| error.about(id.as_str())));
            let mut sources = futures_util::future::try_join_all(ids).await?;
            let mut seen = std::collections::HashSet::new();
            sources.retain(|source| seen.insert(source.id.as_str().to_owned()));
            Ok(sources)
        };
        let (target, sources, from) =
            tokio::try_join!(IncidentTarget::read(&self.incident_id, cx), sources, cx.author())?;
        target.check_open()?;
        if sources.iter().any(|source| source.id == target.id) {
            return Err(Error::new(Code::ConflictingParameters, "an incident cannot be merged into itself")
                .hint("leave `incident_id` out of `source_incident_ids`"));
        }
        let called = write::listed(sources.iter().map(IncidentTarget::called), "incidents");
        let into = target.called();
        let what = match sources.len() {
            1 => format!("Merge incident {called} into {into}, and resolve it"),
            several => format!("Merge {several} incidents into {into}, and resolve them: {called}"),
        };
        let ids: Vec<_> = sources.iter().map(|source| source.id.clone()).collect();
        let plan = Plan::new(Effect::Irreversible, what).change(Change::merge(&target.id, &ids, &from));
        Ok(sources.iter().fold(target.named_in(plan), |plan, source| source.named_in(plan)))
    }

    async fn answer(&self, reply: Reply, cx: &Context) -> Result<Answer> {
        // PagerDuty answers with a reference only.
        let merged = reply.row::<Incident>("incident")?.item;
        let id = id_of(&merged, &self.incident_id);
        Ok(Answer::row(&cx.pagerduty()?.get(&id).await?, &Include::default()))
    }
}
