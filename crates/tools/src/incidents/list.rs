//! Listing incidents, and looking at one.

use std::sync::OnceLock;

use pagerduty::{
    Client,
    model::{
        Alert, ChangeEvent, Incident, IncidentStatus, LogEntry, Note, PastIncident, RelatedIncident, Service, Team,
        Urgency, User,
        alert::AlertsQuery,
        incident::{DateRange, IncidentsQuery, SortBy},
        log_entry::LogEntriesQuery,
    },
};
use schemars::{Schema, SchemaGenerator};
use serde_json::Value;
use toolkit::{
    answer::{present, strangers::Strangers},
    fold, phrasing,
    prelude::*,
};

use super::{
    by_number::id_of,
    counts::{Counted, counts},
    parts::{Part, by_similarity, part, without},
    past_incidents,
};
use crate::{
    priorities,
    time_range::{self, DefaultRange},
    yes,
};

/// The longest range of `GET /incidents`: PagerDuty's six months, counted in days that every six months have.
const LONGEST_RANGE_DAYS: i64 = 180;

/// Above this many, the services of the user's teams no longer fit into an address.
const MAX_SERVICE_IDS: usize = 400;

/// The order where none is asked for: what is going on now comes first.
const DEFAULT_ORDER: SortBy = SortBy::CreatedAtDesc;

/// What PagerDuty looks at where no range is given (OpenAPI, `GET /incidents`).
const LAST_MONTH: DefaultRange =
    DefaultRange { name: "the last month", further: Some("set `all_dates` or an earlier `since` to look further") };

/// Lists go on beyond the row limit in ranges of time, which `all_dates` turns off.
const INSTEAD_OF_ALL_DATES: &str = "give `since` and `until` instead of `all_dates`";

/// Past incidents that are shown, the most similar ones.
const MAX_PAST: usize = 5;

/// What `include_…` adds to one incident; `include` may name them too.
const PARTS: [&str; 6] = ["past_incidents", "related_incidents", "notes", "alerts", "log_entries", "change_events"];

/// List PagerDuty incidents, newest first, or get one by ID or number with its details. Without filters: the last month's
/// incidents of your teams and services.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct GetIncidents {
    /// One incident, by ID or number; excludes every filter.
    incident_id: Option<Id<Incident>>,
    /// true: only your own teams and services; false: needs a filter such as team_ids.
    #[serde(default = "yes")]
    current_user_context: bool,
    /// Only of these services.
    #[serde(default)]
    service_ids: Vec<Id<Service>>,
    /// Only of these teams.
    #[serde(default)]
    team_ids: Vec<Id<Team>>,
    /// Only in these states; default all.
    #[serde(default)]
    statuses: Vec<IncidentStatus>,
    /// Only of these urgencies; default both.
    #[serde(default)]
    urgencies: Vec<Urgency>,
    /// Only assigned to these users now, so open ones.
    #[serde(default)]
    user_ids: Vec<Id<User>>,
    /// Only with this incident key.
    incident_key: Option<String>,
    /// Only with this text in the title.
    query: Option<String>,
    /// Only of these priorities, such as P1.
    #[serde(default)]
    priorities: Vec<String>,
    /// Of all times, instead of since and until.
    #[serde(default)]
    all_dates: bool,
    /// Default created_at:desc.
    sort_by: Option<SortBy>,
    /// Created since then, such as now-24h, today or 2026-02-26T00:00:00Z; default a month ago.
    since: Option<Timestamp>,
    /// Created before then; at most 180 days after since.
    until: Option<Timestamp>,
    #[serde(flatten)]
    paging: Paging,
    /// With incident_id: similar past incidents.
    #[serde(default)]
    include_past_incidents: bool,
    /// With incident_id: related incidents of other services.
    #[serde(default)]
    include_related_incidents: bool,
    /// With incident_id: its notes.
    #[serde(default)]
    include_notes: bool,
    /// With incident_id: its alerts.
    #[serde(default)]
    include_alerts: bool,
    /// With incident_id: its log entries.
    #[serde(default)]
    include_timeline: bool,
    /// With incident_id: suspected changes.
    #[serde(default)]
    include_change_events: bool,
    #[serde(default)]
    #[schemars(schema_with = "include_with_parts")]
    include: Include<Incident>,
}

fn include_with_parts(generator: &mut SchemaGenerator) -> Schema {
    let mut schema = Include::<Incident>::json_schema(generator);
    if let Some(Value::Array(fields)) = schema.pointer_mut("/items/on_request") {
        // One is also a field of PagerDuty's.
        let further: Vec<_> = PARTS.into_iter().map(Value::from).filter(|part| !fields.contains(part)).collect();
        fields.extend(further);
    }
    schema
}

impl Tool for GetIncidents {
    const INFO: Info = Info::read("get_incidents", "Get incidents", Toolset::Incidents).on_by_default().in_zone();
    const RULES: &'static [Rule] = &[
        Rule::One("incident_id"),
        Rule::Needs(
            &[
                "include_past_incidents",
                "include_related_incidents",
                "include_notes",
                "include_alerts",
                "include_timeline",
                "include_change_events",
            ],
            "incident_id",
        ),
        Rule::Excludes("all_dates", &["since", "until"]),
        Rule::ContextYields(&["user_ids", "incident_key"]),
        Rule::ContextExcludes(&["service_ids", "team_ids"]),
        Rule::NoContextNeeds(&["service_ids", "team_ids", "user_ids", "incident_key", "query"]),
    ];

    async fn call(mut self, cx: &Context) -> Result<Answer> {
        if let Some(id) = &self.incident_id {
            return self.one(id, cx).await;
        }
        self.check_range(cx)?;
        self.check_assigned(cx)?;
        if !self.priorities.is_empty() {
            let found = priorities::named(&self.priorities, "priorities", cx).await?;
            self.priorities = found.into_iter().filter_map(|mut priority| priority.name.take()).collect();
        }
        let Some(query) = self.query(cx).await? else {
            return Ok(Answer::list(&Page::empty(), &self.include).counting(|_| counts(&[], false, None)));
        };
        let mut listing = if self.query.is_some() || !self.priorities.is_empty() {
            cx.list_filtered_here(&self.paging, &self.include, query, |incident| self.matches(incident), Counted::of)
                .await?
        } else {
            cx.list_by_time_keeping(&self.paging, &self.include, query, Counted::of).await?
        };
        let counted = std::mem::take(&mut listing.kept);
        let is_part = listing.goes_on() || self.paging.is_continued();
        let total = listing.total();
        let is_default = self.since.is_none() && self.until.is_none() && !self.all_dates;
        let answer = time_range::answer(listing, is_default.then_some(LAST_MONTH)).in_order(self.order());
        let answer = if self.all_dates { answer.narrowed_by(INSTEAD_OF_ALL_DATES) } else { answer };
        Ok(answer.counting(move |shown| counts(&counted[..shown], is_part || shown < counted.len(), total)))
    }
}

impl GetIncidents {
    /// The order of the list, in words.
    fn order(&self) -> &'static str {
        match self.sort_by.unwrap_or(DEFAULT_ORDER) {
            SortBy::CreatedAtAsc => "oldest first",
            SortBy::CreatedAtDesc => "newest first",
            SortBy::ResolvedAtAsc => "first resolved first",
            SortBy::ResolvedAtDesc => "last resolved first",
            SortBy::UrgencyAsc => "low urgency first",
            SortBy::UrgencyDesc => "high urgency first",
        }
    }

    fn check_range(&self, cx: &Context) -> Result<()> {
        let now = cx.now();
        match (self.since, self.until) {
            (None, _) => Ok(()),
            (Some(since), None) if since >= now => time_range::check_start(now, since),
            (Some(since), until) => time_range::check(since, until.unwrap_or(now), Some(LONGEST_RANGE_DAYS)),
        }
    }

    /// Refuses to look for what is resolved among what is assigned to somebody: PagerDuty takes every assignment away then.
    fn check_assigned(&self, cx: &Context) -> Result<()> {
        let instead = Hint::from("leave out `user_ids` and read `last_status_change_by`").with(
            "; ",
            tool("incident_stats"),
            " with `group_by` `assignee` counts who handled resolved incidents",
        );
        if self.user_ids.is_empty() || !self.statuses.contains(&IncidentStatus::Resolved) {
            return Ok(());
        }
        let message = "resolved incidents are assigned to nobody, so `user_ids` finds none of them";
        if self.statuses.iter().all(|status| *status == IncidentStatus::Resolved) {
            return Err(Error::new(Code::ConflictingParameters, message).hint(instead));
        }
        cx.warn(Hint::from(message).and(": ").and(instead));
        Ok(())
    }

    /// Whether an incident is one that PagerDuty cannot be asked for.
    fn matches(&self, incident: &Incident) -> bool {
        let title = incident.title.as_deref().unwrap_or_default();
        let priority = incident.priority.get().and_then(|priority| priority.name()).unwrap_or_default();
        self.query.as_ref().is_none_or(|text| fold::contains(title, text))
            && (self.priorities.is_empty() || self.priorities.iter().any(|name| name.eq_ignore_ascii_case(priority)))
    }

    /// The filters, or nothing where the current user has no team: no filter would mean the whole account.
    async fn query(&self, cx: &Context) -> Result<Option<IncidentsQuery>> {
        let one_only = ["custom_fields"].into_iter().chain(PARTS);
        let asked: Vec<_> = one_only.filter(|field| self.include.names(field)).collect();
        if !asked.is_empty() {
            cx.warn(format!("{} is there only for one incident: give `incident_id`", phrasing::list(asked, "and")));
        }
        let (since, until) = time_range::whole(self.since, self.until, IncidentsQuery::DEFAULT_DAYS, cx);
        let mut query = IncidentsQuery {
            service_ids: self.service_ids.clone(),
            team_ids: self.team_ids.clone(),
            statuses: self.statuses.clone(),
            urgencies: self.urgencies.clone(),
            since,
            until,
            include: [self.parts_of_the_object(&["conference_bridge"]), self.body()].concat(),
            user_ids: self.user_ids.clone(),
            incident_key: self.incident_key.clone(),
            date_range: self.all_dates.then_some(DateRange::All),
            sort_by: Some(self.sort_by.unwrap_or(DEFAULT_ORDER)),
        };
        if self.current_user_context {
            query.team_ids = cx.my_teams().await?;
            if query.team_ids.is_empty() {
                return Ok(None);
            }
            query.service_ids = cx.my_services().await?;
            if query.service_ids.len() > MAX_SERVICE_IDS {
                cx.warn(format!(
                    "your teams have {} services: the list is filtered by your teams only",
                    query.service_ids.len()
                ));
                query.service_ids.clear();
            }
        }
        Ok(Some(query))
    }

    /// Parts of the object that PagerDuty sends only when asked, and that the caller wants.
    fn parts_of_the_object(&self, possible: &[&'static str]) -> Vec<&'static str> {
        possible.iter().copied().filter(|part| self.include.names(part)).collect()
    }

    /// The body, which PagerDuty sends only when asked, where a list is to have something of it.
    fn body(&self) -> Vec<&'static str> {
        let wants_some = ["body", "body_details", "client_url", "links"].iter().any(|field| self.include.names(field));
        if wants_some { vec!["body"] } else { Vec::new() }
    }

    async fn one(&self, id: &Id<Incident>, cx: &Context) -> Result<Answer> {
        let client = cx.pagerduty()?;
        let include = [vec!["body"], self.parts_of_the_object(&["conference_bridge", "custom_fields"])].concat();
        let flags = [
            self.include_past_incidents,
            self.include_related_incidents,
            self.include_notes,
            self.include_alerts,
            self.include_timeline,
            self.include_change_events,
        ];
        let mut wanted = flags.into_iter().zip(PARTS).map(|(flag, name)| flag || self.include.names(name));
        let [past, related, notes, alerts, log, changes] = std::array::from_fn(|_| wanted.next().unwrap_or_default());
        let first = Window::new(0, 100);
        let incident = async { client.get_with(id, &include).await.map_err(Error::from) };
        let summary = &OnceLock::new();
        let parts = |id: Id<Incident>| async move {
            let (alerts_query, log_query) = (AlertsQuery::of(id.clone()), LogEntriesQuery::of(id.clone()));
            tokio::join!(
                part(past, listed(client, &id, summary)),
                part(related, client.related_incidents(&id)),
                part(notes, client.incident_notes(&id)),
                part(alerts, client.list(&alerts_query, first)),
                part(log, client.list(&log_query, first)),
                part(changes, client.related_change_events(&id)),
            )
        };
        let (row, (past, related, notes, alerts, log, changes)) = if id.is_number() {
            // Only the incident itself is known to be found by its number.
            let row = incident.await?;
            let id = id_of(&row.item, id);
            (row, parts(id).await)
        } else {
            let (row, parts) = tokio::join!(incident, parts(id.clone()));
            (row?, parts)
        };

        let mut item = present::item(&row, &self.include);
        let mut counts = Vec::new();
        let log = log.map(|rows| without(rows, &["incident", "service"]));
        let past = match past.map(|rows| by_similarity(rows).into_iter().take(MAX_PAST).collect()) {
            Part::Rows(mut rows, warnings) => {
                if let Err(error) = past_incidents::add_endings(&mut rows, &row.item, cx).await {
                    cx.warn_of("how the past incidents ended is missing", &error);
                }
                Part::Rows(rows, warnings)
            }
            other => other,
        };
        for (name, part) in PARTS.into_iter().zip([past, related, notes, alerts, log, changes]) {
            match part {
                Part::Rows(rows, warnings) => {
                    warnings.into_iter().for_each(|warning| cx.warn(warning));
                    counts.push((format!("{name}_count"), rows.len()));
                    if !rows.is_empty() {
                        item.insert(name.to_owned(), rows.into());
                    }
                }
                Part::Missing(why) => cx.warn_of(&format!("`{name}` is missing"), &why),
                Part::Unwanted => {}
            }
        }
        let strangers = Strangers::of(&self.include)
            .within::<PastIncident>("past_incidents")
            .within::<RelatedIncident>("related_incidents")
            .within::<Note>("notes")
            .within::<Alert>("alerts")
            .within::<LogEntry>("log_entries")
            .within::<ChangeEvent>("change_events");
        let answer = Answer::one::<Incident>(item, strangers);
        let answer = counts.into_iter().fold(answer, |answer, (name, count)| answer.metadata(&name, count));
        Ok(match summary.get() {
            Some(summary) => answer.metadata("past_incidents_summary", present::composed(summary.clone())),
            None => answer,
        })
    }
}

/// Past incidents, with their summary.
async fn listed(
    client: &Client,
    id: &Id<Incident>,
    summary: &OnceLock<Value>,
) -> pagerduty::Result<Page<PastIncident>> {
    let page = client.past_incidents(id, Some(past_incidents::MAX_LISTED)).await?;
    past_incidents::summary(&page).map(|found| summary.set(found));
    Ok(page)
}
