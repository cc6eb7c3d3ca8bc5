//! Change events: deployments and other changes that PagerDuty was told of.

use pagerduty::{
    Id, Page, Timestamp,
    model::{ChangeEvent, Incident, Service, Team, change_event::ChangeEventsQuery},
};
use schemars::JsonSchema;
use serde::Deserialize;
use toolkit::{
    answer::{Answer, include::Include},
    context::{Context, Paging},
    error::Result,
    info::Info,
    parameters::rules::Rule,
    tool::Tool,
    toolset::Toolset,
};

use super::check_range;
use crate::{
    incidents,
    time_range::{self, DefaultRange},
    yes,
};

/// What PagerDuty looks at where no range is given: all that it keeps (its documents on change events).
const KEPT: DefaultRange = DefaultRange { name: "the 90 days that PagerDuty keeps", further: None };

/// List changes that PagerDuty was told of, such as deployments, the latest first: those that may have caused one
/// incident, those of one service, or those of your teams.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct GetChangeEvents {
    /// The one change with this ID.
    change_event_id: Option<Id<ChangeEvent>>,
    /// Only changes that PagerDuty relates to this incident, each with the reason.
    incident_id: Option<Id<Incident>>,
    /// Only changes of this service, by ID or name.
    service_id: Option<Id<Service>>,
    /// true: only changes of your own teams; false: those of team_ids, or of the whole account.
    #[serde(default = "yes")]
    current_user_context: bool,
    /// Only changes of services of these teams.
    #[serde(default)]
    team_ids: Vec<Id<Team>>,
    /// Start; PagerDuty keeps 90 days.
    since: Option<Timestamp>,
    /// End; default now.
    until: Option<Timestamp>,
    #[serde(flatten)]
    paging: Paging,
    #[serde(default)]
    include: Include<ChangeEvent>,
}

impl Tool for GetChangeEvents {
    const INFO: Info =
        Info::read("get_change_events", "Get change events", Toolset::Incidents).on_by_default().in_zone();
    const RULES: &'static [Rule] = &[
        Rule::OneById(
            "change_event_id",
            &["incident_id", "service_id", "team_ids", "since", "until", "limit", "cursor"],
        ),
        Rule::OneById("incident_id", &["service_id", "team_ids", "since", "until", "limit", "cursor"]),
        Rule::OneById("service_id", &["team_ids"]),
        Rule::ContextExcludes(&["team_ids"]),
    ];

    async fn call(self, cx: &Context) -> Result<Answer> {
        check_range(self.since, self.until, cx)?;
        let client = cx.pagerduty()?;
        if let Some(id) = &self.change_event_id {
            return Ok(Answer::row(&client.get(id).await?, &self.include));
        }
        if let Some(id) = &self.incident_id {
            let id = incidents::by_id(id, cx).await?;
            return Ok(Answer::list(&client.related_change_events(&id).await?, &self.include));
        }
        let (since, until) = time_range::whole(self.since, self.until, ChangeEventsQuery::DAYS_KEPT, cx);
        let default = since.is_none().then_some(KEPT);
        let mut query = ChangeEventsQuery { service_id: None, team_ids: self.team_ids, since, until };
        if let Some(id) = &self.service_id {
            query.service_id = Some(id.clone());
            let fetch = |query: ChangeEventsQuery, window| async move { client.list(&query, window).await };
            let listing = cx.list_by_time(&self.paging, &self.include, query, fetch).await?;
            return Ok(time_range::answer(listing, default).in_order("newest first"));
        }
        match cx.teams_or_mine(self.current_user_context, query.team_ids).await? {
            Some(team_ids) => query.team_ids = team_ids,
            None => return Ok(Answer::list(&Page::empty(), &self.include)),
        }
        let fetch = |query: ChangeEventsQuery, window| async move { client.list(&query, window).await };
        let listing = cx.list_by_time(&self.paging, &self.include, query, fetch).await?;
        Ok(time_range::answer(listing, default).in_order("newest first"))
    }
}
