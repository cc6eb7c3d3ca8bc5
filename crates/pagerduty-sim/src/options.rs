//! What a simulated account is made from.

use jiff::{SignedDuration, Timestamp};

use crate::time::before;

/// How to make a simulated account, and how strict to be about it.
#[derive(Clone, Debug)]
pub struct Options {
    /// The account follows from the seed, the size, the clock's time at start and the history, and from nothing else.
    pub seed: u64,
    /// What time it is.
    pub now: Clock,
    /// What the history is written for.
    pub history: History,
    /// How many of everything.
    pub size: Size,
    /// Requests that one token may make in a minute.
    pub rate_limit: u32,
    /// Whether the account uses priorities: where it does not, it has none, and no incident has a field for one.
    pub priorities: bool,
    /// Abilities that the account's plan lacks, such as `teams` or `urgencies`; see [`crate::ABILITIES`].
    pub missing_abilities: Vec<String>,
    /// Whether to keep the answers of recorded requests too.
    pub record_answers: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 20_250_401,
            now: Clock::Wall,
            history: History::UntilNow,
            size: Size::default(),
            rate_limit: 960,
            priorities: true,
            missing_abilities: Vec::new(),
            record_answers: false,
        }
    }
}

/// The account's idea of the present.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// It is always this time.
    Fixed(Timestamp),
    /// The machine's time, in whole seconds.
    Wall,
}

impl Clock {
    /// The time on the clock.
    pub(crate) fn now(self) -> Timestamp {
        match self {
            Clock::Fixed(time) => time,
            Clock::Wall => {
                let now = Timestamp::now();
                Timestamp::from_second(now.as_second()).unwrap_or(now)
            }
        }
    }
}

/// The time that an account's history is written for: what is open then, who is on call, what is planned.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum History {
    /// The clock's time at start, so that everything is fresh.
    UntilNow,
    /// The start of the day, in UTC: accounts that are made at different times of one day have the same incidents, with
    /// the same numbers, IDs and times. Of what goes on, each knows what has happened until its own start.
    Today,
}

impl History {
    pub(crate) fn written_for(self, now: Timestamp) -> Timestamp {
        match self {
            History::UntilNow => now,
            History::Today => before(now, SignedDuration::from_secs(now.as_second().rem_euclid(86_400))),
        }
    }
}

/// How many of everything an account holds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Size {
    /// People with a login; at least 8.
    pub users: usize,
    /// Teams; at least 2.
    pub teams: usize,
    /// Technical services; at least one for each team.
    pub services: usize,
    /// Escalation policies; at least one for each team.
    pub escalation_policies: usize,
    /// On-call schedules; at least one for each team. One more is shift-based.
    pub schedules: usize,
    /// Incidents of the last six months.
    pub incidents: usize,
}

impl Default for Size {
    fn default() -> Self {
        Self { users: 40, teams: 8, services: 60, escalation_policies: 25, schedules: 20, incidents: 3000 }
    }
}

impl Size {
    /// The size with every number raised to the least that makes a working account.
    pub(crate) fn at_least_viable(self) -> Self {
        let teams = self.teams.max(2);
        Self {
            users: self.users.max(8),
            teams,
            services: self.services.max(teams),
            escalation_policies: self.escalation_policies.max(teams),
            schedules: self.schedules.max(teams),
            incidents: self.incidents,
        }
    }
}
