//! Triage: one incident with all that helps to judge it, in one answer.

mod incident;
mod past;
mod repetition;
mod trigger;

use pagerduty::{
    Resource,
    model::{
        Alert, ChangeEvent, EscalationPolicy, Incident, LogEntry, Note, RelatedIncident, Service,
        alert::AlertsQuery,
        change_event::ChangeEventsQuery,
        log_entry::{CHANNELS, LogEntriesQuery},
        oncall::OncallsQuery,
    },
};
use serde_json::{Map, Value, json};
use toolkit::{
    answer::{present, strangers::Strangers},
    hint::ToolName,
    prelude::*,
};

use self::repetition::Shown;
use crate::{
    incidents,
    on_calls::levels::{Contacts, levels, only_policy},
};

pub(crate) const TOOLS: &[fn() -> Entry] = &[Entry::of::<TriageIncident>];

/// Rows of each part that are shown.
const MAX_ROWS: usize = 5;

/// Lines of the timeline that are shown.
const MAX_LINES: usize = 15;

/// Changes on the service are looked for this long before the incident.
const HOURS_OF_CHANGES: i64 = 24;

/// Look at one PagerDuty incident with all that helps to judge it: what happens next, responders, alerts, last notes and log
/// entries, recent changes, past incidents with how they ended, related ones, and who is on call at each level.
#[derive(Debug, Deserialize, JsonSchema)]
struct TriageIncident {
    /// The incident, by ID or number.
    incident_id: Id<Incident>,
}

impl Tool for TriageIncident {
    const INFO: Info = Info::read("triage_incident", "Triage incident", Toolset::Incidents).on_by_default().in_zone();

    async fn call(self, cx: &Context) -> Result<Answer> {
        let client = cx.pagerduty()?;
        let row = client.get_with(&self.incident_id, &incident::PARTS).await?;
        let id = incidents::id_of(&row.item, &self.incident_id);
        let alerts = AlertsQuery::of(id.clone());
        let log = LogEntriesQuery { include: vec![CHANNELS], ..LogEntriesQuery::of(id.clone()) };
        let (few, lines) = (Window::new(0, MAX_ROWS as u64), Window::new(0, MAX_LINES as u64));
        let (alerts, notes, log, suspects, changes, past, related, on_call) = tokio::join!(
            part("alerts", client.list(&alerts, few), cx),
            part("notes", client.incident_notes(&id), cx),
            part("timeline", client.list(&log, lines), cx),
            part("related_changes", client.related_change_events(&id), cx),
            changes(&row.item, cx),
            past::past(&id, &row.item, cx),
            part("related_incidents", client.related_incidents(&id), cx),
            on_call(&row.item, cx),
        );

        let incident = incident::shown(&row, cx);
        let alerts_in_all = incident.get("alert_counts").and_then(|counts| counts["all"].as_u64());
        say_what_is_cut(
            "alerts",
            alerts.rows.len(),
            alerts_in_all,
            alerts.next.is_some(),
            (tool("get_alerts"), ""),
            cx,
        );
        let all_notes = (tool("get_incidents"), " with `include_notes`");
        say_what_is_cut("notes", MAX_ROWS, Some(notes.rows.len() as u64), false, all_notes, cx);
        say_what_is_cut("timeline", log.rows.len(), None, log.next.is_some(), (tool("get_log_entries"), ""), cx);
        let all_related = (tool("get_incidents"), " with `include_related_incidents`");
        say_what_is_cut("related_incidents", MAX_ROWS, Some(related.rows.len() as u64), false, all_related, cx);

        let trigger = match alerts.rows.is_empty() && !incident.contains_key("body_details") {
            true => trigger::sent(&row, &log.rows, cx).await,
            false => None,
        };
        let notes = latest(notes.rows);
        let mut item = Map::new();
        let mut add = |name: &str, value: Vec<Value>| item.insert(name.to_owned(), value.into());
        add("responders", incident::responders(&row, cx));
        add("on_call", on_call);
        add("alerts", without_repetition(shown::<Alert>(alerts.rows, &["incident", "integration"]), &incident));
        let timeline = log.rows.iter().map(|row| line(&row.item, &notes, cx.lockdown)).collect();
        add("notes", notes);
        add("timeline", timeline);
        add("changes", ranked(suspects.rows, changes));
        add("past_incidents", past.rows);
        add("related_incidents", related.rows.iter().take(MAX_ROWS).map(|row| related_in_short(&row.item)).collect());
        if let Some(summary) = past.summary {
            item.insert("past_incidents_summary".into(), summary);
        }
        if let Some(trigger) = trigger {
            item.shift_insert(0, "trigger".into(), trigger);
        }
        item.shift_insert(0, "incident".into(), incident.into());
        let strangers = Strangers::default()
            .within::<Incident>("incident")
            .within::<Alert>("alerts")
            .within::<Note>("notes")
            .within::<ChangeEvent>("changes")
            .titles(&["timeline", "past_incidents.title", "related_incidents.title"])
            .details(&["trigger", "past_incidents.resolution", "past_incidents.last_note", "responders.message"]);
        let number = row.item.incident_number.get().map(|number| format!(" #{number}")).unwrap_or_default();
        let description = format!("Incident{number} with what helps to judge it");
        Ok(Answer::composed("triage", vec![item.into()], strangers).described(description))
    }
}

/// The rows of a part; where it fails, a warning says so and the others are answered all the same.
async fn part<T: Resource>(
    name: &str,
    rows: impl Future<Output = pagerduty::Result<Page<T>>>,
    cx: &Context,
) -> Page<T> {
    match rows.await {
        Ok(mut page) => {
            page.unreadable.drain(..).for_each(|warning| cx.warn(warning));
            page
        }
        Err(error) => {
            cx.warn_of(&format!("`{name}` is missing"), &error);
            Page::empty()
        }
    }
}

/// Says that a part has more rows than are shown, and where the others are.
fn say_what_is_cut(
    part: &str,
    shown: usize,
    all: Option<u64>,
    more: bool,
    (instead, with): (ToolName, &str),
    cx: &Context,
) {
    let (warning, rest) = match all {
        Some(all) if all > shown as u64 => (format!("`{part}` has {shown} of {all}"), "the others"),
        None if more => (format!("`{part}` has the latest {shown}"), "all"),
        _ => return,
    };
    cx.warn(Hint::from(warning).with(": see ", instead, &format!("{with} for {rest}")));
}

/// Alerts without what the incident or an earlier alert has already.
fn without_repetition(mut alerts: Vec<Value>, incident: &Map<String, Value>) -> Vec<Value> {
    let mut shown = Shown::default();
    if let Some(details) = incident.get("body_details") {
        shown.add(details, "incident.body_details".into());
    }
    for alert in alerts.iter_mut().filter_map(Value::as_object_mut) {
        shown.shorten(alert);
        if alert.get("same_details_as").is_some_and(|place| place == "incident.body_details") {
            // It was the same event.
            for name in ["links", "client_url"] {
                if alert.get(name).is_some_and(|value| incident.get(name) == Some(value)) {
                    alert.shift_remove(name);
                }
            }
        }
    }
    alerts
}

fn shown<T: Resource>(rows: Vec<Row<T>>, without: &'static [&'static str]) -> Vec<Value> {
    let include = Include::default().without(without);
    rows.iter().take(MAX_ROWS).map(|row| present::item(row, &include).into()).collect()
}

/// The last notes, the latest last, as they are read.
fn latest(mut notes: Vec<Row<Note>>) -> Vec<Value> {
    let time = |row: &Row<Note>| row.item.created_at.parsed::<Timestamp>();
    notes.sort_by_key(time);
    let last = notes.len().saturating_sub(MAX_ROWS);
    let mut notes = notes.split_off(last);
    for note in &mut notes {
        // PagerDuty writes them in the zone of the token's user, and everything around them in UTC.
        if let Some(time) = note.item.created_at.parsed::<Timestamp>() {
            note.item.created_at = Some(time.to_string()).into();
        }
    }
    shown(notes, &["channel"])
}

/// A log entry as one line: when, what, how a notification failed, and what somebody wrote where that may be shown.
fn line(entry: &LogEntry, notes: &[Value], lockdown: bool) -> Value {
    let summary = entry.summary.as_deref().or(entry.r#type.as_deref()).unwrap_or("?");
    let mut text = format!("{} {summary}", entry.created_at.as_deref().unwrap_or("?"));
    if let Some(delivery) = entry.delivery.as_deref().filter(|delivery| *delivery != "success") {
        text.push_str(&format!(" ({delivery})"));
    }
    let written = [&entry.note, &entry.message].into_iter().filter_map(|text| text.as_deref());
    for written in written.filter(|written| !lockdown && *written != summary) {
        text.push_str(": ");
        text.push_str(&repetition::in_line(written, notes));
    }
    text.into()
}

/// Changes of the service before the incident.
async fn changes(incident: &Incident, cx: &Context) -> Vec<Row<ChangeEvent>> {
    let service = incident.service.get().and_then(|service| service.id.parsed::<Id<Service>>());
    let created = incident.created_at.parsed::<Timestamp>();
    let (Some(service), Some(created), Ok(client)) = (service, created, cx.pagerduty()) else { return Vec::new() };
    let query = ChangeEventsQuery {
        service_id: Some(service),
        since: Some(created.plus_seconds(-HOURS_OF_CHANGES * 60 * 60)),
        until: Some(created.plus_seconds(60)),
        ..ChangeEventsQuery::default()
    };
    part("changes", client.list(&query, Window::new(0, MAX_ROWS as u64)), cx).await.rows
}

/// Those that PagerDuty relates to the incident first, with the reason; then those of the service.
fn ranked(suspects: Vec<Row<ChangeEvent>>, others: Vec<Row<ChangeEvent>>) -> Vec<Value> {
    let mut rows = suspects;
    for other in others {
        if rows.iter().all(|row| row.item.id.as_deref() != other.item.id.as_deref()) {
            rows.push(other);
        }
    }
    shown(rows, &["integration"])
}

fn related_in_short(related: &RelatedIncident) -> Value {
    let incident = &related.incident;
    json!({
        "id": incident.id.as_deref(),
        "incident_number": incident.incident_number.get(),
        "title": incident.title.as_deref(),
        "status": incident.status.as_deref(),
        "service": incident.service.get().and_then(|service| service.called()),
        "relationship_type": related.relationship_type.as_deref(),
    })
}

/// Who is on call now for the incident.
async fn on_call(incident: &Incident, cx: &Context) -> Vec<Value> {
    let policy = incident.escalation_policy.get().and_then(|policy| policy.id.parsed());
    let Some(policy): Option<Id<EscalationPolicy>> = policy else { return Vec::new() };
    let found = async {
        let rules = cx.pagerduty()?.get(&policy).await?.item;
        let query = OncallsQuery { escalation_policy_ids: vec![policy.clone()], ..OncallsQuery::default() };
        let mut levels = levels(query, &[rules], cx.now(), Contacts::LookedUp, cx).await?;
        // The incident names it.
        only_policy(&mut levels);
        Ok(levels)
    };
    found.await.unwrap_or_else(|error: Error| {
        cx.warn_of("`on_call` is missing", &error);
        Vec::new()
    })
}
