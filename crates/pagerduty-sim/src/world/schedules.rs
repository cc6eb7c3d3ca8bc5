//! The on-call schedules: a primary and a secondary one for each team, and some that are nobody's.

use jiff::civil::{DateTime, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::catalogue::{TEAMS, numbered};
use crate::account::{Account, Layer, Override, Restriction, Schedule, User};
use crate::id::Key;
use crate::random::Random;
use crate::time::{Range, after, before, days};

const WEEK: SignedDuration = days(7);
const DAY: SignedDuration = days(1);
const HALF_DAY: SignedDuration = SignedDuration::from_hours(12);

pub(super) fn schedules(account: &Account, count: usize) -> Vec<Schedule> {
    let mut random = Random::of(account.seed, "schedules");
    let teams = account.teams.len();
    (0..count)
        .map(|place| {
            let maker = Maker::new(account, place % teams);
            let mut schedule = match place / teams {
                0 => maker.primary(),
                1 => maker.secondary(),
                _ => maker.special(place - 2 * teams),
            };
            schedule.overrides = overrides(account, place, &schedule, &mut random);
            schedule
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
        let members: Vec<Key<User>> =
            facts.members.iter().filter(|member| member.role != "observer").map(|member| member.user).collect();
        Self { account, team, name: &facts.name, members, start: before(account.started, days(400)) }
    }

    /// The demo user is on call in the first one now, and in no other.
    fn primary(&self) -> Schedule {
        let users = if self.team == 0 { self.members.clone() } else { self.others() };
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
            _ => vec![self.layer("Daily rotation", &users, DAY, 8)],
        };
        let mut schedule = self.schedule("Primary", "First to be paged", layers);
        if self.team == 0 {
            let demo_user = self.account.demo_user;
            turn_until(&mut schedule, self.account.started, |user| user == demo_user);
        }
        schedule
    }

    fn secondary(&self) -> Schedule {
        let with_demo = self.team != 0;
        let users = if with_demo { self.members.clone() } else { self.others() };
        let layers = vec![self.layer("Backup rotation", &rotated(&users, 1), WEEK, 12)];
        let mut schedule = self.schedule("Secondary", "Paged when the primary does not answer", layers);
        let demo_user = self.account.demo_user;
        turn_until(&mut schedule, self.account.started, |user| user != demo_user);
        schedule
    }

    /// Schedules across teams.
    fn special(&self, place: usize) -> Schedule {
        let everybody: Vec<Key<User>> = (1..self.account.users.len() - 1).map(Key::new).collect();
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
                "America/New_York",
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

    /// The members without the demo user.
    fn others(&self) -> Vec<Key<User>> {
        let mut others = self.members.clone();
        others.retain(|user| *user != self.account.demo_user);
        others
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

/// Two in the past, sometimes one now, two to come; never of or for the demo user's current shift.
fn overrides(account: &Account, place: usize, schedule: &Schedule, random: &mut Random) -> Vec<Override> {
    let demo_user = account.demo_user;
    let users: Vec<Key<User>> = schedule.users().into_iter().filter(|user| *user != demo_user).collect();
    if users.is_empty() {
        return Vec::new();
    }
    let hour = before(account.started, SignedDuration::from_secs(account.started.as_second() % 3600));
    let mut starts_in_hours = vec![-24 * 43, -24 * 12 - 5];
    if place % 4 == 1 {
        starts_in_hours.push(-3);
    }
    starts_in_hours.extend([24 * 9, 24 * 23]);
    starts_in_hours
        .into_iter()
        .map(|hours| {
            let start = after(hour, SignedDuration::from_hours(hours + random.between(0, 1)));
            let length = SignedDuration::from_hours(random.between(6, 36));
            Override { start, end: after(start, length), user: *random.pick(&users), is_deleted: false }
        })
        .collect()
}

pub(super) fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
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
