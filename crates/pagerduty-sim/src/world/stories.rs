//! Major incidents: one cause, several services, many notes. What the stories say is in [`super::tales`].

use jiff::Timestamp;

use super::deployments::version;
use super::drafts::{Draft, Fate, monitored, seconds, watching};
use super::tales::{TALES, Tale};
use crate::account::{Account, MONITORS, Service, Urgency};
use crate::id::Key;
use crate::random::Random;
use crate::text::fill;
use crate::time::{after, before, minutes};

/// Plays one tale. The first is going on right now.
pub(super) fn tell(account: &Account, random: &mut Random, story: u32, drafts: &mut Vec<Draft>) {
    let tale = &TALES[story as usize % TALES.len()];
    let Some(root) = root(account, tale, random) else {
        return;
    };
    let goes_on = story == 0;
    let at = if goes_on { before(account.started, minutes(52)) } else { super::moment(account, random) };
    let words = Words::new(account, root, random);
    let mut first = monitored(account, random, root, monitor(account, root, tale.severity), at);
    first.title = words.fill(tale.title);
    first.urgency = Urgency::High;
    first.priority = Some(Key::new(tale.priority));
    first.alerts = random.between(3, 8) as u8;
    first.story = Some(story);
    first.deployment = tale.deployment.map(|summary| words.fill(summary));
    let step = if goes_on { minutes(8) } else { minutes(random.between(6, 14)) };
    first.remarks = (1..).zip(tale.notes).map(|(place, note)| (step * place, words.fill(note))).collect();
    let lasted = step * (tale.notes.len() as i32 + 1);
    first.fate = if goes_on {
        Fate::Open { acknowledged: Some(minutes(3)) }
    } else {
        Fate::Handled { acknowledged: seconds(random, 60, 400), resolved: lasted, by_monitor: false }
    };
    first.resolution = (!goes_on).then(|| words.fill(tale.resolution));
    drafts.push(first);
    let followers = followers(account, root, random);
    for (service, title) in followers.into_iter().zip(tale.symptoms.iter().cycle()) {
        let at = after(at, seconds(random, 40, 900));
        drafts.push(symptom(account, random, service, (at, story), title, goes_on));
    }
}

/// What the story's cause does to another service.
fn symptom(
    account: &Account,
    random: &mut Random,
    service: Key<Service>,
    (at, story): (Timestamp, u32),
    title: &str,
    goes_on: bool,
) -> Draft {
    let words = Words::new(account, service, random);
    let mut draft = monitored(account, random, service, monitor(account, service, "error"), at);
    draft.title = words.fill(title);
    draft.urgency = Urgency::High;
    draft.story = Some(story);
    draft.priority = random.chance(40).then(|| Key::new(2));
    let acknowledged = seconds(random, 60, 500);
    draft.fate = if goes_on {
        Fate::Open { acknowledged: random.chance(50).then_some(acknowledged) }
    } else {
        Fate::Handled { acknowledged, resolved: seconds(random, 900, 4000), by_monitor: random.chance(70) }
    };
    draft
}

/// The tale's own service if the account has it, or else one of the same kind.
fn root(account: &Account, tale: &Tale, random: &mut Random) -> Option<Key<Service>> {
    let named = account.keys::<Service>().find(|service| account[*service].name == tale.service);
    let alike: Vec<Key<Service>> =
        account.keys::<Service>().filter(|service| account[*service].kind == tale.kind).collect();
    match named {
        // The same thing happens in other places too.
        Some(named) if alike.is_empty() || random.chance(70) => Some(named),
        _ if alike.is_empty() => None,
        _ => Some(*random.pick(&alike)),
    }
}

/// Two to four services that suffer: those that call the root, or else any.
fn followers(account: &Account, root: Key<Service>, random: &mut Random) -> Vec<Key<Service>> {
    let mut callers: Vec<Key<Service>> =
        account.keys::<Service>().filter(|service| account[*service].depends_on.contains(&root)).collect();
    let wanted = random.between(2, 4) as usize;
    for _ in 0..4 * wanted {
        let other = Key::new(random.below(account.services.len()));
        if callers.len() < wanted && other != root && !callers.contains(&other) {
            callers.push(other);
        }
    }
    callers.truncate(wanted);
    callers
}

/// A monitor of the service that reports this severity, or any that watches it.
fn monitor(account: &Account, service: Key<Service>, severity: &str) -> usize {
    let watching = watching(account[service].kind);
    let fitting = watching.iter().find(|place| MONITORS[**place].severity == severity);
    fitting.or(watching.first()).copied().unwrap_or(0)
}

/// What the names in a tale's texts stand for.
struct Words {
    service: String,
    slug: String,
    version: String,
    previous: String,
    percent: String,
}

impl Words {
    fn new(account: &Account, service: Key<Service>, random: &mut Random) -> Self {
        Self {
            service: account[service].name.clone(),
            slug: account[service].slug(),
            version: version(random),
            previous: version(random),
            percent: random.between(6, 62).to_string(),
        }
    }

    fn fill(&self, template: &str) -> String {
        let values = [
            ("service", self.service.as_str()),
            ("slug", &self.slug),
            ("version", &self.version),
            ("previous", &self.previous),
            ("percent", &self.percent),
        ];
        fill(template, &values)
    }
}
