//! Log entries: the timeline of an incident, or of many.

use pagerduty::{
    Id, Page, Timestamp,
    model::{
        Incident, LogEntry, Team,
        log_entry::{CHANNELS, LogEntriesQuery},
    },
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

use super::{DEFAULT_DAYS, check_range};
use crate::{
    incidents,
    time_range::{self, DefaultRange},
    yes,
};

/// Days before the end of a range that are looked at of one incident: the longest range of incidents.
const DAYS_OF_ONE: i64 = 180;

/// PagerDuty says nowhere how far it looks back where no range is given.
const UNDOCUMENTED: DefaultRange = DefaultRange {
    name: "PagerDuty's own range, which it does not document",
    further: Some("give `since` to look further"),
};

/// Fields with what was sent to begin an incident, which PagerDuty sends only when asked.
const SENT: [&str; 3] = ["details", "links", "client_url"];

/// List what happened in PagerDuty, the latest first: the timeline of one incident, or of all incidents of your teams.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct GetLogEntries {
    /// The one log entry with this ID.
    log_entry_id: Option<Id<LogEntry>>,
    /// Only what happened to this incident, by ID or number.
    incident_id: Option<Id<Incident>>,
    /// true: only incidents of your own teams; false: those of team_ids, or of the whole account.
    #[serde(default = "yes")]
    current_user_context: bool,
    /// Only incidents of these teams.
    #[serde(default)]
    team_ids: Vec<Id<Team>>,
    /// Start; with until only, 30 days before it.
    since: Option<Timestamp>,
    /// End; with since only, now.
    until: Option<Timestamp>,
    /// Without notifications and other details.
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
    const INFO: Info = Info::read("get_log_entries", "Get log entries", Toolset::Incidents).on_by_default().in_zone();
    const RULES: &'static [Rule] = &[
        Rule::OneById("log_entry_id", &["incident_id", "team_ids", "since", "until", "is_overview", "limit", "cursor"]),
        Rule::OneById("incident_id", &["team_ids"]),
        Rule::ContextExcludes(&["team_ids"]),
    ];

    async fn call(self, cx: &Context) -> Result<Answer> {
        check_range(self.since, self.until, cx)?;
        let client = cx.pagerduty()?;
        if self.raw && cx.lockdown {
            cx.warn("lockdown leaves `raw` out");
        }
        let include = if self.raw && !cx.lockdown { Include::raw() } else { self.include };
        let wants_sent = include.is_raw || SENT.iter().any(|field| include.names(field));
        let whole = if wants_sent { vec![CHANNELS] } else { Vec::new() };
        if let Some(id) = &self.log_entry_id {
            return Ok(Answer::row(&client.get_with(id, &whole).await?, &include));
        }
        // An incident may be older than a month.
        let days = if self.incident_id.is_some() { DAYS_OF_ONE } else { DEFAULT_DAYS };
        let (since, until) = time_range::whole(self.since, self.until, days, cx);
        let mut query = LogEntriesQuery {
            team_ids: self.team_ids,
            since,
            until,
            is_overview: self.is_overview.then_some(true),
            include: whole,
            incident_id: None,
        };
        if let Some(id) = &self.incident_id {
            query.incident_id = Some(incidents::by_id(id, cx).await?);
            // Each of them would repeat the incident that was asked for.
            let include = include.without_by_default(&["incident", "service"]);
            let fetch = |window| client.list(&query, window);
            return Ok(Answer::listing(cx.list(&self.paging, &include, fetch).await?));
        }
        match cx.teams_or_mine(self.current_user_context, query.team_ids).await? {
            Some(team_ids) => query.team_ids = team_ids,
            None => return Ok(Answer::list(&Page::empty(), &include)),
        }
        let default = since.is_none().then_some(UNDOCUMENTED);
        let fetch = |query: LogEntriesQuery, window| async move { client.list(&query, window).await };
        let listing = cx.list_by_time(&self.paging, &include, query, fetch).await?;
        Ok(time_range::answer(listing, default).in_order("newest first"))
    }
}
