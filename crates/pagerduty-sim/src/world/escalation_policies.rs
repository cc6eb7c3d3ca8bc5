//! The escalation policies: for each team one that pages and one that can wait, and some across teams.

use super::catalogue::numbered;
use crate::account::Account;
use crate::id::Key;
use crate::model::{AssignmentStrategy, EscalationPolicy, EscalationRule, Schedule, Target, User};

/// How many policies across teams there are before they repeat for other regions.
const SPECIAL: usize = 9;

pub(super) fn escalation_policies(account: &Account, count: usize) -> Vec<EscalationPolicy> {
    let teams = account.teams.len();
    (0..count)
        .map(|place| match place / teams {
            0 => primary(account, place),
            1 => calm(account, place - teams),
            _ => special(account, place - 2 * teams),
        })
        .collect()
}

/// Primary, secondary, manager, and for some the incident commanders.
fn primary(account: &Account, team: usize) -> EscalationPolicy {
    let name = &account.teams[team].name;
    let mut rules = vec![rule(15, [Target::Schedule(Key::new(team))])];
    if let Some(secondary) = schedule(account, account.teams.len() + team) {
        rules.push(rule(15, [secondary]));
    }
    rules.push(rule(20, [Target::User(manager(account, team))]));
    if let (0, Some(commanders)) = (team % 3, schedule(account, 2 * account.teams.len())) {
        rules.push(rule(30, [commanders]));
    }
    EscalationPolicy {
        name: format!("{name} Primary"),
        description: format!("Pages {name} at any hour"),
        team: Some(Key::new(team)),
        num_loops: [2, 0, 1][team % 3],
        rules,
        ..EscalationPolicy::default()
    }
}

/// For what can wait until the morning.
fn calm(account: &Account, team: usize) -> EscalationPolicy {
    let name = &account.teams[team].name;
    EscalationPolicy {
        name: format!("{name} Business Hours"),
        description: format!("For things of {name} that can wait"),
        team: Some(Key::new(team)),
        num_loops: 0,
        rules: vec![rule(60, [Target::Schedule(Key::new(team))]), rule(120, [Target::User(manager(account, team))])],
        ..EscalationPolicy::default()
    }
}

fn special(account: &Account, place: usize) -> EscalationPolicy {
    let teams = account.teams.len();
    let extra = |number: usize| schedule(account, 2 * teams + number).unwrap_or(Target::Schedule(Key::new(0)));
    let demo_user = Target::User(account.demo_user);
    let manager_of = |team: usize| Target::User(manager(account, team % teams));
    let primary_of = |team: usize| Target::Schedule(Key::new(team % teams));
    let (name, description, num_loops, rules) = match place % SPECIAL {
        0 => (
            "Major Incidents",
            "Commanders first, then those who answer for it",
            3,
            vec![rule(5, [extra(0)]), rule(10, [extra(3), demo_user]), rule(15, [manager_of(teams - 1)])],
        ),
        1 => ("Follow the Sun", "Whoever is awake", 1, vec![rule(15, [extra(1)]), rule(30, [extra(0)])]),
        2 => (
            "Database Emergencies",
            "Specialists in office hours, the platform at night",
            1,
            vec![rule(10, [extra(2)]), rule(15, [primary_of(2)]), rule(30, [demo_user])],
        ),
        3 => ("Executive Escalation", "For P1 that lasts", 0, vec![rule(30, [extra(3)]), rule(60, [manager_of(0)])]),
        4 => (
            "Security Response",
            "Suspected break-ins and leaks",
            2,
            vec![rule(5, [primary_of(5), extra(0)]), rule(15, [manager_of(5)])],
        ),
        5 => (
            "Peak Season Cover",
            "Checkout and search together on the busiest days",
            2,
            vec![in_turn(rule(5, [primary_of(0), primary_of(1)])), rule(10, [manager_of(0), manager_of(1)])],
        ),
        6 => (
            "Vendor Outages",
            "Card networks, carriers, clouds",
            0,
            vec![rule_of(30, [extra(1)].into_iter().chain(shift_based(account))), rule(60, [manager_of(2)])],
        ),
        7 => (
            "Data Quality",
            "Wrong numbers rather than no numbers",
            0,
            vec![rule(60, [primary_of(3)]), rule(240, [manager_of(3)])],
        ),
        _ => (
            "Warehouse Operations",
            "Scanners, labels, conveyor belts",
            1,
            vec![rule(10, [primary_of(7)]), rule(20, [extra(1)]), rule(30, [manager_of(7), manager_of(0)])],
        ),
    };
    EscalationPolicy {
        name: numbered(name, place, SPECIAL),
        description: description.to_owned(),
        team: None,
        num_loops,
        rules,
        ..EscalationPolicy::default()
    }
}

fn rule<const N: usize>(delay_in_minutes: u16, targets: [Target; N]) -> EscalationRule {
    rule_of(delay_in_minutes, targets.into_iter())
}

fn rule_of(delay_in_minutes: u16, targets: impl Iterator<Item = Target>) -> EscalationRule {
    EscalationRule { delay_in_minutes, targets: targets.collect(), strategy: AssignmentStrategy::Everyone }
}

/// The same level, of which each incident pages one.
fn in_turn(rule: EscalationRule) -> EscalationRule {
    EscalationRule { strategy: AssignmentStrategy::RoundRobin, ..rule }
}

/// The schedules of the newer kind.
fn shift_based(account: &Account) -> impl Iterator<Item = Target> {
    account.keys::<Schedule>().filter(|schedule| account[*schedule].is_shift_based).map(Target::Schedule)
}

fn schedule(account: &Account, place: usize) -> Option<Target> {
    let key: Key<Schedule> = Key::new(place);
    let suits = account.schedules.get(place).is_some_and(|schedule| !schedule.is_shift_based);
    suits.then_some(Target::Schedule(key))
}

fn manager(account: &Account, team: usize) -> Key<User> {
    let members = &account.teams[team].members;
    members.iter().find(|member| member.role == "manager").map_or(account.demo_user, |member| member.user)
}
