//! Priorities: the account's five, from most to least severe, or none where it does not use them.

/// How much an incident matters.
pub(crate) struct Priority {
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    /// Of the badge on the web, as hexadecimal RGB.
    pub(crate) color: &'static str,
}

/// In the order of severity, which is the only rank they have.
pub(crate) static PRIORITIES: [Priority; 5] = [
    Priority { name: "P1", description: "Customers cannot buy or log in; all hands, public notice", color: "a8171c" },
    Priority { name: "P2", description: "A main feature is broken or slow for many customers", color: "eb6016" },
    Priority { name: "P3", description: "Some customers are affected, or a safety net is gone", color: "f9b406" },
    Priority { name: "P4", description: "Needs work soon, no customer notices", color: "555555" },
    Priority { name: "P5", description: "Cosmetic", color: "888888" },
];
