//! Log entries: the timeline of an incident, or of many.

use pagerduty::model::{
    Incident, LogEntry, Team,
    log_entry::{CHANNELS, LogEntriesQuery},
};
use toolkit::prelude::*;

use crate::{
    incidents,
    time_range::{self, DEFAULT_DAYS, DefaultRange, check_open_range},
    yes,
};

pub(crate) const TOOLS: &[fn() -> Entry] = &[Entry::of_browse::<GetLogEntries>];

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
struct GetLogEntries {
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
}

impl Browse for GetLogEntries {
    const INFO: Info = Info::read("get_log_entries", "Get log entries", Toolset::Incidents).on_by_default().in_zone();
    const RULES: &'static [Rule] = &[
        Rule::OneById("log_entry_id", &["incident_id", "team_ids", "since", "until", "is_overview", "limit", "cursor"]),
        Rule::OneById("incident_id", &["team_ids"]),
        Rule::ContextExcludes(&["team_ids"]),
    ];

    type Query = LogEntriesQuery;

    fn include(&self, include: Include<LogEntry>, cx: &Context) -> Include<LogEntry> {
        if self.raw && cx.lockdown {
            cx.warn("lockdown leaves `raw` out");
        }
        let include = if self.raw && !cx.lockdown { Include::raw() } else { include };
        // Each of them would repeat the incident that was asked for.
        if self.incident_id.is_some() { include.without_by_default(&["incident", "service"]) } else { include }
    }

    async fn one(&self, include: &Include<LogEntry>, cx: &Context) -> Result<Option<Answer>> {
        check_open_range(self.since, self.until, cx)?;
        let Some(id) = &self.log_entry_id else { return Ok(None) };
        Ok(Some(Answer::row(&cx.pagerduty()?.get_with(id, &sent_whole(include)).await?, include)))
    }

    async fn query(&self, include: &Include<LogEntry>, cx: &Context) -> Result<Option<LogEntriesQuery>> {
        // An incident may be older than a month.
        let days = if self.incident_id.is_some() { DAYS_OF_ONE } else { DEFAULT_DAYS };
        let (since, until) = time_range::whole(self.since, self.until, days, cx);
        let query = LogEntriesQuery {
            since,
            until,
            is_overview: self.is_overview.then_some(true),
            include: sent_whole(include),
            ..LogEntriesQuery::default()
        };
        if let Some(id) = &self.incident_id {
            return Ok(Some(LogEntriesQuery { incident_id: Some(incidents::by_id(id, cx).await?), ..query }));
        }
        let team_ids = cx.teams_or_mine(self.current_user_context, &self.team_ids).await?;
        Ok(team_ids.map(|team_ids| LogEntriesQuery { team_ids, ..query }))
    }

    async fn list(&self, query: LogEntriesQuery, shape: &Shape<LogEntry>, cx: &Context) -> Result<Answer> {
        if query.incident_id.is_some() {
            return Ok(Answer::listing(cx.list(&shape.paging, &shape.include, &query).await?));
        }
        time_range::newest_first(query, UNDOCUMENTED, shape, cx).await
    }
}

/// What PagerDuty is to send whole instead of in short.
fn sent_whole(include: &Include<LogEntry>) -> Vec<&'static str> {
    let wants_sent = include.is_raw || SENT.iter().any(|field| include.names(field));
    if wants_sent { vec![CHANNELS] } else { Vec::new() }
}
