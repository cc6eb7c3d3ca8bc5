//! How far an incident is, and how much it matters.

/// In the order of need.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Status {
    Triggered,
    Acknowledged,
    Resolved,
}

/// In PagerDuty's order of sorting.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Urgency {
    High,
    Low,
}

impl Status {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Status::Triggered => "triggered",
            Status::Acknowledged => "acknowledged",
            Status::Resolved => "resolved",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        [Status::Triggered, Status::Acknowledged, Status::Resolved].into_iter().find(|status| status.name() == name)
    }
}

impl Urgency {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Urgency::High => "high",
            Urgency::Low => "low",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        [Urgency::High, Urgency::Low].into_iter().find(|urgency| urgency.name() == name)
    }
}
