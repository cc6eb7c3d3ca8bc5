//! Change events: those that broke something, and the many that did not.

use super::drafts::Draft;
use crate::account::{Account, ChangeEvent, RETENTION, Service};
use crate::id::Key;
use crate::random::Random;
use crate::text::fill;
use crate::time::{before, minutes};

const SUMMARIES: [&str; 10] = [
    "Deploy {slug} {version}: dependency updates",
    "Deploy {slug} {version}: faster serialisation of responses",
    "Deploy {slug} {version}: retry budget for upstream calls",
    "Deploy {slug} {version}: clean-up after the migration",
    "Change configuration of {slug}: connection pool size",
    "Turn on feature flag new-{slug}-path for 25% of traffic",
    "Deploy {slug} {version}: more log fields",
    "Scale {slug}: instance type and count",
    "Deploy {slug} {version}: accessibility fixes",
    "Rotate credentials of {slug}",
];

/// The changes that PagerDuty still keeps, oldest first.
pub(super) fn change_events(account: &Account, drafts: &[Draft]) -> Vec<ChangeEvent> {
    let mut random = Random::of(account.seed, "deployments");
    let oldest = before(account.started, RETENTION);
    let mut changes = Vec::new();
    for draft in drafts {
        let lead = minutes(random.between(3, 12));
        if let Some(what) = &draft.deployment {
            let timestamp = before(draft.at, lead);
            let summary = match what.as_str() {
                "routine release" => summary(account, draft.service, &mut random),
                told => told.to_owned(),
            };
            changes.push(change(timestamp, draft.service, summary, &mut random));
        }
    }
    for _ in 0..drafts.len() / 6 {
        let service = Key::new(random.below(account.services.len()));
        let timestamp = super::moment(account, &mut random);
        let summary = summary(account, service, &mut random);
        changes.push(change(timestamp, service, summary, &mut random));
    }
    changes.retain(|change| change.timestamp >= oldest);
    changes.sort_by_key(|change| change.timestamp);
    changes
}

fn change(timestamp: jiff::Timestamp, service: Key<Service>, summary: String, random: &mut Random) -> ChangeEvent {
    ChangeEvent {
        timestamp,
        service,
        summary: summary.into(),
        build: 1000 + random.below(60_000) as u32,
        seconds: random.between(90, 1500) as u16,
    }
}

fn summary(account: &Account, service: Key<Service>, random: &mut Random) -> String {
    let slug = account[service].slug();
    let version = version(random);
    fill(random.pick::<&str>(&SUMMARIES), &[("slug", &slug), ("version", &version)])
}

/// A version as release notes have it.
fn version(random: &mut Random) -> String {
    format!("v{}.{}.{}", random.between(1, 9), random.between(0, 40), random.between(0, 12))
}
