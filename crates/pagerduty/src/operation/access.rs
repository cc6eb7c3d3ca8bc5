//! Whether an operation reads or changes something, and what is refused until somebody allows it.

use serde::Deserialize;

/// What an operation does at PagerDuty, whatever its method and scope say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// Nothing is changed.
    Read,
    /// Something is created, changed, deleted or started.
    Change,
}

/// Why an operation is not for everybody: what it shows or changes guards the account itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// How long sessions last, and the sessions of users.
    Sessions,
    /// Which programs may act for a user.
    OauthDelegations,
    /// The addresses from which the account may be reached.
    IpAllowLists,
    /// Credentials of other systems, and connections to them.
    ThirdPartyCredentials,
    /// What PagerDuty's agent remembers.
    AgentMemory,
}

impl Access {
    /// `read` or `change`
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Change => "change",
        }
    }
}

impl Refusal {
    /// Every reason.
    pub const ALL: [Self; 5] =
        [Self::Sessions, Self::OauthDelegations, Self::IpAllowLists, Self::ThirdPartyCredentials, Self::AgentMemory];

    /// The word by which it is allowed: `ip_allow_lists`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sessions => "sessions",
            Self::OauthDelegations => "oauth_delegations",
            Self::IpAllowLists => "ip_allow_lists",
            Self::ThirdPartyCredentials => "third_party_credentials",
            Self::AgentMemory => "agent_memory",
        }
    }

    /// What it guards, in a sentence.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Sessions => "sessions of users",
            Self::OauthDelegations => "OAuth delegations",
            Self::IpAllowLists => "IP allow lists",
            Self::ThirdPartyCredentials => "credentials of other systems",
            Self::AgentMemory => "the memory of PagerDuty's agent",
        }
    }
}
