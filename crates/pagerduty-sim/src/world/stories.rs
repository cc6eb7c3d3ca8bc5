//! Major incidents: one cause, several services, many notes. What the stories say is in [`super::tales`].

use jiff::{SignedDuration, Timestamp};

use super::drafts::{Draft, Fate, Remark, Writer, monitored, seconds, watching};
use super::tales::{TALES, Tale};
use crate::account::{Account, MONITORS, Service, ServiceKind, Urgency};
use crate::id::Key;
use crate::random::Random;
use crate::text::fill;
use crate::time::{after, before, minutes};

/// A tale that is being told.
struct Story<'a> {
    account: &'a Account,
    number: u32,
    tale: &'static Tale,
    /// Where it begins.
    root: Key<Service>,
    at: Timestamp,
    /// Whether it is not over yet.
    goes_on: bool,
}

/// Tells one tale. The first is going on right now.
pub(super) fn tell(account: &Account, random: &mut Random, number: u32, drafts: &mut Vec<Draft>) {
    let tale = &TALES[number as usize % TALES.len()];
    let Some(root) = root(account, tale) else {
        return;
    };
    let goes_on = number == 0;
    let at = if goes_on { before(account.started, minutes(52)) } else { super::moment(account, random) };
    let story = Story { account, number, tale, root, at, goes_on };
    drafts.push(story.cause(random));
    for (service, title) in story.sufferers(random).into_iter().zip(tale.symptoms.iter().cycle()) {
        drafts.push(story.symptom(random, service, title));
    }
}

/// The tale's own service, or one of the same kind if the account has no such service.
fn root(account: &Account, tale: &Tale) -> Option<Key<Service>> {
    let find = |suits: &dyn Fn(&Service) -> bool| account.keys::<Service>().find(|service| suits(&account[*service]));
    find(&|service| service.name == tale.service).or_else(|| find(&|service| service.kind == tale.kind))
}

impl Story<'_> {
    /// The incident that it is about.
    fn cause(&self, random: &mut Random) -> Draft {
        let tale = self.tale;
        let words = Words::new(self, self.root, random);
        let step = if self.goes_on { minutes(8) } else { minutes(random.between(6, 14)) };
        let monitor = self.monitor(self.root, tale.severity);
        Draft {
            title: words.fill(tale.title),
            urgency: Urgency::High,
            priority: Some(Key::new(tale.priority)),
            alerts: random.between(3, 8) as u8,
            story: Some(self.number),
            fate: if self.goes_on {
                Fate::Open { acknowledged: Some(minutes(3)) }
            } else {
                Fate::Handled {
                    acknowledged: seconds(random, 60, 400),
                    resolved: step * (tale.notes.len() as i32 + 1),
                    by_monitor: false,
                }
            },
            remarks: self.remarks(&words, step),
            resolution: (!self.goes_on).then(|| words.fill(tale.resolution)),
            deployment: tale.deployment.map(|summary| words.fill(summary)),
            ..monitored(self.account, random, self.root, monitor, self.at)
        }
    }

    /// What is written about it, step by step. Of a story that goes on, the end is still to come.
    fn remarks(&self, words: &Words, step: SignedDuration) -> Vec<Remark> {
        let diagnosis = Remark {
            later: SignedDuration::from_secs(20),
            writer: Writer::Automation,
            content: words.fill(match self.tale.deployment {
                Some(_) => "Diagnostics: {slug} was changed minutes before the first alert.",
                None => "Diagnostics: no change of {slug} in the last two hours.",
            }),
        };
        let told = self.tale.notes.len() - usize::from(self.goes_on);
        let people = (1..).zip(&self.tale.notes[..told]).map(|(place, note)| Remark {
            later: step * place,
            writer: if place % 3 == 2 { Writer::Colleague } else { Writer::Responder },
            content: words.fill(note),
        });
        [diagnosis].into_iter().chain(people).collect()
    }

    /// What the cause does to another service.
    fn symptom(&self, random: &mut Random, service: Key<Service>, title: &str) -> Draft {
        let words = Words::new(self, service, random);
        let at = after(self.at, seconds(random, 40, 900));
        let acknowledged = seconds(random, 60, 500);
        Draft {
            title: words.fill(title),
            urgency: Urgency::High,
            priority: random.chance(40).then(|| Key::new(2)),
            story: Some(self.number),
            fate: if self.goes_on {
                Fate::Open { acknowledged: random.chance(50).then_some(acknowledged) }
            } else {
                Fate::Handled { acknowledged, resolved: seconds(random, 900, 4000), by_monitor: random.chance(70) }
            },
            remarks: Vec::new(),
            deployment: None,
            ..monitored(self.account, random, service, self.monitor(service, "error"), at)
        }
    }

    /// Two to four services that suffer: those that call the root, or else any that customers see.
    fn sufferers(&self, random: &mut Random) -> Vec<Key<Service>> {
        let account = self.account;
        let mut sufferers: Vec<Key<Service>> =
            account.keys::<Service>().filter(|service| account[*service].depends_on.contains(&self.root)).collect();
        let wanted = random.between(2, 4) as usize;
        for _ in 0..8 * wanted {
            let other: Key<Service> = Key::new(random.below(account.services.len()));
            let seen = matches!(
                account[other].kind,
                ServiceKind::Api | ServiceKind::Frontend | ServiceKind::Mobile | ServiceKind::Worker
            );
            if sufferers.len() < wanted && seen && other != self.root && !sufferers.contains(&other) {
                sufferers.push(other);
            }
        }
        sufferers.truncate(wanted);
        sufferers
    }

    /// A monitor of the service that reports this severity, or any that watches it.
    fn monitor(&self, service: Key<Service>, severity: &str) -> usize {
        let watching = watching(self.account[service].kind);
        let fitting = watching.iter().find(|place| MONITORS[**place].severity == severity);
        fitting.or(watching.first()).copied().unwrap_or(0)
    }
}

/// What the names in a tale's texts stand for.
struct Words {
    root: String,
    service: String,
    slug: String,
    version: String,
    previous: String,
    percent: String,
}

impl Words {
    fn new(story: &Story<'_>, service: Key<Service>, random: &mut Random) -> Self {
        let account = story.account;
        let (major, minor) = (random.between(1, 9), random.between(1, 40));
        Self {
            root: account[story.root].name.clone(),
            service: account[service].name.clone(),
            slug: account[service].slug(),
            version: format!("v{major}.{minor}.0"),
            previous: format!("v{major}.{}.{}", minor - 1, random.between(0, 6)),
            percent: random.between(6, 62).to_string(),
        }
    }

    fn fill(&self, template: &str) -> String {
        let values = [
            ("root", self.root.as_str()),
            ("service", &self.service),
            ("slug", &self.slug),
            ("version", &self.version),
            ("previous", &self.previous),
            ("percent", &self.percent),
        ];
        fill(template, &values)
    }
}
