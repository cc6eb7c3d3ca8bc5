//! The company's teams and what they run.

use crate::model::ServiceKind;
use crate::model::ServiceKind::{Api, Batch, Cache, Database, Desk, Frontend, Mobile, Platform, Queue, Search, Worker};

/// A team as the company has it.
pub(super) struct TeamEntry {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    /// The zone that the team's schedules are kept in.
    pub(super) time_zone: &'static str,
    pub(super) services: &'static [(&'static str, ServiceKind, &'static str)],
}

pub(super) static TEAMS: [TeamEntry; 8] = [
    TeamEntry {
        name: "Checkout",
        description: "Cart, checkout and payments: everything between wanting and having bought",
        time_zone: "America/New_York",
        services: &[
            ("Checkout API", Api, "Turns carts into orders; the busiest write path of the shop"),
            ("Orders Database", Database, "PostgreSQL primary and replicas of all orders"),
            ("Payments Gateway", Api, "Talks to card networks and wallets"),
            ("Cart Service", Api, "Holds carts of signed-in and anonymous shoppers"),
            ("Order Service", Api, "Order state machine and its public API"),
            ("Payment Webhooks", Worker, "Receives notices from payment providers"),
            ("Pricing Engine", Api, "Prices, discounts and taxes"),
            ("Invoice Renderer", Batch, "Writes invoices every night"),
        ],
    },
    TeamEntry {
        name: "Search",
        description: "Finding things: search, suggestions, recommendations and the catalogue behind them",
        time_zone: "Europe/London",
        services: &[
            ("Search API", Api, "Answers queries of the shop and the apps"),
            ("Product Index", Search, "Search cluster of all products"),
            ("Catalog Service", Api, "Products, variants and stock levels"),
            ("Recommendations API", Api, "What others bought"),
            ("Autocomplete", Api, "Suggestions while typing"),
            ("Catalog Importer", Batch, "Loads suppliers' feeds"),
            ("Ranking Trainer", Batch, "Trains the ranking model every night"),
        ],
    },
    TeamEntry {
        name: "Platform",
        description: "The ground everybody builds on: clusters, gateway, messaging, caches",
        time_zone: "Europe/Berlin",
        services: &[
            ("Edge Gateway", Platform, "Ends TLS and routes every request from outside"),
            ("Event Bus", Queue, "Kafka, shared by all teams"),
            ("Session Cache", Cache, "Redis with sessions and rate limits"),
            ("Kubernetes Production", Platform, "The clusters of all regions"),
            ("Feature Flags", Api, "Switches and experiments"),
            ("Config Service", Api, "Configuration of running services"),
            ("Service Mesh", Platform, "Traffic between services"),
            ("Build Farm", Platform, "Builds and tests of all repositories"),
        ],
    },
    TeamEntry {
        name: "Data",
        description: "Collecting, storing and explaining what happens in the shop",
        time_zone: "America/Los_Angeles",
        services: &[
            ("Ingestion Pipeline", Worker, "Moves events into the warehouse"),
            ("Event Collector", Queue, "Receives events from browsers and apps"),
            ("Data Warehouse", Database, "Analytical database of the company"),
            ("Fraud Scoring", Api, "Scores orders before they are charged"),
            ("Reporting API", Api, "Numbers for dashboards and partners"),
            ("Nightly Aggregates", Batch, "Daily and weekly figures"),
            ("Experiment Analysis", Batch, "Evaluates experiments"),
            ("Change Data Capture", Queue, "Streams changes out of databases"),
        ],
    },
    TeamEntry {
        name: "Mobile",
        description: "The apps and the services that only they use",
        time_zone: "Asia/Tokyo",
        services: &[
            ("Mobile API", Api, "Backend for both apps"),
            ("Android App", Mobile, "The shop on Android"),
            ("iOS App", Mobile, "The shop on iPhone and iPad"),
            ("Push Sender", Worker, "Push notifications to shoppers"),
            ("Image Resizer", Worker, "Product pictures in every size"),
            ("Deep Link Resolver", Api, "Links that open the apps"),
            ("App Config CDN", Frontend, "Remote configuration of the apps"),
        ],
    },
    TeamEntry {
        name: "Identity",
        description: "Accounts, login, consent",
        time_zone: "Europe/London",
        services: &[
            ("Login Service", Api, "Passwords, passkeys and second factors"),
            ("Token Service", Api, "Issues and checks access tokens"),
            ("Accounts Database", Database, "PostgreSQL with all customer accounts"),
            ("User Profile API", Api, "Addresses and preferences"),
            ("Single Sign-On", Frontend, "Login of employees and partners"),
            ("Consent Service", Api, "Who agreed to what"),
            ("Audit Trail", Queue, "Tamper-proof log of account changes"),
        ],
    },
    TeamEntry {
        name: "Site Reliability",
        description: "Keeps the lights on and runs major incidents",
        time_zone: "America/New_York",
        services: &[
            ("Load Balancers", Platform, "Regional load balancers"),
            ("Metrics Store", Database, "Time series of all services"),
            ("Log Pipeline", Worker, "Collects and indexes logs"),
            ("Alerting", Platform, "Evaluates alert rules"),
            ("DNS", Platform, "Authoritative zones and resolvers"),
            ("Backup Runner", Batch, "Backups and their restores"),
            ("Certificate Renewal", Batch, "Renews TLS certificates"),
            ("Status Page", Frontend, "What customers see when things break"),
        ],
    },
    TeamEntry {
        name: "Customer Support",
        description: "Tools of the people who answer customers",
        time_zone: "America/Chicago",
        services: &[
            ("Support Desk", Desk, "Tickets, macros and queues"),
            ("Help Center", Frontend, "Articles for customers"),
            ("Chat Widget", Frontend, "Live chat on every page"),
            ("Email Sender", Worker, "Order confirmations and newsletters"),
            ("Returns Portal", Frontend, "Sending things back"),
            ("Store Locator", Frontend, "Where to touch things before buying"),
            ("Callback Queue", Queue, "Phone calls that customers asked for"),
        ],
    },
];

/// The parts of a company that has outgrown one team for each trade.
pub(super) const REGIONS: [&str; 4] = ["", " Europe", " Asia Pacific", " Latin America"];

/// The name of a thing when there are more things than entries.
pub(super) fn numbered(name: &str, place: usize, entries: usize) -> String {
    let round = place / entries;
    match REGIONS.get(round) {
        Some(region) => format!("{name}{region}"),
        None => format!("{name} {round}"),
    }
}
