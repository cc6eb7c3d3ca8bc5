//! What the account says in one place agrees with what it says in another.

#![allow(clippy::expect_used, reason = "this is a test")]

mod support;

use std::collections::{HashMap, HashSet};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use support::history::history;
use support::{days_ago, simulator, text, time};

fn type_of(entry: &Value) -> &str {
    text(entry, "type").trim_end_matches("_log_entry")
}

/// The urgency that a service gives to an incident.
fn ruled(service: &Value, at: Timestamp, severity: &str) -> &'static str {
    let rule = &service["incident_urgency_rule"];
    let is_high = if rule["type"] == "use_support_hours" {
        let hours = &service["support_hours"];
        let zone = TimeZone::get(text(hours, "time_zone")).expect("a zone");
        let local = zone.to_datetime(at);
        let day = i64::from(local.weekday().to_monday_one_offset());
        let is_day = hours["days_of_week"].as_array().expect("days").contains(&day.into());
        let clock = local.time().strftime("%H:%M:%S").to_string();
        let is_hour = *text(hours, "start_time") <= *clock && *clock < *text(hours, "end_time");
        let part = if is_day && is_hour { "during_support_hours" } else { "outside_support_hours" };
        return if rule[part]["urgency"] == "high" { "high" } else { "low" };
    } else {
        severity != "warning"
    };
    if is_high { "high" } else { "low" }
}

#[tokio::test]
async fn urgency_follows_the_rule_of_the_service_until_somebody_or_the_hour_changes_it() {
    let history = history().await;
    let (mut by_hours, mut raised) = (HashSet::new(), 0);
    for incident in history.incidents.iter().filter(|incident| time(&incident.row, "created_at") > days_ago(89)) {
        let (id, row) = (incident.id(), &incident.row);
        let service = history.service_of(incident);
        let severity = incident.alerts.first().map_or("critical", |alert| text(alert, "severity"));
        let begun = ruled(service, time(row, "created_at"), severity);
        let changes: Vec<&str> = incident
            .entries
            .iter()
            .filter(|entry| type_of(entry) == "urgency_change")
            .map(|entry| if text(entry, "summary").contains("to high") { "high" } else { "low" })
            .collect();
        // What was merged has the alerts elsewhere.
        if row["resolve_reason"].is_null() {
            assert_eq!(row["urgency"], changes.last().copied().unwrap_or(begun), "{id} on {service}");
        }
        assert!(
            row["resolve_reason"].is_object() || changes.first() != Some(&begun),
            "{id} was changed to what it was"
        );
        raised += changes.len();
        if service["incident_urgency_rule"]["type"] == "use_support_hours" {
            by_hours.insert(begun);
        }
    }
    assert_eq!(by_hours, HashSet::from(["high", "low"]), "both hours and nights have incidents");
    assert!(raised > 5, "{raised} changes of urgency");
}

/// What monitoring measured, out of each form in which it is sent: fields, an event, or lines of text.
fn details(alert: &Value) -> Value {
    let body = &alert["body"];
    let lines = body["details"].as_str().or_else(|| body["details"]["body"].as_str());
    match lines {
        Some(lines) => {
            let fields = lines.lines().filter_map(|line| line.split_once(": "));
            fields
                .map(|(name, value)| (name.to_owned(), value.parse::<i64>().map_or(value.into(), Value::from)))
                .collect()
        }
        None if body["details"].is_object() => body["details"].clone(),
        None => body["cef_details"]["details"].clone(),
    }
}

#[tokio::test]
async fn title_and_details_of_each_alert_name_the_same_number_unit_and_place() {
    let mut compared = 0;
    for incident in &history().await.incidents {
        let (id, alerts) = (incident.id(), &incident.alerts);
        for alert in alerts {
            let (summary, details) = (text(alert, "summary"), &details(alert));
            let value = details["value"].to_string();
            let numbers: Vec<&str> = summary.split(|letter: char| !letter.is_ascii_digit()).collect();
            let unit = text(details, "unit");
            if let Some((before, _)) = summary.split_once('%') {
                assert_eq!(unit, "%", "{summary}: {details}");
                let number = before.rsplit(|letter: char| !letter.is_ascii_digit()).next().expect("a number");
                let threshold = details["threshold"].to_string();
                assert!(number == value || number == threshold, "{summary}: {details}");
            }
            for region in ["us-east-1", "us-west-2", "eu-west-1", "ap-northeast-1"] {
                assert!(!summary.contains(region) || details["region"] == region, "{summary}: {details}");
            }
            for other in ["ms", "messages", "minutes", "orders", "tickets", "shards"] {
                if unit == "%" {
                    assert!(!summary.contains(&format!("{value} {other}")), "{summary}: {details}");
                }
            }
            compared += usize::from(numbers.contains(&value.as_str()));
        }
        if let (Some(first), true) = (alerts.first(), incident.row["resolve_reason"].is_null()) {
            // Those of a merged incident can be older.
            let own = alerts.iter().any(|alert| alert["summary"] == incident.row["title"]);
            assert!(own, "{} has other alerts: {first}", text(&incident.row, "title"));
            let regions: HashSet<String> = alerts
                .iter()
                .filter(|alert| alert["first_trigger_log_entry"] == first["first_trigger_log_entry"])
                .map(|alert| text(&details(alert), "region").to_owned())
                .collect();
            assert_eq!(regions.len(), 1, "{id}");
        }
    }
    assert!(compared > 500, "{compared} titles with their value");
}

#[tokio::test]
async fn alerts_of_one_incident_are_no_copies() {
    let (mut several, mut same_hosts) = (0, 0);
    for incident in history().await.incidents.iter().filter(|incident| incident.alerts.len() > 1) {
        let (id, alerts) = (incident.id(), &incident.alerts);
        let different = |part: &dyn Fn(&Value) -> String| alerts.iter().map(part).collect::<HashSet<_>>().len();
        assert_eq!(different(&|alert| alert["created_at"].to_string()), alerts.len(), "{id}");
        let values = different(&|alert| details(alert)["value"].to_string());
        let hosts = different(&|alert| details(alert)["host"].to_string());
        several += 1;
        same_hosts += usize::from(values == 1 && hosts == 1);
    }
    assert!(several > 100 && same_hosts < several / 20, "{same_hosts} of {several} have copies");
}

/// The number before some words.
fn number_before(content: &str, words: &str) -> Option<i64> {
    content.split_once(words)?.0.rsplit(' ').next()?.parse().ok()
}

#[tokio::test]
async fn notes_are_right_about_changes_and_times() {
    let history = history().await;
    let changes = &history.changes;
    let (mut leads, mut rollbacks, mut quiet, mut waits) = (0, 0, 0, 0);
    for incident in &history.incidents {
        let (notes, row) = (&incident.notes, &incident.row);
        let created_at = time(row, "created_at");
        let service = text(&row["service"], "id");
        let before: Vec<&Value> = changes
            .iter()
            .filter(|change| change["services"][0]["id"] == service && time(change, "timestamp") <= created_at)
            .collect();
        for (place, note) in notes.iter().enumerate() {
            let content = text(note, "content");
            assert!(!content.contains(['{', '}']), "{content}");
            let lead = number_before(content, " minutes after the ")
                .or_else(|| number_before(content, " minutes before the first alert"));
            if let Some(lead) = lead {
                let last = before.first().expect("a change before the incident");
                let passed = created_at.duration_since(time(last, "timestamp")).as_secs();
                assert_eq!(passed / 60, lead, "{content}: {last}");
                leads += 1;
            }
            if content.contains("no change of") {
                let recent = SignedDuration::from_hours(2);
                assert!(before.iter().all(|change| created_at.duration_since(time(change, "timestamp")) > recent));
                quiet += 1;
            }
            if let Some((_, rest)) = content.split_once("Rolling back to ") {
                let version = rest.trim_end_matches('.').split(['.', ';', ','].as_slice()).take(3);
                let version = version.collect::<Vec<_>>().join(".");
                let version = version.split(',').next().expect("a version");
                let named = |change: &&Value| text(change, "summary").ends_with(&format!("to {version}"));
                let own = |change: &&Value| change["services"][0]["id"] == service;
                let rollback = changes.iter().filter(own).find(named).expect("a rollback");
                let apart = time(note, "created_at").duration_since(time(rollback, "timestamp")).as_secs().abs();
                assert!(apart < 60, "{content}: {rollback}");
                rollbacks += 1;
            }
            let wait = number_before(content, " minutes to go");
            let wait = wait.or_else(|| content.contains("watching for ten minutes").then_some(10));
            let end = notes.get(place + 1).map(|next| time(next, "created_at"));
            let resolved = (!row["resolved_at"].is_null()).then(|| time(row, "resolved_at"));
            if let (Some(wait), Some(end)) = (wait, end.or(resolved)) {
                assert!(end.duration_since(time(note, "created_at")).as_secs() >= wait * 60, "{content}");
                waits += 1;
            }
            for claim in ["last night", "last week", "this morning", "half an hour", "since yesterday"] {
                assert!(!content.contains(claim), "nothing shows that it is true: {content}");
            }
        }
    }
    assert!(leads > 10 && rollbacks > 2 && quiet > 5 && waits > 0, "{leads} {rollbacks} {quiet} {waits}");
}

/// A version, number by number.
type Version = Vec<u64>;

/// The version in the summary of a change.
fn version(summary: &str) -> Option<Version> {
    let word = summary.split([' ', ':'].as_slice()).find(|word| word.starts_with('v') && word.contains('.'))?;
    word[1..].split('.').map(|part| part.parse().ok()).collect()
}

#[tokio::test]
async fn versions_go_up_and_a_rollback_goes_to_the_one_before() {
    let changes = &history().await.changes;
    // What runs on each service, what ran before, and what was released so far.
    let mut deployed: HashMap<&str, (Version, Version, Vec<Version>)> = HashMap::new();
    let (mut releases, mut rollbacks) = (0, 0);
    for change in changes.iter().rev() {
        let summary = text(change, "summary");
        assert!(!summary.contains(['{', '}']), "{summary}");
        let Some(version) = version(summary) else { continue };
        let (running, before, released) = deployed.entry(text(&change["services"][0], "id")).or_default();
        if summary.starts_with("Roll back") {
            assert!(before.is_empty() || version == *before, "{summary}: {before:?} ran before {running:?}");
            running.clone_from(&version);
            rollbacks += 1;
        } else {
            assert!(released.iter().all(|one| *one < version), "{summary} after {released:?}");
            *before = std::mem::replace(running, version.clone());
            released.push(version);
            releases += 1;
        }
    }
    assert!(releases > 300 && rollbacks > 10, "{releases} releases, {rollbacks} rollbacks");
    assert!(time(&changes[changes.len() - 1], "timestamp") < days_ago(180), "changes go back as far as incidents");
}

#[tokio::test]
async fn nothing_outlives_a_timeout_of_its_service() {
    let history = history().await;
    let now = days_ago(0);
    let (mut resolved_by_timeout, mut lapsed) = (0, 0);
    for incident in &history.incidents {
        let (id, row) = (incident.id(), &incident.row);
        let service = history.service_of(incident);
        let end = if row["resolved_at"].is_null() { now } else { time(row, "resolved_at") };
        if let Some(seconds) = service["auto_resolve_timeout"].as_i64() {
            let lasted = end.duration_since(time(row, "created_at")).as_secs();
            assert!(lasted <= seconds, "{id} lasted {lasted} of {seconds} seconds");
            resolved_by_timeout += usize::from(lasted == seconds);
        }
        let Some(seconds) = service["acknowledgement_timeout"].as_i64() else { continue };
        let mut held: Option<Timestamp> = None;
        for entry in &incident.entries {
            let at = time(entry, "created_at");
            let ends = !matches!(type_of(entry), "notify" | "annotate" | "trigger");
            if let (Some(until), true) = (held, ends) {
                assert!(at <= until, "{id}: {entry} after {until}");
            }
            match type_of(entry) {
                "acknowledge" => held = Some(at + SignedDuration::from_secs(seconds)),
                "snooze" => held = Some(text(&entry["changed_actions"][0], "at").parse().expect("a time")),
                "unacknowledge" | "assign" | "escalate" | "delegate" | "resolve" => {
                    lapsed += usize::from(type_of(entry) == "unacknowledge");
                    held = None;
                }
                _ => {}
            }
        }
        assert!(held.is_none_or(|until| until >= end), "{id} is acknowledged for too long");
    }
    assert!(resolved_by_timeout > 0 && lapsed > 20, "{resolved_by_timeout} {lapsed}");
}

#[tokio::test]
async fn nothing_begins_where_nothing_can_begin() {
    let history = history().await;
    let status = |wanted: &str| history.services.values().filter(|service| service["status"] == wanted).count();
    assert!(status("disabled") > 0 && status("maintenance") > 0);
    for incident in &history.incidents {
        let (row, service) = (&incident.row, history.service_of(incident));
        assert_ne!(service["status"], "disabled", "{row}");
        let at = time(row, "created_at");
        for window in &history.windows {
            let is_on = window["services"].as_array().expect("services").iter().any(|one| one["id"] == service["id"]);
            assert!(!is_on || at < time(window, "start_time") || at >= time(window, "end_time"), "{row}");
        }
    }
}

#[tokio::test]
async fn too_long_a_range_is_refused_by_the_name_of_its_field() {
    let simulator = simulator().await;
    for target in ["/incidents?since=2024-06-01T00:00:00Z", "/audit/records?since=2024-12-01T00:00:00Z"] {
        let answer = support::get(&simulator, target).await;
        assert_eq!((answer.status, answer.code(), answer.detail()), (400, Some(2001), "Since is invalid."), "{target}");
    }
}
