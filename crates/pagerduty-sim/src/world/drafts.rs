//! What will happen: when, to which service, how bad, and how it ends. How people deal with it is
//! [`super::incident_life`]'s.

use jiff::Timestamp;

use super::draft::{Deployment, Draft, Fate, ROLLBACK, Remark, Writer, monitored, seconds, watching};
use super::maintenance::Windows;
use super::moment::moment;
use super::{planted_cases, stories};
use crate::account::Account;
use crate::id::Key;
use crate::model::{MONITORS, Origin, Service, ServiceKind, Urgency, User};
use crate::random::Random;
use crate::text::fill;
use crate::time::{after, before, minutes};

/// What people write on everyday incidents.
const REMARKS: [&str; 14] = [
    "Looking into it.",
    "Restarted the affected instances, watching.",
    "Traffic is back to normal.",
    "Looks like a retry storm of one of the clients. Ticket is open.",
    "Scaled out by two nodes.",
    "False alarm: the threshold is too tight. Will adjust the monitor.",
    "Provider confirmed a problem on their side, following their status page.",
    "Dashboards agree with the alert, logs show timeouts.",
    "No customer impact so far.",
    "Root cause found: connection leak in a client library.",
    "One bad host, taken out of rotation.",
    "The runbook was right, added what was missing in it.",
    "Cannot reproduce it by hand. Leaving more logging on.",
    "Asked the team that calls us most to slow down.",
];

/// What people report themselves, with `{service}`.
const REPORTS: [&str; 6] = [
    "Customers report problems with {service}",
    "Partner cannot reach {service}",
    "Support sees error pages from {service}",
    "{service} shows wrong data to some customers",
    "Warehouse cannot work: {service} does not answer",
    "{service} is slow, says the sales team",
];

/// One incident in this many tells a story.
const STORIES: usize = 125;

/// The incidents of the last half year, and those that are open now. None begins on a service that is switched off or in
/// maintenance.
pub(super) fn drafts(account: &Account, windows: &Windows, count: usize) -> Vec<Draft> {
    let mut random = Random::of(account.seed, "incidents");
    let mut drafts = Vec::with_capacity(count + 1);
    open(account, &mut random, (count / 8).min(16), &mut drafts);
    // Even a short history has one story, the one that goes on now.
    let stories = (count / STORIES).max(usize::from(count >= 40));
    for story in 0..stories as u32 {
        stories::tell(account, &mut random, story, &mut drafts);
    }
    planted_cases::drafts(account, count, &mut drafts);
    drafts.retain(|draft| windows.allow(account, draft.service, draft.at));
    let flapping: Vec<Key<Service>> = account.keys::<Service>().filter(|service| account[*service].flapping).collect();
    let quiet = drafts.len();
    while !flapping.is_empty() && drafts.len() - quiet < count / 8 {
        flap(account, &mut random, &flapping, &mut drafts);
    }
    let weights: Vec<u32> = account.services.iter().map(|service| weight(service, &mut random)).collect();
    // What is triggered now about payments is promised.
    let day_before = before(account.started, minutes(24 * 60));
    while drafts.len() < count {
        let service = Key::new(random.weighted(&weights));
        let at = moment(account, &mut random);
        let draft = everyday(account, &mut random, service, at);
        let is_late = at > day_before && draft.is_about_payments(account);
        if is_late || !windows.allow(account, service, at) {
            continue;
        }
        let twin = random.chance(2).then(|| twin(account, &mut random, &draft)).flatten();
        drafts.push(draft);
        drafts.extend(twin);
    }
    drafts.truncate(count);
    drafts
}

/// What another monitor of the service sees of the same trouble, minutes later; whoever is on it merges the two.
fn twin(account: &Account, random: &mut Random, draft: &Draft) -> Option<Draft> {
    let Fate::Handled { acknowledged, .. } = draft.fate else { return None };
    let at = after(draft.at, (acknowledged / 2).min(minutes(10)));
    let monitor = *random.pick(&watching(account[draft.service].kind));
    let found = monitored(account, random, draft.service, monitor, at);
    let fate = Fate::Handled { acknowledged: acknowledged + minutes(30), resolved: minutes(20), by_monitor: false };
    Some(Draft { fate, priority: None, ..found })
}

/// Few services make most of the noise.
fn weight(service: &Service, random: &mut Random) -> u32 {
    let weight = random.between(1, 5) as u32;
    if service.is_disabled { 0 } else { weight * weight }
}

/// What is wrong right now, beginning with the demo user's teams.
fn open(account: &Account, random: &mut Random, count: usize, drafts: &mut Vec<Draft>) {
    let own: Vec<Key<Service>> = account
        .keys::<Service>()
        .filter(|service| account[*service].team.is_some_and(|team| account[team].has(account.demo_user)))
        .filter(|service| may_stay_open(&account[*service]))
        .collect();
    let all: Vec<Key<Service>> =
        account.keys::<Service>().filter(|service| may_stay_open(&account[*service])).collect();
    for place in 0..count {
        let service = *random.pick(if place < count / 2 { &own } else { &all });
        // Most are fresh; a few have been known for days and wait for a fix.
        let age = match place % 4 {
            3 => random.between(1500, 9000),
            2 => random.between(180, 900),
            _ => random.between(3, 150),
        };
        let at = before(account.started, minutes(age));
        let mut draft = everyday(account, random, service, at);
        // Whoever lets something wait for days was not paged for it.
        for _ in 0..20 {
            if place % 4 != 3 || draft.urgency == Urgency::Low {
                break;
            }
            draft = everyday(account, random, service, at);
        }
        let acknowledged = (place % 3 != 0 || place % 4 == 3).then(|| seconds(random, 60, 170));
        draft.fate = Fate::Open { acknowledged };
        drafts.push(draft);
    }
}

/// Whether incidents of a service can be known for days.
fn may_stay_open(service: &Service) -> bool {
    !service.is_disabled && service.auto_resolve_timeout().is_none()
}

/// A monitor that cannot make up its mind.
fn flap(account: &Account, random: &mut Random, services: &[Key<Service>], drafts: &mut Vec<Draft>) {
    let service = *random.pick(services);
    let monitor = nervous_monitor(account[service].kind);
    let mut at = moment(account, random);
    for _ in 0..random.between(4, 10) {
        let mut draft = monitored(account, random, service, monitor, at);
        draft.fate = Fate::Recovers { after: seconds(random, 90, 420) };
        draft.priority = None;
        draft.alerts = 1;
        drafts.push(draft);
        at = after(at, seconds(random, 480, 1600));
        if at >= account.started {
            break;
        }
    }
}

/// The monitor of a kind of service that recovers most often by itself.
fn nervous_monitor(kind: ServiceKind) -> usize {
    let recovers = |place: &usize| MONITORS[*place].recovers;
    watching(kind).into_iter().max_by_key(recovers).unwrap_or(0)
}

/// An incident without a story.
fn everyday(account: &Account, random: &mut Random, service: Key<Service>, at: Timestamp) -> Draft {
    let monitor = *random.pick(&watching(account[service].kind));
    let mut draft = monitored(account, random, service, monitor, at);
    if random.chance(3) {
        report(account, random, &mut draft);
    }
    let Fate::Handled { acknowledged, resolved, .. } = draft.fate else { return draft };
    if random.chance(14) {
        draft.remarks.push(Remark {
            later: seconds(random, 30, 1200),
            writer: if random.chance(75) { Writer::Responder } else { Writer::Colleague },
            content: (*random.pick(&REMARKS)).to_owned(),
        });
    }
    if random.chance(6) {
        let remedy = random.chance(30).then_some((acknowledged + resolved / 2, ROLLBACK));
        draft.deployment = Some(Deployment { lead: seconds(random, 150, 1500), summary: None, remedy });
    }
    draft
}

/// Makes it one that a person reported instead of a monitor; a person ends it as well, with few exceptions.
fn report(account: &Account, random: &mut Random, draft: &mut Draft) {
    let reporters: Vec<Key<User>> = account.keys::<User>().filter(|user| account[*user].may_respond()).collect();
    draft.origin = Origin::Person(*random.pick(&reporters));
    draft.title = fill(random.pick::<&str>(&REPORTS), &[("service", &account[draft.service].name)]);
    draft.urgency = account[draft.service].urgency_at(draft.at, true);
    draft.alerts = 0;
    draft.fate = Fate::Handled {
        acknowledged: seconds(random, 60, 900),
        resolved: seconds(random, 900, 14_000),
        by_monitor: random.chance(5),
    };
}
