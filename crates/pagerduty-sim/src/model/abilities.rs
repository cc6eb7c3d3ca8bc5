//! Abilities: what an account's plan lets it do.

/// The abilities of a simulated account, unless some are taken away. Source: the examples of the OpenAPI
/// description and the parameters that name an ability.
pub const ABILITIES: [&str; 8] = [
    "teams",
    "urgencies",
    "read_only_users",
    "service_support_hours",
    "coordinated_responding",
    "event_intelligence",
    "team_responders",
    "advanced_permissions",
];

/// An ability that some request needs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Ability {
    Teams,
    Urgencies,
    /// Past incidents, related incidents and correlated changes.
    EventIntelligence,
    /// Responder requests.
    CoordinatedResponding,
    SupportHours,
}

impl Ability {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Ability::Teams => "teams",
            Ability::Urgencies => "urgencies",
            Ability::EventIntelligence => "event_intelligence",
            Ability::CoordinatedResponding => "coordinated_responding",
            Ability::SupportHours => "service_support_hours",
        }
    }
}
