//! What customers were told: two status pages, and posts about the worst incidents.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::account::Account;
use crate::id::{Key, Kind};
use crate::model::{Incident, Node};
use crate::rows::Row;
use crate::time::{after, before, days, minutes};

/// Name, type and address.
const PAGES: [(&str, &str, &str); 2] = [
    ("Larkspur Status", "public", "https://status.larkspur.example"),
    ("Larkspur Partner Status", "private", "https://partners.status.larkspur.example"),
];

/// For incidents and for maintenance, in the order of need.
const IMPACTS: [(&str, &[&str]); 2] = [
    ("incident", &["operational", "partial outage", "major outage"]),
    ("maintenance", &["operational", "under maintenance"]),
];
const SEVERITIES: [(&str, &[&str]); 2] =
    [("incident", &["all good", "minor", "major"]), ("maintenance", &["all good", "maintenance"])];
const STATUSES: [(&str, &[&str]); 2] = [
    ("incident", &["investigating", "identified", "monitoring", "resolved"]),
    ("maintenance", &["scheduled", "in progress", "completed"]),
];

/// The most incidents that were posted about.
const POSTS: usize = 12;

/// One page, and what can be chosen on it.
struct Page {
    place: usize,
    /// By their places, in the order of the tables above.
    impacts: Vec<String>,
    severities: Vec<String>,
    statuses: Vec<String>,
}

pub(super) fn fill(account: &mut Account) {
    for (name, page_type, url) in PAGES {
        let published_at = before(account.started, days(700)).to_string();
        let fields = json!({"name": name, "status_page_type": page_type, "url": url, "published_at": published_at});
        let place = account.rows.add(Kind::StatusPage, Row::new(0, fields));
        let page = Page {
            place,
            impacts: choices(account, place, Kind::StatusPageImpact, &IMPACTS),
            severities: choices(account, place, Kind::StatusPageSeverity, &SEVERITIES),
            statuses: choices(account, place, Kind::StatusPageStatus, &STATUSES),
        };
        let services = services(account, &page);
        if page_type == "public" {
            for incident in worst(account) {
                post(account, &page, &services, incident);
            }
        }
    }
}

fn choices(account: &mut Account, page: usize, table: Kind, choices: &[(&str, &[&str])]) -> Vec<String> {
    let mut ids = Vec::new();
    for (post_type, descriptions) in choices {
        for description in *descriptions {
            let fields = json!({"description": description, "post_type": post_type});
            let place = account.rows.add(table, Row::new(page, fields));
            ids.push(account.row_id(table, place));
        }
    }
    ids
}

/// Every business service is on the page; each with the ID of its entry there.
fn services(account: &mut Account, page: &Page) -> Vec<(usize, String)> {
    let business: Vec<usize> = account.rows.places(Kind::BusinessService).collect();
    let mut services = Vec::new();
    for place in business {
        let name = account.rows.get(Kind::BusinessService, place).map(|row| row.text("name").to_owned());
        let fields = json!({"name": name, "business_service": account.row_id(Kind::BusinessService, place)});
        let entry = account.rows.add(Kind::StatusPageService, Row::new(page.place, fields));
        services.push((place, account.row_id(Kind::StatusPageService, entry)));
    }
    services
}

/// The last incidents of the highest priority that have a story, oldest first.
fn worst(account: &Account) -> Vec<Key<Incident>> {
    let is_worst = |key: &Key<Incident>| {
        let incident = &account[*key];
        incident.story.is_some() && incident.priority.is_some_and(|priority| priority.index() == 0)
    };
    let mut worst: Vec<Key<Incident>> = account.incidents.created_in(None).rev().filter(is_worst).take(POSTS).collect();
    worst.reverse();
    worst
}

/// What customers are told of an incident, as far as it is known.
fn post(account: &mut Account, page: &Page, services: &[(usize, String)], incident: Key<Incident>) {
    let facts = &account[incident];
    let (created_at, resolved_at) = (facts.created_at, facts.resolved_at());
    let dependencies = account.service_dependencies(Node::Technical(facts.service));
    let affected = dependencies.into_iter().find_map(|each| match each.dependent {
        Node::Business(place) => services.iter().find(|(other, _)| *other == place),
        Node::Technical(_) => None,
    });
    let Some((business, service)) = affected.or(services.first()).cloned() else { return };
    let name = account.rows.get(Kind::BusinessService, business).map_or("", |row| row.text("name")).to_owned();
    let starts_at = after(created_at, minutes(11));
    let fields = json!({
        "title": format!("Problems with {name}"),
        "post_type": "incident",
        "starts_at": starts_at.to_string(),
        "ends_at": resolved_at.map(|at| at.to_string()),
    });
    let post = account.rows.add(Kind::StatusPagePost, Row::new(page.place, fields));
    let mut update = |at: Timestamp, status: usize, severity: usize, message: String| {
        let fields = json!({
            "message": message,
            "status": page.statuses[status],
            "severity": page.severities[severity],
            "impacted_services": [{"service": service, "impact": page.impacts[severity]}],
            "update_frequency_ms": 1_800_000,
            "notify_subscribers": true,
            "reported_at": at.to_string(),
        });
        account.rows.add(Kind::StatusPagePostUpdate, Row::new(post, fields));
    };
    update(starts_at, 0, 2, format!("Some customers cannot use {name}. We are looking into it."));
    let later = after(starts_at, SignedDuration::from_mins(17));
    if resolved_at.is_none_or(|end| later < end) {
        update(later, 1, 2, format!("We know the cause and are restoring {name}."));
    }
    if let Some(end) = resolved_at {
        update(end, 3, 0, format!("{name} works again. We apologise for the trouble."));
    }
}
