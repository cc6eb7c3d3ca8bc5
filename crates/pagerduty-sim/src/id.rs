//! IDs that look like PagerDuty's and carry their own index.
//!
//! An ID is a bijection of (kind, index, seed): unique over the whole account without a table, stable for a
//! seed, and decoded by arithmetic. What an ID names is looked up by [`crate::account::Account`].

use std::fmt;
use std::marker::PhantomData;

use crate::random::{mix, unmix};

/// The kinds, each with its number.
macro_rules! kinds {
    ($($kind:ident = $number:literal,)*) => {
        /// What an ID belongs to. The numbers are part of every ID: never renumber.
        #[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
        #[repr(u8)]
        pub(crate) enum Kind {
            $($kind = $number,)*
        }

        #[cfg(test)]
        const KINDS: &[Kind] = &[$(Kind::$kind,)*];
    };
}

kinds! {
    User = 1,
    Team = 2,
    Service = 3,
    EscalationPolicy = 4,
    Schedule = 5,
    Priority = 6,
    ContactMethod = 7,
    NotificationRule = 8,
    Integration = 9,
    EscalationRule = 10,
    ScheduleLayer = 11,
    Override = 12,
    IncidentWorkflow = 13,
    WorkflowStep = 14,
    WorkflowInstance = 15,
    CustomField = 16,
    FieldOption = 17,
    IncidentType = 18,
    IncidentTemplate = 19,
    Incident = 20,
    Note = 21,
    Alert = 22,
    LogEntry = 23,
    ChangeEvent = 24,
    StatusUpdate = 25,
    Rotation = 26,
    RotationEvent = 27,
    OverrideShift = 28,
    CustomShift = 29,
    ShiftAssignment = 30,
    MaintenanceWindow = 31,
    BusinessService = 32,
    Tag = 33,
    StatusPage = 34,
    StatusPageImpact = 35,
    StatusPageSeverity = 36,
    StatusPageStatus = 37,
    StatusPageService = 38,
    StatusPagePost = 39,
    StatusPagePostUpdate = 40,
    ServiceDependency = 41,
    AuditRecord = 42,
    WebhookSubscription = 43,
    DeliveryMethod = 44,
    OauthClient = 45,
    Extension = 46,
    ExtensionSchema = 47,
    Addon = 48,
    Vendor = 49,
    WorkflowAction = 50,
    WorkflowTrigger = 51,
    EventOrchestration = 52,
    OrchestrationIntegration = 53,
    OrchestrationGlobal = 54,
    OrchestrationRouter = 55,
    OrchestrationUnrouted = 56,
    ServiceOrchestration = 57,
    ServiceOrchestrationActive = 58,
    CacheVariable = 59,
    ServiceCacheVariable = 60,
    AutomationAction = 61,
    AutomationRunner = 62,
    AlertGroupingSetting = 63,
    Template = 64,
    ServiceCustomField = 65,
    ServiceFieldOption = 66,
    Ruleset = 67,
    RulesetRule = 68,
    ServiceRule = 69,
    HandoffRule = 70,
    StatusUpdateRule = 71,
    License = 72,
    StatusPagePostmortem = 73,
    StatusPageSubscription = 74,
    Account = 75,
    Subscription = 76,
    ServiceFieldValues = 77,
}

impl Kind {
    /// What the ID starts with, and how many letters and digits follow.
    const fn shape(self) -> (&'static str, usize) {
        match self {
            Kind::Incident | Kind::Alert => ("Q", LONG),
            Kind::Note | Kind::StatusUpdate => ("P", LONG),
            Kind::LogEntry => ("R", LOG_ENTRY),
            Kind::ServiceDependency => ("D", DEPENDENCY),
            Kind::Rotation | Kind::RotationEvent | Kind::OverrideShift | Kind::CustomShift | Kind::ShiftAssignment => {
                ("A", ROTATION)
            }
            Kind::ChangeEvent | Kind::AuditRecord | Kind::AutomationAction | Kind::AutomationRunner => {
                ("01", CHANGE_EVENT)
            }
            _ => ("P", SHORT),
        }
    }
}

const SHORT: usize = 6;
const LONG: usize = 13;
const LOG_ENTRY: usize = 25;
const ROTATION: usize = 25;
const DEPENDENCY: usize = 15;
const CHANGE_EVENT: usize = 24;

const DIGITS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// How many short IDs there are: 36^6.
const SHORT_IDS: u64 = 2_176_782_336;
/// Coprime to 36, so multiplying by it permutes the short IDs.
const STRIDE: u64 = 1_347_217_931;
/// `STRIDE * STRIDE_INVERSE = 1` modulo [`SHORT_IDS`].
const STRIDE_INVERSE: u64 = inverse(STRIDE, SHORT_IDS);
/// How far a kind of short ID is from the next: the most objects of one kind.
const SHORT_KIND: u64 = 1 << 24;

/// The modular inverse, by the extended Euclidean algorithm.
const fn inverse(value: u64, modulus: u64) -> u64 {
    let (mut old, mut new) = (modulus as i128, value as i128);
    let (mut old_factor, mut new_factor) = (0i128, 1i128);
    while new != 0 {
        let quotient = old / new;
        (old, new) = (new, old - quotient * new);
        (old_factor, new_factor) = (new_factor, old_factor - quotient * new_factor);
    }
    old_factor.rem_euclid(modulus as i128) as u64
}

/// Writes and reads the IDs of one account.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ids {
    secret: u64,
}

impl Ids {
    pub(crate) fn new(seed: u64) -> Self {
        Self { secret: mix(seed) }
    }

    /// The ID of the object with this index.
    pub(crate) fn encode(self, kind: Kind, index: u64) -> String {
        let (prefix, length) = kind.shape();
        let mut id = String::with_capacity(prefix.len() + length);
        id.push_str(prefix);
        if length == SHORT {
            let plain = u64::from(kind as u8) * SHORT_KIND + index;
            let permuted = (u128::from(plain) * u128::from(STRIDE) + u128::from(self.secret)) % u128::from(SHORT_IDS);
            push_digits(&mut id, permuted as u64, SHORT);
        } else {
            let plain = u64::from(kind as u8) << 56 | index;
            let mixed = mix(plain ^ self.secret);
            push_digits(&mut id, mixed, LONG);
            push_digits(&mut id, mix(mixed), length - LONG);
        }
        id
    }

    /// The index that an ID of this kind names; `None` if it is not such an ID. The index may be out of range.
    pub(crate) fn decode(self, kind: Kind, id: &str) -> Option<u64> {
        let (prefix, length) = kind.shape();
        let digits = id.strip_prefix(prefix)?;
        if digits.len() != length || !digits.is_ascii() {
            return None;
        }
        let index = if length == SHORT {
            let shift = self.secret % SHORT_IDS;
            let permuted = (number(digits)? + SHORT_IDS - shift) % SHORT_IDS;
            let plain = (u128::from(permuted) * u128::from(STRIDE_INVERSE)) % u128::from(SHORT_IDS);
            (plain as u64).checked_sub(u64::from(kind as u8) * SHORT_KIND)?
        } else {
            let plain = unmix(number(&digits[..LONG])?) ^ self.secret;
            plain & ((1 << 56) - 1)
        };
        // Of all texts that decode to this index, only one is its ID.
        (self.encode(kind, index) == id).then_some(index)
    }
}

fn push_digits(id: &mut String, mut value: u64, count: usize) {
    let start = id.len();
    for _ in 0..count {
        id.push(char::from(DIGITS[(value % 36) as usize]));
        value /= 36;
    }
    debug_assert_eq!(id.len(), start + count);
}

fn number(digits: &str) -> Option<u64> {
    digits.bytes().rev().try_fold(0u64, |sum, byte| {
        let digit = DIGITS.iter().position(|each| *each == byte)?;
        sum.checked_mul(36)?.checked_add(digit as u64)
    })
}

/// The place of a `T` in its account.
pub(crate) struct Key<T> {
    index: u32,
    of: PhantomData<fn() -> T>,
}

impl<T> Key<T> {
    pub(crate) const fn new(index: usize) -> Self {
        Self { index: index as u32, of: PhantomData }
    }

    pub(crate) const fn index(self) -> usize {
        self.index as usize
    }
}

impl<T> Clone for Key<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Key<T> {}

impl<T> PartialEq for Key<T> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}

impl<T> Eq for Key<T> {}

impl<T> PartialOrd for Key<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Key<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.index.cmp(&other.index)
    }
}

impl<T> fmt::Debug for Key<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{}", self.index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_its_index_and_no_other_kind() {
        let ids = Ids::new(7);
        let mut seen = std::collections::HashSet::new();
        for kind in KINDS.iter().copied() {
            for index in [0, 1, 2, 35, 36, 99_999] {
                let id = ids.encode(kind, index);
                assert_eq!(ids.decode(kind, &id), Some(index), "{id}");
                assert!(seen.insert(id.clone()), "{id} is not unique");
                for other in KINDS.iter().copied().filter(|other| *other != kind) {
                    let index = ids.decode(other, &id);
                    assert!(index.is_none_or(|index| index > 10_000_000), "{id}");
                }
            }
        }
    }

    #[test]
    fn ids_have_the_shapes_of_the_rest_api() {
        let ids = Ids::new(7);
        assert_eq!(ids.encode(Kind::User, 0).len(), 7);
        let incident = ids.encode(Kind::Incident, 0);
        assert!(incident.starts_with('Q') && incident.len() == 14, "{incident}");
        assert_eq!(ids.encode(Kind::ChangeEvent, 0).len(), 26);
        assert_eq!(ids.encode(Kind::LogEntry, 0).len(), 26);
    }

    #[test]
    fn nonsense_names_nothing() {
        let ids = Ids::new(7);
        for text in ["", "P", "PABCDE", "pabcdef", "PÄBCDE", "QZZZZZZZZZZZZZ", "../users"] {
            for kind in KINDS.iter().copied() {
                assert!(ids.decode(kind, text).is_none_or(|index| index > 1 << 20), "{text}");
            }
        }
    }
}
