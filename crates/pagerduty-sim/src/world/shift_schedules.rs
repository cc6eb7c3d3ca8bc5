//! The one schedule that is already shift-based.

use jiff::SignedDuration;

use super::schedules::{monday, zone};
use crate::account::Account;
use crate::id::Key;
use crate::model::{Frequency, OverrideShift, Rotation, RotationEvent, Schedule, ShiftOrigin, Strategy, User};
use crate::time::{Range, after, before, days};

const TIME_ZONE: &str = "Europe/Berlin";
const HALF_DAY: SignedDuration = SignedDuration::from_hours(12);

/// People of one team who talk to providers: some by day, some by night, so never two at once.
pub(super) fn vendor_liaison(account: &Account) -> Schedule {
    let team = Key::new(2 % account.teams.len());
    let members = account.teams[team.index()].members.iter();
    let members = members.map(|member| member.user).filter(|user| *user != account.demo_user);
    let members: Vec<Key<User>> = members.filter(|user| account[*user].may_respond()).collect();
    let start = before(account.started, days(120));
    let rotation = |name: &str, hour: i8, first: usize| {
        let mut users = members.clone();
        users.rotate_left(first % members.len().max(1));
        let first_shift = monday(start, hour);
        let event = RotationEvent {
            name: name.to_owned(),
            time_zone_name: TIME_ZONE.to_owned(),
            time_zone: zone(TIME_ZONE),
            start: first_shift,
            end: first_shift.saturating_add(HALF_DAY),
            since: start,
            until: None,
            frequency: Frequency::Daily(1),
            strategy: Strategy::Rotating(7),
            members: users.into_iter().map(Some).collect(),
            is_deleted: false,
        };
        Rotation { events: vec![event], is_deleted: false }
    };
    let mut schedule = Schedule {
        name: "Vendor Liaison".to_owned(),
        description: "Talks to card networks, carriers and clouds when they fail".to_owned(),
        time_zone_name: TIME_ZONE.to_owned(),
        time_zone: zone(TIME_ZONE),
        teams: vec![team],
        is_shift_based: true,
        layers: Vec::new(),
        overrides: Vec::new(),
        rotations: vec![rotation("By day", 8, 0), rotation("By night", 20, 1)],
        override_shifts: Vec::new(),
        custom_shifts: Vec::new(),
        is_deleted: false,
    };
    schedule.override_shifts = overrides(account, &schedule, &members);
    schedule
}

/// Within the rotation by day: in the morning, a week ago and in five days, by somebody who is on call neither by day nor
/// by night then.
fn overrides(account: &Account, schedule: &Schedule, members: &[Key<User>]) -> Vec<OverrideShift> {
    let at_nine = |day: i64| {
        let date = schedule.time_zone.to_datetime(after(account.started, days(day))).date();
        schedule.time_zone.to_timestamp(date.at(9, 0, 0, 0)).ok()
    };
    let each = |day: i64| {
        let start = at_nine(day)?;
        let end = after(start, SignedDuration::from_hours(6));
        let shifts = schedule.computed_shifts(Range::new(start, end));
        let overridden = shifts.first()?.user;
        let day = Range::new(before(start, HALF_DAY), after(end, HALF_DAY));
        let busy: Vec<Option<Key<User>>> = schedule.computed_shifts(day).iter().map(|shift| shift.user).collect();
        let overriding = members.iter().rev().copied().find(|user| !busy.contains(&Some(*user)))?;
        let origin = ShiftOrigin::Rotation(0);
        Some(OverrideShift { origin, start, end, overridden, overriding: Some(overriding), is_deleted: false })
    };
    [-7, 5].into_iter().filter_map(each).collect()
}
