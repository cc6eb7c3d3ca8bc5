//! The on-call schedules: a primary and a secondary one for each team, and some that are nobody's.

use jiff::civil::{DateTime, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::catalogue::{TEAMS, numbered};
use crate::account::Account;
use crate::id::Key;
use crate::model::{Layer, Restriction, Schedule, User};
use crate::time::{Range, before, days, time_zone};

const WEEK: SignedDuration = days(7);
const DAY: SignedDuration = days(1);
/// By its place.
const TEAM_THAT_SOMEBODY_LEFT: usize = 3;
const HALF_DAY: SignedDuration = SignedDuration::from_hours(12);

pub(super) fn schedules(account: &Account, count: usize) -> Vec<Schedule> {
    let teams = account.teams.len();
    (0..count)
        .map(|place| {
            let maker = Maker::new(account, place % teams);
            match place / teams {
                0 => maker.primary(),
                1 => maker.secondary(),
                _ => maker.special(place - 2 * teams),
            }
        })
        .collect()
}

/// Makes the schedules of one team.
struct Maker<'a> {
    account: &'a Account,
    team: usize,
    name: &'a str,
    /// Who takes part: the members who respond.
    members: Vec<Key<User>>,
    start: Timestamp,
}

impl<'a> Maker<'a> {
    fn new(account: &'a Account, team: usize) -> Self {
        let facts = &account.teams[team];
        let responds = |user: &Key<User>| account[*user].may_respond();
        let own = facts.members.iter().map(|member| member.user).filter(responds);
        // The demo user is on call in one team only.
        let mut members: Vec<Key<User>> = own.filter(|user| team == 0 || *user != account.demo_user).collect();
        // One person cannot take turns.
        let others = (1..account.teamless_user.index()).map(Key::new).filter(responds);
        for other in others {
            if members.len() < 2 && !members.contains(&other) {
                members.push(other);
            }
        }
        Self { account, team, name: &facts.name, members, start: before(account.started, days(400)) }
    }

    /// The demo user is on call in the first one now, and in no other.
    fn primary(&self) -> Schedule {
        let users = self.members.clone();
        let layers = match self.team % 4 {
            0 => vec![self.layer("Weekly rotation", &users, WEEK, 9)],
            1 => {
                let weekend = Restriction { day_of_week: Some(6), start: Time::midnight(), duration: days(2) };
                vec![
                    self.layer("Weekdays", &users, WEEK, 10),
                    Layer { restrictions: vec![weekend], ..self.layer("Weekends", &rotated(&users, 2), WEEK, 10) },
                ]
            }
            2 => self.follow_the_sun(&users),
            _ => self.daily(&users),
        };
        let mut schedule = self.schedule("Primary", "First to be paged", layers);
        if self.team == 0 {
            let demo_user = self.account.demo_user;
            turn_until(&mut schedule, self.account.started, |user| user == demo_user);
        }
        schedule
    }

    /// Turns of a day. In one team somebody took part who left: the layer of that time has ended, and another goes on.
    fn daily(&self, users: &[Key<User>]) -> Vec<Layer> {
        let layer = self.layer("Daily rotation", users, DAY, 8);
        let mut keys = (0..self.account.users.len()).map(Key::<User>::new);
        let left = keys.find_map(|user| Some((user, self.account[user].deleted_at?)));
        let Some((user, at)) = left.filter(|_| self.team == TEAM_THAT_SOMEBODY_LEFT) else { return vec![layer] };
        let earlier = Layer {
            name: "Earlier rotation".to_owned(),
            end: Some(at),
            users: [users, &[user]].concat(),
            ..layer.clone()
        };
        vec![earlier, Layer { start: at, ..layer }]
    }

    /// Whoever is next in the primary one, so never the same person at the same time.
    fn secondary(&self) -> Schedule {
        let primary = self.primary();
        let next = |layer: &Layer| Layer {
            name: format!("{}, next in turn", layer.name),
            users: rotated(&layer.users, 1),
            ..layer.clone()
        };
        let layers = primary.layers.iter().map(next).collect();
        self.schedule("Secondary", "Paged when the primary does not answer", layers)
    }

    /// Schedules across teams.
    fn special(&self, place: usize) -> Schedule {
        let users = (1..self.account.teamless_user.index()).map(Key::<User>::new);
        let everybody: Vec<Key<User>> = users.filter(|user| self.account[*user].may_respond()).collect();
        let every = |step: usize, first: usize| -> Vec<Key<User>> {
            everybody.iter().copied().skip(first).step_by(step).take(6).collect()
        };
        let (name, description, time_zone, layers) = match place % 4 {
            0 => (
                "Incident Commanders",
                "Lead major incidents, whoever owns the service",
                "Europe/London",
                vec![self.layer("Day and night", &every(6, 0), HALF_DAY, 7)],
            ),
            1 => {
                ("Follow the Sun", "Whoever is awake: Asia, Europe, America", "UTC", self.follow_the_sun(&every(3, 1)))
            }
            2 => {
                let office = |day| Restriction {
                    day_of_week: Some(day),
                    start: Time::constant(9, 0, 0, 0),
                    duration: SignedDuration::from_hours(8),
                };
                let layer = self.layer("Office hours", &every(7, 2), DAY, 9);
                (
                    "Database Specialists",
                    "Advice in office hours; nobody at night",
                    "America/Los_Angeles",
                    vec![Layer { restrictions: (1..=5).map(office).collect(), ..layer }],
                )
            }
            _ => (
                "Executives on Call",
                "Told about P1 only",
                "Eastern Time (US & Canada)",
                vec![self.layer("Fortnightly", &every(9, 3), days(14), 9)],
            ),
        };
        let name = numbered(name, place, 4);
        Schedule {
            name,
            description: description.to_owned(),
            time_zone_name: time_zone.to_owned(),
            time_zone: zone(time_zone),
            teams: Vec::new(),
            is_shift_based: false,
            layers,
            overrides: Vec::new(),
            rotations: Vec::new(),
            override_shifts: Vec::new(),
            custom_shifts: Vec::new(),
            is_deleted: false,
        }
    }

    /// Three layers of eight hours, one for each part of the world, over one that fills the gaps.
    fn follow_the_sun(&self, users: &[Key<User>]) -> Vec<Layer> {
        let part = |name: &str, hour: i8, shift: usize| Layer {
            restrictions: vec![Restriction {
                day_of_week: None,
                start: Time::constant(hour, 0, 0, 0),
                duration: SignedDuration::from_hours(8),
            }],
            ..self.layer(name, &rotated(users, shift), WEEK, hour)
        };
        vec![
            self.layer("Fallback", &rotated(users, 3), WEEK, 0),
            part("Asia Pacific", 0, 0),
            part("Europe", 8, 1),
            part("Americas", 16, 2),
        ]
    }

    fn layer(&self, name: &str, users: &[Key<User>], turn_length: SignedDuration, hour: i8) -> Layer {
        Layer {
            name: name.to_owned(),
            start: self.start,
            end: None,
            virtual_start: monday(self.start, hour),
            turn_length,
            users: users.to_vec(),
            restrictions: Vec::new(),
        }
    }

    fn schedule(&self, rank: &str, description: &str, layers: Vec<Layer>) -> Schedule {
        let time_zone = TEAMS[self.team % TEAMS.len()].time_zone;
        Schedule {
            name: format!("{} {rank} On-Call", self.name),
            description: format!("{description}: {}", self.name),
            time_zone_name: time_zone.to_owned(),
            time_zone: zone(time_zone),
            teams: vec![Key::new(self.team)],
            is_shift_based: false,
            layers,
            overrides: Vec::new(),
            rotations: Vec::new(),
            override_shifts: Vec::new(),
            custom_shifts: Vec::new(),
            is_deleted: false,
        }
    }
}

/// Turns the first layer's order until somebody suitable is on call, if anybody is suitable.
fn turn_until(schedule: &mut Schedule, now: Timestamp, suits: impl Fn(Key<User>) -> bool) {
    for _ in 0..schedule.layers[0].users.len() {
        let on_call = schedule.shifts(Range::new(now, now)).first().map(|shift| shift.user);
        if on_call.is_some_and(&suits) {
            return;
        }
        schedule.layers[0].users.rotate_left(1);
    }
}

pub(super) fn zone(name: &str) -> TimeZone {
    time_zone(name).unwrap_or(TimeZone::UTC)
}

/// The last Monday before a time, at an hour of the wall clock.
pub(super) fn monday(time: Timestamp, hour: i8) -> DateTime {
    let date = TimeZone::UTC.to_datetime(time).date();
    let date = date.nth_weekday(-1, Weekday::Monday).unwrap_or(date);
    date.at(hour, 0, 0, 0)
}

fn rotated(users: &[Key<User>], by: usize) -> Vec<Key<User>> {
    let mut users = users.to_vec();
    let by = by % users.len().max(1);
    users.rotate_left(by);
    users
}
