//! What will happen: when, to which service, how bad, and how it ends. How people deal with it is
//! [`super::life`]'s.

use jiff::{SignedDuration, Timestamp};

use super::{promises, stories};
use crate::account::{Account, MONITORS, Monitor, Origin, Priority, Service, ServiceKind, Urgency};
use crate::id::Key;
use crate::random::Random;
use crate::text::fill;
use crate::time::{after, before, minutes};

/// An incident before anybody knows of it.
pub(super) struct Draft {
    pub(super) at: Timestamp,
    pub(super) service: Key<Service>,
    pub(super) origin: Origin,
    pub(super) title: String,
    pub(super) urgency: Urgency,
    pub(super) priority: Option<Key<Priority>>,
    pub(super) alerts: u8,
    pub(super) story: Option<u32>,
    pub(super) salt: u32,
    pub(super) fate: Fate,
    /// What will be written, once somebody has acknowledged.
    pub(super) remarks: Vec<Remark>,
    pub(super) resolution: Option<String>,
    /// The deployment that caused it, some minutes earlier.
    pub(super) deployment: Option<String>,
}

/// A note in the making.
pub(super) struct Remark {
    /// How long after the acknowledgement.
    pub(super) later: SignedDuration,
    pub(super) writer: Writer,
    pub(super) content: String,
}

/// Who writes a note.
#[derive(Clone, Copy)]
pub(super) enum Writer {
    /// Whoever acknowledged.
    Responder,
    /// Somebody else of the team.
    Colleague,
    Automation,
}

/// How an incident ends.
#[derive(Clone, Copy)]
pub(super) enum Fate {
    /// The monitor recovers before anybody looks.
    Recovers { after: SignedDuration },
    /// Somebody deals with it; in the end they or the monitor resolve it.
    Handled { acknowledged: SignedDuration, resolved: SignedDuration, by_monitor: bool },
    /// It goes on.
    Open { acknowledged: Option<SignedDuration> },
}

/// What people write on everyday incidents.
const REMARKS: [&str; 10] = [
    "Looking into it.",
    "Restarted the affected instances, watching.",
    "Traffic is back to normal, keeping this open for half an hour.",
    "Same as last week: the retry storm after the batch import. Ticket is open.",
    "Scaled out by two nodes.",
    "False alarm: the threshold is too tight for weekend traffic. Will adjust the monitor.",
    "Provider confirmed a problem on their side, following their status page.",
    "Disk cleaned up, retention job had been disabled.",
    "Handing over to the next shift, no customer impact so far.",
    "Root cause found: connection leak in the latest client library.",
];

/// What people report themselves, with `{service}`.
const REPORTS: [&str; 6] = [
    "Customers report problems with {service}",
    "Partner cannot reach {service}",
    "Support sees error pages from {service}",
    "{service} shows wrong data to some customers",
    "Warehouse cannot work: {service} does not answer",
    "{service} is slow since this morning, says the sales team",
];

/// The incidents of the last half year, and those that are open now.
pub(super) fn drafts(account: &Account, count: usize) -> Vec<Draft> {
    let mut random = Random::of(account.seed, "incidents");
    let mut drafts = Vec::with_capacity(count);
    open(account, &mut random, (count / 8).min(16), &mut drafts);
    // Even a short history has one story, the one that goes on now.
    let stories = (count / 120).max(usize::from(count >= 40));
    for story in 0..stories as u32 {
        stories::tell(account, &mut random, story, &mut drafts);
    }
    promises::drafts(account, count, &mut drafts);
    let flapping: Vec<Key<Service>> = account.keys::<Service>().filter(|service| account[*service].flapping).collect();
    let quiet = drafts.len();
    while !flapping.is_empty() && drafts.len() - quiet < count / 8 {
        flap(account, &mut random, &flapping, &mut drafts);
    }
    let weights: Vec<u32> = account.services.iter().map(|_| weight(&mut random)).collect();
    while drafts.len() < count {
        let service = Key::new(random.weighted(&weights));
        let at = super::moment(account, &mut random);
        drafts.push(everyday(account, &mut random, service, at));
    }
    drafts.truncate(count);
    drafts
}

/// Few services make most of the noise.
fn weight(random: &mut Random) -> u32 {
    let weight = random.between(1, 5) as u32;
    weight * weight
}

/// What is wrong right now, beginning with the demo user's teams.
fn open(account: &Account, random: &mut Random, count: usize, drafts: &mut Vec<Draft>) {
    let own: Vec<Key<Service>> = account
        .keys::<Service>()
        .filter(|service| account[account[*service].team].has(account.demo_user))
        .filter(|service| !account[*service].flapping)
        .collect();
    let all: Vec<Key<Service>> = account.keys::<Service>().filter(|service| !account[*service].flapping).collect();
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
        let acknowledged = (place % 3 != 0).then(|| seconds(random, 60, 170));
        draft.fate = Fate::Open { acknowledged };
        if place % 4 == 3 {
            draft.urgency = Urgency::Low;
        }
        drafts.push(draft);
    }
}

/// A monitor that cannot make up its mind.
fn flap(account: &Account, random: &mut Random, services: &[Key<Service>], drafts: &mut Vec<Draft>) {
    let service = *random.pick(services);
    let monitor = nervous_monitor(account[service].kind);
    let mut at = super::moment(account, random);
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

/// The monitors that watch a kind of service.
pub(super) fn watching(kind: ServiceKind) -> Vec<usize> {
    (0..MONITORS.len()).filter(|place| MONITORS[*place].watches(kind)).collect()
}

/// An incident without a story.
fn everyday(account: &Account, random: &mut Random, service: Key<Service>, at: Timestamp) -> Draft {
    let monitor = *random.pick(&watching(account[service].kind));
    let mut draft = monitored(account, random, service, monitor, at);
    if random.chance(3) {
        let reporter = Key::new(random.below(account.users.len() - 1));
        draft.origin = Origin::Person(reporter);
        draft.title = fill(random.pick::<&str>(&REPORTS), &[("service", &account[service].name)]);
        draft.urgency = Urgency::High;
        draft.alerts = 0;
    }
    if matches!(draft.fate, Fate::Handled { .. }) && random.chance(14) {
        draft.remarks.push(Remark {
            later: seconds(random, 30, 1200),
            writer: if random.chance(75) { Writer::Responder } else { Writer::Colleague },
            content: (*random.pick(&REMARKS)).to_owned(),
        });
    }
    if random.chance(6) && matches!(draft.fate, Fate::Handled { .. }) {
        draft.deployment = Some("routine release".to_owned());
    }
    draft
}

/// What a monitor finds.
pub(super) fn monitored(
    account: &Account,
    random: &mut Random,
    service: Key<Service>,
    monitor: usize,
    at: Timestamp,
) -> Draft {
    let watcher = &MONITORS[monitor];
    let salt = random.next() as u32;
    let sample = watcher.sample(&account[service], salt);
    let urgency = if account[service].support_hours { Urgency::Low } else { watcher.urgency() };
    Draft {
        at,
        service,
        origin: Origin::Monitoring { monitor: monitor as u8 },
        title: watcher.title(&sample),
        urgency,
        priority: priority(random, watcher),
        alerts: if random.chance(85) { 1 } else { random.between(2, 6) as u8 },
        story: None,
        salt,
        fate: fate(random, watcher, urgency),
        remarks: Vec::new(),
        resolution: None,
        deployment: None,
    }
}

fn priority(random: &mut Random, monitor: &Monitor) -> Option<Key<Priority>> {
    let place = match random.below(100) {
        0..=1 if monitor.severity == "critical" => 1,
        2..=5 => 2,
        6..=13 => 3,
        14..=15 => 4,
        _ => return None,
    };
    Some(Key::new(place))
}

fn fate(random: &mut Random, monitor: &Monitor, urgency: Urgency) -> Fate {
    if random.chance(usize::from(monitor.recovers)) {
        return Fate::Recovers { after: seconds(random, 100, 1500) };
    }
    let acknowledged = match urgency {
        // Now and then nobody hears it, and it escalates.
        Urgency::High if random.chance(9) => seconds(random, 960, 3000),
        Urgency::High => seconds(random, 45, 540),
        Urgency::Low => seconds(random, 300, 18_000),
    };
    let resolved = if random.chance(4) { seconds(random, 40_000, 200_000) } else { seconds(random, 400, 9000) };
    Fate::Handled { acknowledged, resolved, by_monitor: random.chance(40) }
}

/// Short times are commoner than long ones.
pub(super) fn seconds(random: &mut Random, low: i64, high: i64) -> SignedDuration {
    let reach = random.between(low, high);
    SignedDuration::from_secs(random.between(low, reach))
}
