//! What happened: alerts of incidents, log entries, and changes.

use pagerduty::{
    Id, Page, Timestamp,
    model::{
        Alert, AlertStatus, ChangeEvent, Incident, LogEntry, Service, Team, alert::AlertsQuery,
        change_event::ChangeEventsQuery, log_entry::LogEntriesQuery,
    },
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{incidents, time_range, yes};
use crate::{
    answer::Answer,
    context::{Context, Paging},
    error::Result,
    fields::Include,
    listing::TimeFiltered,
    rules::Rule,
    tool::{Access, Entry, Tool},
    toolset::Toolset,
};

pub(super) const TOOLS: &[fn() -> Entry] =
    &[Entry::of::<GetAlerts>, Entry::of::<GetLogEntries>, Entry::of::<GetChangeEvents>];

/// Days for which PagerDuty keeps changes (REST documentation, `GET /change_events`).
const DAYS_OF_CHANGES: i64 = 90;

/// List the alerts of one PagerDuty incident, with what monitoring sent.
#[derive(Debug, Deserialize, JsonSchema)]
struct GetAlerts {
    /// The incident, by ID or number.
    incident_id: Id<Incident>,
    /// Only alerts in these states; default both.
    #[serde(default)]
    statuses: Vec<AlertStatus>,
    #[serde(flatten)]
    paging: Paging,
    #[serde(default)]
    include: Include<Alert>,
}

impl Tool for GetAlerts {
    const NAME: &'static str = "get_alerts";
    const TITLE: &'static str = "Get alerts";
    const ACCESS: Access = Access::Read;
    const TOOLSET: Toolset = Toolset::Incidents;

    async fn call(self, cx: &Context) -> Result<Answer> {
        let id = incidents::by_id(&self.incident_id, cx).await?;
        let query = AlertsQuery { statuses: self.statuses };
        let client = cx.pagerduty()?;
        let fetch = |window| client.incident_alerts(&id, &query, window);
        Ok(Answer::listing(cx.list(&self.paging, &self.include, fetch).await?))
    }
}

/// List what happened in PagerDuty, the latest first: the timeline of one incident, or of all incidents of your teams.
#[derive(Debug, Deserialize, JsonSchema)]
struct GetLogEntries {
    /// Only what happened to this incident, by ID or number.
    incident_id: Option<Id<Incident>>,
    /// true: only incidents of your own teams; false: those of team_ids, or of the whole account.
    #[serde(default = "yes")]
    current_user_context: bool,
    /// Only incidents of these teams.
    #[serde(default)]
    team_ids: Vec<Id<Team>>,
    /// At or after this time (ISO 8601).
    since: Option<Timestamp>,
    /// Before this time.
    until: Option<Timestamp>,
    /// Only the most important changes, without notifications.
    #[serde(default)]
    is_overview: bool,
    /// Whole objects as PagerDuty sends them.
    #[serde(default)]
    raw: bool,
    #[serde(flatten)]
    paging: Paging,
    #[serde(default)]
    include: Include<LogEntry>,
}

impl Tool for GetLogEntries {
    const NAME: &'static str = "get_log_entries";
    const TITLE: &'static str = "Get log entries";
    const ACCESS: Access = Access::Read;
    const TOOLSET: Toolset = Toolset::Incidents;
    const ON_BY_DEFAULT: bool = true;
    const RULES: &'static [Rule] = &[Rule::OneById("incident_id", &["team_ids"]), Rule::ContextExcludes(&["team_ids"])];

    async fn call(self, cx: &Context) -> Result<Answer> {
        check_range(self.since, self.until, cx)?;
        let client = cx.pagerduty()?;
        let include = if self.raw { Include::raw() } else { self.include };
        let mut query = LogEntriesQuery {
            team_ids: self.team_ids,
            since: self.since,
            until: self.until,
            is_overview: self.is_overview.then_some(true),
        };
        if let Some(id) = &self.incident_id {
            let id = incidents::by_id(id, cx).await?;
            // Each of them would repeat the incident that was asked for.
            let include = include.without_by_default(&["incident", "service"]);
            let fetch = |window| client.incident_log_entries(&id, &query, window);
            return Ok(Answer::listing(cx.list(&self.paging, &include, fetch).await?));
        }
        match cx.teams_or_mine(self.current_user_context, query.team_ids).await? {
            Some(team_ids) => query.team_ids = team_ids,
            None => return Ok(Answer::list(&Page::empty(), &include)),
        }
        let fetch = |query: LogEntriesQuery, window| async move { client.log_entries(&query, window).await };
        Ok(Answer::listing(cx.walk(&self.paging, &include, query, fetch).await?))
    }
}

impl TimeFiltered for LogEntriesQuery {
    type Row = LogEntry;

    const DEFAULT_DAYS: Option<i64> = None;

    fn range(&mut self) -> (&mut Option<Timestamp>, &mut Option<Timestamp>) {
        (&mut self.since, &mut self.until)
    }

    fn can_be_continued(&self) -> bool {
        true
    }

    fn created_at(entry: &LogEntry) -> Option<Timestamp> {
        entry.created_at.parsed()
    }
}

/// List changes that PagerDuty was told of, such as deployments, the latest first: those that may have caused one
/// incident, those of one service, or those of your teams.
#[derive(Debug, Deserialize, JsonSchema)]
struct GetChangeEvents {
    /// Only changes that PagerDuty relates to this incident, each with the reason.
    incident_id: Option<Id<Incident>>,
    /// Only changes of this service.
    service_id: Option<Id<Service>>,
    /// true: only changes of your own teams; false: those of team_ids, or of the whole account.
    #[serde(default = "yes")]
    current_user_context: bool,
    /// Only changes of services of these teams.
    #[serde(default)]
    team_ids: Vec<Id<Team>>,
    /// At or after this time (ISO 8601); PagerDuty keeps changes for 90 days.
    since: Option<Timestamp>,
    /// Before this time.
    until: Option<Timestamp>,
    #[serde(flatten)]
    paging: Paging,
    #[serde(default)]
    include: Include<ChangeEvent>,
}

impl Tool for GetChangeEvents {
    const NAME: &'static str = "get_change_events";
    const TITLE: &'static str = "Get change events";
    const ACCESS: Access = Access::Read;
    const TOOLSET: Toolset = Toolset::Incidents;
    const ON_BY_DEFAULT: bool = true;
    const RULES: &'static [Rule] = &[
        Rule::OneById("incident_id", &["service_id", "team_ids", "since", "until", "limit", "cursor"]),
        Rule::OneById("service_id", &["team_ids"]),
        Rule::ContextExcludes(&["team_ids"]),
    ];

    async fn call(self, cx: &Context) -> Result<Answer> {
        check_range(self.since, self.until, cx)?;
        let client = cx.pagerduty()?;
        if let Some(id) = &self.incident_id {
            let id = incidents::by_id(id, cx).await?;
            return Ok(Answer::list(&client.related_change_events(&id).await?, &self.include));
        }
        let mut query = ChangeEventsQuery { team_ids: self.team_ids, since: self.since, until: self.until };
        if let Some(id) = &self.service_id {
            let fetch = |query: ChangeEventsQuery, window| async move {
                client.service_change_events(id, &query, window).await
            };
            return Ok(Answer::listing(cx.walk(&self.paging, &self.include, query, fetch).await?));
        }
        match cx.teams_or_mine(self.current_user_context, query.team_ids).await? {
            Some(team_ids) => query.team_ids = team_ids,
            None => return Ok(Answer::list(&Page::empty(), &self.include)),
        }
        let fetch = |query: ChangeEventsQuery, window| async move { client.change_events(&query, window).await };
        Ok(Answer::listing(cx.walk(&self.paging, &self.include, query, fetch).await?))
    }
}

impl TimeFiltered for ChangeEventsQuery {
    type Row = ChangeEvent;

    const DEFAULT_DAYS: Option<i64> = Some(DAYS_OF_CHANGES);

    fn range(&mut self) -> (&mut Option<Timestamp>, &mut Option<Timestamp>) {
        (&mut self.since, &mut self.until)
    }

    fn can_be_continued(&self) -> bool {
        true
    }

    fn created_at(change: &ChangeEvent) -> Option<Timestamp> {
        change.timestamp.parsed()
    }
}

fn check_range(since: Option<Timestamp>, until: Option<Timestamp>, cx: &Context) -> Result<()> {
    match (since, until) {
        (Some(since), None) => time_range::check_start(cx.now(), since),
        (Some(since), Some(until)) => time_range::check(since, until, None),
        (None, _) => Ok(()),
    }
}
