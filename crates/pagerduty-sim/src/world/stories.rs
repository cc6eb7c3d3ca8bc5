//! Major incidents: one cause, several services, many notes. What the stories say is in [`super::incident_stories`].

use jiff::{SignedDuration, Timestamp};

use super::draft::{Deployment, Draft, Fate, Remark, Writer, monitored, seconds};
use super::incident_stories::{self, TELLINGS, Tale, Telling};
use super::moment::moment;
use crate::account::Account;
use crate::id::Key;
use crate::model::{MONITORS, Monitor, Service, ServiceKind};
use crate::random::Random;
use crate::text::fill;
use crate::time::{after, before, minutes};

/// A tale that is being told.
struct Story<'a> {
    account: &'a Account,
    number: u32,
    tale: &'static Tale,
    telling: &'static Telling,
    /// Where it begins.
    root: Key<Service>,
    at: Timestamp,
    /// Whether it is not over yet.
    goes_on: bool,
}

/// Tells one tale. The first is going on right now.
pub(super) fn tell(account: &Account, random: &mut Random, number: u32, drafts: &mut Vec<Draft>) {
    let tale = incident_stories::tale(number as usize);
    let telling = &tale.tellings[number as usize / incident_stories::count() % TELLINGS];
    let Some(root) = root(account, tale) else {
        return;
    };
    let goes_on = number == 0;
    let at = if goes_on { before(account.started, minutes(52)) } else { moment(account, random) };
    let story = Story { account, number, tale, telling, root, at, goes_on };
    drafts.push(story.cause(random));
    for (service, metric) in story.sufferers(random).into_iter().zip(tale.symptoms.iter().cycle()) {
        drafts.push(story.symptom(random, service, metric));
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
        let (account, telling) = (self.account, self.telling);
        let found = monitored(account, random, self.root, Monitor::measuring(self.tale.metric), self.at);
        let lead = random.between(3, 12);
        let words = Words::new(account, &found, self.tale.metric, lead);
        let acknowledged = if self.goes_on { minutes(3) } else { seconds(random, 60, 400) };
        let (remarks, length) = self.remarks(&words, random);
        let remedy = |(note, summary): (usize, &'static str)| (acknowledged + remarks[note + 1].later, summary);
        Draft {
            priority: Some(Key::new(self.tale.priority)),
            alerts: random.between(3, 8) as u8,
            story: Some(self.number),
            fate: if self.goes_on {
                Fate::Open { acknowledged: Some(acknowledged) }
            } else {
                Fate::Handled { acknowledged, resolved: length, by_monitor: false }
            },
            deployment: telling.change.map(|summary| Deployment {
                lead: minutes(lead),
                summary: Some(summary),
                remedy: telling.remedy.map(remedy),
            }),
            resolution: (!self.goes_on).then(|| words.fill(telling.resolution)),
            updates: self.updates(&words, length),
            remarks,
            ..found
        }
    }

    /// What is written about it, step by step, and how long that takes after the acknowledgement. Of a story that goes
    /// on, the last note is still to come.
    fn remarks(&self, words: &Words, random: &mut Random) -> (Vec<Remark>, SignedDuration) {
        let notes = self.telling.notes;
        let diagnosis = Remark {
            later: SignedDuration::from_secs(20),
            writer: Writer::Automation,
            content: words.fill(match self.telling.change {
                Some(_) => "Diagnostics: {slug} was changed {lead} minutes before the first alert.",
                None => "Diagnostics: no change of {slug} in the last two hours.",
            }),
        };
        let mut later = seconds(random, 240, 500);
        let mut remarks = vec![diagnosis];
        for (place, (note, pause)) in notes.iter().enumerate() {
            let writer = if place % 3 == 1 { Writer::Colleague } else { Writer::Responder };
            remarks.push(Remark { later, writer, content: words.fill(note) });
            later += minutes(*pause) + seconds(random, 10, 150);
        }
        remarks.truncate(remarks.len() - usize::from(self.goes_on));
        (remarks, later)
    }

    /// What stakeholders are told: that it is known, and how it ended.
    fn updates(&self, words: &Words, length: SignedDuration) -> Vec<Remark> {
        let update = |later, text: &str| Remark { later, writer: Writer::Responder, content: words.fill(text) };
        let first = update(minutes(6), "{title}. The team is on it, with others who can help.");
        let last = update(length - minutes(1), self.telling.resolution);
        let told = if self.goes_on { 1 } else { 2 };
        [first, last].into_iter().take(told).collect()
    }

    /// What the cause does to another service.
    fn symptom(&self, random: &mut Random, service: Key<Service>, metric: &str) -> Draft {
        let at = after(self.at, seconds(random, 40, 900));
        let acknowledged = seconds(random, 60, 500);
        Draft {
            priority: random.chance(40).then(|| Key::new(2)),
            story: Some(self.number),
            fate: if self.goes_on {
                Fate::Open { acknowledged: random.chance(50).then_some(acknowledged) }
            } else {
                Fate::Handled { acknowledged, resolved: seconds(random, 900, 4000), by_monitor: random.chance(70) }
            },
            ..monitored(self.account, random, service, Monitor::measuring(metric), at)
        }
    }

    /// Two to four services that suffer: those that call the root, or else any that customers see.
    fn sufferers(&self, random: &mut Random) -> Vec<Key<Service>> {
        let account = self.account;
        let mut sufferers: Vec<Key<Service>> =
            account.keys::<Service>().filter(|service| account[*service].depends_on.contains(&self.root)).collect();
        let is_seen = |service: &Service| {
            use ServiceKind::{Api, Frontend, Mobile, Worker};
            matches!(service.kind, Api | Frontend | Mobile | Worker) && !service.is_disabled
        };
        sufferers.retain(|service| is_seen(&account[*service]));
        let wanted = random.between(2, 4) as usize;
        for _ in 0..8 * wanted {
            let other: Key<Service> = Key::new(random.below(account.services.len()));
            let is_new = other != self.root && !sufferers.contains(&other);
            if sufferers.len() < wanted && is_new && is_seen(&account[other]) {
                sufferers.push(other);
            }
        }
        sufferers.truncate(wanted);
        sufferers
    }
}

/// What the names in a tale's texts stand for; versions are known later.
struct Words {
    title: String,
    service: String,
    slug: String,
    value: String,
    region: &'static str,
    lead: String,
}

impl Words {
    fn new(account: &Account, draft: &Draft, metric: &str, lead: i64) -> Self {
        let service = &account[draft.service];
        let sample = MONITORS[Monitor::measuring(metric)].sample(service, draft.salt, 0);
        Self {
            title: draft.title.clone(),
            service: service.name.clone(),
            slug: service.slug(),
            value: sample.value.to_string(),
            region: sample.region,
            lead: lead.to_string(),
        }
    }

    fn fill(&self, template: &str) -> String {
        let values = [
            ("title", self.title.as_str()),
            ("service", &self.service),
            ("slug", &self.slug),
            ("value", &self.value),
            ("region", self.region),
            ("lead", &self.lead),
        ];
        fill(template, &values)
    }
}
