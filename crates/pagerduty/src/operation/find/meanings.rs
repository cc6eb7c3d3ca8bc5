//! Everyday words, and the words of PagerDuty that they mean: true of every question, so they are not said for each operation.

use std::{collections::HashMap, sync::OnceLock};

use super::words::stem;

/// PagerDuty's words, and those of everyday.
const MEANINGS: &[(&str, &str)] = &[
    ("team", "squad crew group department guild tribe pod unit"),
    ("schedule", "rota roster rotation calendar timetable shift duty"),
    ("incident", "ticket outage issue problem case trouble fire emergency alarm failure disaster"),
    (
        "user",
        "colleague person engineer employee staff folk guy member joiner teammate developer admin responder human hire starter",
    ),
    ("stakeholder subscriber", "boss exec executive vp cfo ceo cto director leadership management manager business"),
    ("service", "app application microservice system component website site api"),
    ("business service", "product storefront capability"),
    ("escalation policy", "chain ladder tier"),
    ("override", "cover swap substitute replacement stand-in sick holiday vacation pto"),
    ("maintenance window", "blackout downtime freeze quiet upgrade silence mute"),
    ("tag", "label"),
    ("option", "choice dropdown picklist"),
    ("field", "attribute column property box metadata"),
    ("change event", "deploy deployment release rollout ship commit pipeline build ci"),
    ("automation action", "script job robot remediation reboot restart button diagnostic"),
    ("webhook", "callback outbound outgoing post"),
    ("extension", "connector plugin slack jira teams"),
    ("integration", "hookup feed datadog nagios prometheus grafana cloudwatch source"),
    ("contact method", "phone mobile cell number sms text voice email address landline whatsapp"),
    ("notification rule", "push ring buzz pager"),
    ("session", "login signin signed device browser logged"),
    ("audit record", "trail edited touched modified fiddled tampered altered changed"),
    (
        "analytics metric",
        "mttr mtta average trend figure statistic stats number count report kpi performance percentage burnout",
    ),
    ("analytics", "noisy noisiest busiest slowest fastest"),
    ("log entry", "timeline history"),
    ("note", "comment remark annotation"),
    ("priority", "p1 p2 p3 sev1 sev2 severity"),
    ("urgency", "important critical minor"),
    ("past incident", "before previously again recurring similar deja"),
    ("related incident", "same simultaneous"),
    ("status page", "public website customer outsider"),
    ("status update", "announce inform tell bulletin comms"),
    ("orchestration", "routing router rule engine pipeline"),
    ("enrichment", "lookup cmdb csv"),
    ("license", "seat"),
    ("ability", "plan feature entitlement"),
    ("subscription subscriber", "follow follower watch mail subscribed"),
    ("merge", "combine duplicate fold join"),
    ("resolve", "close fixed done over solved finish"),
    ("acknowledge", "ack own looking"),
    ("snooze", "later remind sleep defer postpone"),
    ("reassign assignment", "hand give pass transfer"),
    ("impact", "affected hurt broken down suffering touched"),
    ("dependency", "depend upstream downstream rely relies"),
    ("template", "wording boilerplate canned"),
    ("dashboard", "board overview"),
    ("workflow", "playbook runbook procedure"),
    ("oncall", "duty holding carrying primary"),
    ("key token", "credential secret password"),
    ("url", "link address ical"),
    ("suppress drop", "ignore discard swallow"),
    ("vendor", "brand tool"),
    ("standard", "compliance hygiene rule"),
    ("postmortem", "retrospective retro review lessons"),
    ("handoff", "handover changeover"),
    ("remove delete", "unlink"),
    ("alert", "signal event"),
];

static BY_STEM: OnceLock<HashMap<String, Vec<String>>> = OnceLock::new();

/// The stems of PagerDuty's words that a stem may mean.
pub(super) fn of(word: &str) -> &'static [String] {
    let by_stem = BY_STEM.get_or_init(|| {
        let mut by_stem: HashMap<String, Vec<String>> = HashMap::new();
        for (meant, everyday) in MEANINGS {
            for everyday in everyday.split_ascii_whitespace().map(stem) {
                let known = by_stem.entry(everyday.clone()).or_default();
                known.extend(meant.split_ascii_whitespace().map(stem).filter(|meant| *meant != everyday));
            }
        }
        by_stem
    });
    by_stem.get(word).map_or(&[], Vec::as_slice)
}
