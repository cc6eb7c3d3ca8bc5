//! Change events: those that broke something, those that mended it, and the many that did neither. Each service's
//! versions go up; a rollback goes to the one before, and says so.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::draft::{Deployment, Draft, ROLLBACK};
use super::moment::moment;
use crate::account::Account;
use crate::id::Key;
use crate::model::{ChangeEvent, Service};
use crate::random::Random;
use crate::text::fill;
use crate::time::{Range, after, before, minutes};

const SUMMARIES: [&str; 12] = [
    "Deploy {slug} {version}: dependency updates",
    "Deploy {slug} {version}: faster serialisation of responses",
    "Deploy {slug} {version}: retry budget for upstream calls",
    "Deploy {slug} {version}: clean-up after the migration",
    "Change configuration of {slug}: connection pool size",
    "Turn on feature flag new-{slug}-path for 25% of traffic",
    "Deploy {slug} {version}: more log fields",
    "Scale {slug}: instance type and count",
    "Deploy {slug} {version}: fixes from the last review",
    "Rotate credentials of {slug}",
    "Deploy {slug} {version}: timeouts for all outgoing calls",
    "Deploy {slug} {version}: metrics by customer segment",
];

/// A change before its version is known.
struct Plan {
    at: Timestamp,
    service: Key<Service>,
    template: &'static str,
    /// The draft whose texts name the versions.
    draft: Option<usize>,
}

/// The changes of the whole history, oldest first. The texts of drafts get the versions that they speak of.
pub(super) fn change_events(account: &Account, drafts: &mut [Draft]) -> Vec<ChangeEvent> {
    let mut random = Random::of(account.seed, "deployments");
    let mut plans = told(account, drafts);
    let quiet = quiet(drafts);
    let is_quiet = |plan: &Plan| {
        quiet.iter().any(|(service, range)| *service == plan.service && range.touches(plan.at, after(plan.at, SECOND)))
    };
    for draft in drafts.iter() {
        if let Some(Deployment { lead, summary: None, remedy }) = &draft.deployment {
            let template = random.pick::<&str>(&SUMMARIES);
            let cause = Plan { at: before(draft.at, *lead), service: draft.service, template, draft: None };
            let is_release = template.starts_with("Deploy");
            let remedy = remedy.filter(|_| is_release).map(|(later, template)| Plan {
                at: after(draft.at, later),
                service: draft.service,
                template,
                draft: None,
            });
            plans.extend([Some(cause), remedy].into_iter().flatten().filter(|plan| !is_quiet(plan)));
        }
    }
    for _ in 0..drafts.len() / 6 {
        let service = Key::new(random.below(account.services.len()));
        let at = moment(account, &mut random);
        let plan = Plan { at, service, template: random.pick::<&str>(&SUMMARIES), draft: None };
        if !account[service].is_disabled && !is_quiet(&plan) {
            plans.push(plan);
        }
    }
    plans.retain(|plan| plan.at <= account.started);
    plans.sort_by_key(|plan| plan.at);
    carry_out(account, plans, drafts, &mut random)
}

const SECOND: SignedDuration = SignedDuration::from_secs(1);

/// The changes that stories tell of.
fn told(account: &Account, drafts: &[Draft]) -> Vec<Plan> {
    let mut plans = Vec::new();
    for (place, draft) in drafts.iter().enumerate() {
        let Some(Deployment { lead, summary: Some(template), remedy }) = &draft.deployment else { continue };
        let plan = |at, template| Plan { at, service: draft.service, template, draft: Some(place) };
        plans.push(plan(before(draft.at, *lead), *template));
        plans.extend(remedy.map(|(later, template)| plan(after(draft.at, later), template)));
    }
    plans.retain(|plan| plan.at <= account.started);
    plans
}

/// When services have no other changes than those that are told: notes speak of the last one.
fn quiet(drafts: &[Draft]) -> Vec<(Key<Service>, Range)> {
    let stories = drafts.iter().filter(|draft| draft.story.is_some() && !draft.remarks.is_empty());
    stories
        .map(|draft| (draft.service, Range::new(before(draft.at, minutes(130)), after(draft.at, minutes(180)))))
        .collect()
}

/// Gives each release its version.
fn carry_out(account: &Account, plans: Vec<Plan>, drafts: &mut [Draft], random: &mut Random) -> Vec<ChangeEvent> {
    let mut services: BTreeMap<Key<Service>, Versions> = BTreeMap::new();
    let mut changes = Vec::with_capacity(plans.len());
    for Plan { at, service, template, draft } in plans {
        let versions = services.entry(service).or_insert_with(|| Versions::first(random));
        if template == ROLLBACK {
            versions.roll_back();
        } else if template.starts_with("Deploy") {
            versions.release(random);
        }
        let slug = account[service].slug();
        let (running, replaced) = (versions.running.to_string(), versions.replaced.to_string());
        // A rollback names what it goes back to, which then runs; so does the release that mends the one before.
        let names = [("slug", slug.as_str()), ("version", &running), ("next", &running), ("previous", &running)];
        changes.push(ChangeEvent {
            timestamp: at,
            service,
            summary: fill(template, &names).into(),
            build: 1000 + random.below(60_000) as u32,
            seconds: random.between(90, 1500) as u16,
        });
        if let Some(draft) = draft.and_then(|place| drafts.get_mut(place)) {
            let names: &[(&str, &str)] = match template {
                ROLLBACK => &[],
                _ if template.contains("{next}") => &[("next", &running)],
                _ => &[("version", &running), ("previous", &replaced)],
            };
            draft.name_versions(names);
        }
    }
    changes
}

/// The versions of one service.
struct Versions {
    running: Version,
    /// What ran before.
    replaced: Version,
    highest: Version,
}

/// A version as release notes have it.
#[derive(Clone, Copy)]
struct Version(i64, i64, i64);

impl std::fmt::Display for Version {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "v{}.{}.{}", self.0, self.1, self.2)
    }
}

impl Versions {
    fn first(random: &mut Random) -> Self {
        let running = Version(random.between(1, 6), random.between(0, 30), random.between(0, 9));
        Self { running, replaced: running, highest: running }
    }

    fn release(&mut self, random: &mut Random) {
        let Version(major, minor, patch) = self.highest;
        self.replaced = self.running;
        self.running = match random.below(20) {
            0 => Version(major + 1, 0, 0),
            1..=8 => Version(major, minor + 1, 0),
            _ => Version(major, minor, patch + 1),
        };
        self.highest = self.running;
    }

    fn roll_back(&mut self) {
        self.running = self.replaced;
    }
}
