//! Change events: deployments and other changes that PagerDuty was told of.

use pagerduty::model::{ChangeEvent, Incident, Service, Team, change_event::ChangeEventsQuery};
use toolkit::prelude::*;

use crate::{
    incidents,
    time_range::{self, DefaultRange, check_open_range},
    yes,
};

pub(crate) const TOOLS: &[fn() -> Entry] = &[Entry::of_browse::<GetChangeEvents>];

/// What PagerDuty looks at where no range is given: all that it keeps (its documents on change events).
const KEPT: DefaultRange = DefaultRange { name: "the 90 days that PagerDuty keeps", further: None };

/// List changes that PagerDuty was told of, such as deployments, the latest first: those that may have caused one
/// incident, those of one service, or those of your teams.
#[derive(Debug, Deserialize, JsonSchema)]
struct GetChangeEvents {
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
}

impl Browse for GetChangeEvents {
    const INFO: Info =
        Info::read("get_change_events", "Get change events", Toolset::Incidents).on_by_default().in_zone();
    const RULES: &'static [Rule] = &[
        Rule::One("change_event_id"),
        Rule::OneById("incident_id", &["service_id", "team_ids", "since", "until", "limit", "cursor"]),
        Rule::OneById("service_id", &["team_ids"]),
        Rule::ContextExcludes(&["team_ids"]),
    ];

    type Query = ChangeEventsQuery;

    async fn one(&self, include: &Include<ChangeEvent>, cx: &Context) -> Result<Option<Answer>> {
        check_open_range(self.since, self.until, cx)?;
        let Some(incident) = &self.incident_id else {
            return cx.one(self.change_event_id.as_ref(), include).await;
        };
        // All of them come at once.
        let incident = incidents::by_id(incident, cx).await?;
        Ok(Some(Answer::list(&cx.pagerduty()?.related_change_events(&incident).await?, include)))
    }

    async fn query(&self, _: &Include<ChangeEvent>, cx: &Context) -> Result<Option<ChangeEventsQuery>> {
        let (since, until) = time_range::whole(self.since, self.until, ChangeEventsQuery::DAYS_KEPT, cx);
        let service_id = self.service_id.clone();
        let mine = self.current_user_context && service_id.is_none();
        let team_ids = cx.teams_or_mine(mine, &self.team_ids).await?;
        Ok(team_ids.map(|team_ids| ChangeEventsQuery { service_id, team_ids, since, until }))
    }

    async fn list(&self, query: ChangeEventsQuery, shape: &Shape<ChangeEvent>, cx: &Context) -> Result<Answer> {
        time_range::newest_first(query, KEPT, shape, cx).await
    }
}
