//! What the company sells, on which services it stands, and how it is sorted: business services, tags.

use serde_json::json;

use crate::account::Account;
use crate::id::{Key, Kind};
use crate::model::{EscalationPolicy, Node, Service, ServiceDependency, Tagged, Team, User};
use crate::random::Random;
use crate::rows::Row;

/// A business service as the company has it.
struct Entry {
    name: &'static str,
    description: &'static str,
    /// The place of the team that answers for it.
    team: usize,
    contact: &'static str,
    /// The technical services that it stands on.
    services: &'static [&'static str],
    /// The business services, by name, that it stands on.
    others: &'static [&'static str],
}

const ENTRIES: [Entry; 7] = [
    Entry {
        name: "Online Shop",
        description: "Everything that a shopper sees in a browser",
        team: 0,
        contact: "Head of Commerce",
        services: &["Edge Gateway", "Load Balancers", "Cart Service"],
        others: &["Payments", "Search and Browse", "Customer Accounts"],
    },
    Entry {
        name: "Payments",
        description: "Charging cards and wallets, refunds, invoices",
        team: 0,
        contact: "Payments Product Manager",
        services: &["Checkout API", "Payments Gateway", "Payment Webhooks", "Order Service", "Orders Database"],
        others: &[],
    },
    Entry {
        name: "Search and Browse",
        description: "Finding products and looking at them",
        team: 1,
        contact: "Search Product Manager",
        services: &["Search API", "Product Index", "Catalog Service", "Recommendations API"],
        others: &[],
    },
    Entry {
        name: "Customer Accounts",
        description: "Signing in, addresses, consent",
        team: 5,
        contact: "Identity Product Manager",
        services: &["Login Service", "Token Service", "Accounts Database", "User Profile API"],
        others: &[],
    },
    Entry {
        name: "Mobile Apps",
        description: "The shop on phones and tablets",
        team: 4,
        contact: "Head of Mobile",
        services: &["Mobile API", "Android App", "iOS App", "Push Sender"],
        others: &["Payments", "Search and Browse", "Customer Accounts"],
    },
    Entry {
        name: "Business Reporting",
        description: "Figures for finance, marketing and partners",
        team: 3,
        contact: "Head of Analytics",
        services: &["Data Warehouse", "Reporting API", "Ingestion Pipeline", "Nightly Aggregates"],
        others: &[],
    },
    Entry {
        name: "Customer Service",
        description: "Helping customers by chat, phone and mail",
        team: 7,
        contact: "Head of Support",
        services: &["Support Desk", "Help Center", "Chat Widget", "Email Sender"],
        others: &["Customer Accounts"],
    },
];

/// Labels, and of which kind of object.
const TAGS: [(&str, &str); 8] = [
    ("tier-1", "escalation_policies"),
    ("best-effort", "escalation_policies"),
    ("customer-facing", "teams"),
    ("internal", "teams"),
    ("emea", "users"),
    ("americas", "users"),
    ("incident-commander", "users"),
    ("new joiner", "users"),
];

pub(super) fn fill(account: &mut Account) {
    business_services(account);
    tags(account);
}

fn business_services(account: &mut Account) {
    for entry in &ENTRIES {
        let team = account.id(Key::<Team>::new(entry.team % account.teams.len()));
        let fields = json!({
            "name": entry.name,
            "description": entry.description,
            "point_of_contact": entry.contact,
            "team": team,
        });
        account.rows.add(Kind::BusinessService, Row::new(0, fields));
    }
    for (place, entry) in ENTRIES.iter().enumerate() {
        let dependent = Node::Business(place);
        let technical = entry.services.iter().filter_map(|name| service_named(account, name)).map(Node::Technical);
        let business = entry.others.iter().filter_map(|name| ENTRIES.iter().position(|other| other.name == *name));
        let supporting: Vec<Node> = technical.chain(business.map(Node::Business)).collect();
        for supporting in supporting {
            account.associate(ServiceDependency { supporting, dependent });
        }
    }
}

pub(super) fn service_named(account: &Account, name: &str) -> Option<Key<Service>> {
    account.keys::<Service>().find(|service| account[*service].name == name)
}

fn tags(account: &mut Account) {
    let mut random = Random::of(account.seed, "tags");
    for (label, entity_type) in TAGS {
        let tag = account.rows.add(Kind::Tag, Row::new(0, json!({"label": label})));
        let entities: Vec<Tagged> = match entity_type {
            "teams" => account.keys::<Team>().map(Tagged::Team).collect(),
            "users" => account.keys::<User>().map(Tagged::User).collect(),
            _ => account.keys::<EscalationPolicy>().map(Tagged::EscalationPolicy).collect(),
        };
        for entity in entities {
            let fits = match (label, entity) {
                ("emea", Tagged::User(user)) => account[user].time_zone.starts_with("Europe/"),
                ("americas", Tagged::User(user)) => is_american(&account[user].time_zone),
                ("tier-1", Tagged::EscalationPolicy(policy)) => account[policy].name.ends_with("Primary"),
                ("best-effort", Tagged::EscalationPolicy(policy)) => account[policy].name.ends_with("Business Hours"),
                ("customer-facing", Tagged::Team(team)) => team.index() % 3 != 2,
                ("internal", Tagged::Team(team)) => team.index() % 3 == 2,
                _ => random.chance(15),
            };
            if fits {
                account.change_tags(entity, &[tag], &[]);
            }
        }
    }
}

fn is_american(time_zone: &str) -> bool {
    time_zone.starts_with("America/") || time_zone.ends_with("(US & Canada)")
}
