//! The services, who owns them, and what they call.

use serde_json::Map;

use super::catalogue::{TEAMS, numbered};
use crate::account::Account;
use crate::id::Key;
use crate::model::{Integration, Service, ServiceKind, Tool};
use crate::random::Random;
use crate::time::{before, days};

/// One of this many services cries wolf.
const FLAPPING: usize = 20;
/// The one that is switched off.
const DISABLED: &str = "Store Locator";
/// The most services of one entry of the catalogue.
const LONGEST: usize = 8;

pub(super) fn services(account: &Account, count: usize) -> Vec<Service> {
    let mut random = Random::of(account.seed, "services");
    let mut services: Vec<Service> =
        entries(account, count).map(|(team, place)| service(account, &mut random, team, place)).collect();
    for place in (0..count).filter(|place| place % FLAPPING == FLAPPING - 7) {
        services[place].flapping = !services[place].is_disabled;
    }
    for place in 0..count {
        services[place].depends_on = dependencies(&services, place, &mut random);
    }
    services
}

/// Team by team, the first service of each, then the second of each, and so on.
fn entries(account: &Account, count: usize) -> impl Iterator<Item = (usize, usize)> {
    let teams = account.teams.len();
    let rounds = (0..).flat_map(move |place| (0..teams).map(move |team| (team, place)));
    let exists = move |(team, place): &(usize, usize)| {
        // Second copies start only where the longest list of first ones ends.
        *place < TEAMS[team % TEAMS.len()].services.len() || *place >= LONGEST
    };
    rounds.filter(exists).take(count)
}

fn service(account: &Account, random: &mut Random, team: usize, place: usize) -> Service {
    let entry = &TEAMS[team % TEAMS.len()];
    let (name, kind, description) = entry.services[place % entry.services.len()];
    let name = match place / entry.services.len() {
        0 => name.to_owned(),
        copy => format!("{name} {}", copy + 1),
    };
    let name = numbered(&name, team, TEAMS.len());
    let calm = matches!(kind, ServiceKind::Batch | ServiceKind::Desk);
    let teams = account.teams.len();
    // The first policies are the teams' primary ones, the next their calm ones.
    let policy = if calm && teams + team < account.escalation_policies.len() { teams + team } else { team };
    Service {
        description: description.to_owned(),
        kind,
        team: Some(Key::new(team)),
        escalation_policy: Key::new(policy),
        created_at: before(account.started, days(300 + random.between(0, 1200))),
        integrations: tools(kind).iter().map(|tool| Integration { tool: *tool }).collect(),
        depends_on: Vec::new(),
        support_hours: calm,
        flapping: false,
        deleted_at: None,
        said: Map::new(),
        is_disabled: name == DISABLED,
        name,
    }
}

fn tools(kind: ServiceKind) -> &'static [Tool] {
    use ServiceKind::{Api, Batch, Cache, Database, Desk, Frontend, Mobile, Platform, Queue, Search, Worker};
    use Tool::{CloudWatch, Datadog, Email, Pingdom, Pipeline, Prometheus, Sentry};
    match kind {
        Api => &[Datadog, Prometheus, Sentry, Pingdom, CloudWatch, Pipeline],
        Worker => &[Datadog, Prometheus, Sentry, CloudWatch, Pipeline],
        Frontend => &[Datadog, Sentry, Pingdom, Pipeline],
        Mobile => &[Datadog, Sentry, Pipeline],
        Database => &[Prometheus, CloudWatch, Datadog, Pipeline],
        Queue => &[Prometheus, CloudWatch, Datadog, Pipeline],
        Cache | Search => &[Datadog, Prometheus, Pipeline],
        Batch => &[Prometheus, Datadog, Pipeline],
        Platform => &[Prometheus, Datadog, CloudWatch, Pipeline],
        Desk => &[Email, Pingdom, Pipeline],
    }
}

/// Services call stores and interfaces of their own team, and the company's foundations.
fn dependencies(services: &[Service], place: usize, random: &mut Random) -> Vec<Key<Service>> {
    use ServiceKind::{Api, Cache, Database, Platform, Queue, Search};
    let service = &services[place];
    if matches!(service.kind, Database | Cache | Queue | Search | Platform) {
        return Vec::new();
    }
    let own: Vec<usize> = (0..services.len())
        .filter(|other| *other != place && services[*other].team == service.team)
        .filter(|other| match services[*other].kind {
            Database | Search | Queue => true,
            // What is nearer to the customer calls what is further away.
            Api => service.kind != Api || *other > place,
            _ => false,
        })
        .collect();
    let foundations: Vec<usize> = (0..services.len())
        .filter(|other| {
            let other = &services[*other];
            other.team != service.team && matches!(other.kind, Cache | Queue | Platform)
        })
        .collect();
    let mut depends_on: Vec<Key<Service>> = own.into_iter().take(2).map(Key::new).collect();
    if !foundations.is_empty() {
        let foundation = Key::new(*random.pick(&foundations));
        depends_on.push(foundation);
    }
    depends_on
}
