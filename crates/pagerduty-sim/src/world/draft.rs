//! An incident in the making: what is known of it before it happens.

use jiff::{SignedDuration, Timestamp};

use crate::account::Account;
use crate::id::Key;
use crate::model::{MONITORS, Monitor, Origin, Priority, Service, ServiceKind, Urgency};
use crate::random::Random;
use crate::text::fill;

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
    /// What stakeholders are told, and how long after the acknowledgement.
    pub(super) updates: Vec<Remark>,
    /// The deployment that caused it, some minutes earlier.
    pub(super) deployment: Option<Deployment>,
}

impl Draft {
    /// Puts the versions of its service into its texts.
    pub(super) fn name_versions(&mut self, names: &[(&str, &str)]) {
        let texts = self.remarks.iter_mut().chain(&mut self.updates).map(|remark| &mut remark.content);
        for text in texts.chain(&mut self.resolution).filter(|text| text.contains('{')) {
            *text = fill(text, names);
        }
    }

    /// Whether it has to do with payments, by its title or service.
    pub(super) fn is_about_payments(&self, account: &Account) -> bool {
        format!("{} {}", self.title, account[self.service].name).to_lowercase().contains("payment")
    }
}

/// A note in the making.
pub(super) struct Remark {
    /// How long after the first acknowledgement.
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

/// The change that caused an incident.
pub(super) struct Deployment {
    /// How long before the first alert.
    pub(super) lead: SignedDuration,
    /// What was changed; `None` for an everyday release.
    pub(super) summary: Option<&'static str>,
    /// The change that ended the incident, and how long after the first alert.
    pub(super) remedy: Option<(SignedDuration, &'static str)>,
}

pub(super) const ROLLBACK: &str = "Roll back {slug} to {previous}";

/// The monitors that watch a kind of service.
pub(super) fn watching(kind: ServiceKind) -> Vec<usize> {
    (0..MONITORS.len()).filter(|place| MONITORS[*place].watches(kind)).collect()
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
    let sample = watcher.sample(&account[service], salt, 0);
    let urgency = account[service].urgency_at(at, watcher.is_severe());
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
        updates: Vec::new(),
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
