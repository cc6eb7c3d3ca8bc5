//! Toolsets: tools that belong to one kind of work.

/// Tools that belong to one kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toolset {
    /// What is wrong.
    Incidents,
    /// What is done about it.
    Response,
    /// Who is on call.
    Oncall,
    /// How that is set up.
    Schedules,
    /// When services are quiet.
    Services,
    /// What there is.
    Directory,
    /// What it is for.
    Insights,
    /// Everything else.
    Api,
}

impl Toolset {
    /// Every toolset, in the order of documents.
    pub const ALL: [Self; 8] = [
        Self::Incidents,
        Self::Response,
        Self::Oncall,
        Self::Schedules,
        Self::Services,
        Self::Directory,
        Self::Insights,
        Self::Api,
    ];

    /// The name by which it is chosen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Incidents => "incidents",
            Self::Response => "response",
            Self::Oncall => "oncall",
            Self::Schedules => "schedules",
            Self::Services => "services",
            Self::Directory => "directory",
            Self::Insights => "insights",
            Self::Api => "api",
        }
    }

    /// What it is for, in one line.
    #[must_use]
    pub const fn purpose(self) -> &'static str {
        match self {
            Self::Incidents => "look at incidents with all that belongs to them; acknowledge, resolve, write notes",
            Self::Response => "create, change, reassign, snooze and merge incidents, page people, tell others",
            Self::Oncall => "who is on call, when, and who is missing; overrides",
            Self::Schedules => "set up shift-based schedules: their rotations and custom shifts",
            Self::Services => "change what services do: maintenance windows",
            Self::Directory => "services, teams, users and escalation policies",
            Self::Insights => "counts and times of many incidents, the load of being on call, handoffs",
            Self::Api => "every operation of PagerDuty's REST API",
        }
    }
}
