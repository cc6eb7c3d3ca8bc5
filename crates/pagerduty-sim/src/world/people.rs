//! The company's people, and the teams they are in.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::catalogue::{TEAMS, numbered};
use super::names::{COLORS, FIRST_NAMES, JOB_TITLES, LAST_NAMES, TIME_ZONES, ascii};
use crate::account::Account;
use crate::id::{Key, Kind};
use crate::model::{Membership, Team, User};
use crate::random::{Random, mix};
use crate::rows::Row;

/// Two people who share a name, by their places.
const NAMED_FIRST: usize = 13;
const NAMESAKE: usize = 34;

/// E-mail, application, text message and call, as rows.
type ContactMethods = [Value; 4];

/// The first one is the demo user, the last one is in no team; behind them comes somebody who left.
pub(super) fn users(seed: u64, count: usize, left: Timestamp) -> Vec<(User, ContactMethods)> {
    let mut random = Random::of(seed, "users");
    let last = count - 1;
    let mut users: Vec<(User, ContactMethods)> = (0..count)
        .map(|place| match place {
            0 => user(&mut random, place, ("Engineering Manager", "admin"), "America/New_York"),
            _ if place == last => user(&mut random, place, ("Procurement Analyst", "limited_user"), "America/New_York"),
            _ => {
                let job_title = JOB_TITLES[(place / TEAMS.len()) % JOB_TITLES.len()];
                let role = match random.below(20) {
                    0 => "admin",
                    1..=4 => "limited_user",
                    5 => "observer",
                    _ => "user",
                };
                let time_zone = TIME_ZONES[(place * 3 + place / 8) % TIME_ZONES.len()];
                user(&mut random, place, (job_title, role), time_zone)
            }
        })
        .collect();
    let (last, methods) = user(&mut random, count, ("Data Engineer", "user"), "America/Los_Angeles");
    users.push((User { deleted_at: Some(left), ..last }, methods));
    users
}

fn user(
    random: &mut Random,
    place: usize,
    (job_title, role): (&'static str, &'static str),
    time_zone: &'static str,
) -> (User, ContactMethods) {
    // The numbers of names are coprime: every pair comes before any comes again.
    let named_as = if place == NAMESAKE { NAMED_FIRST } else { place };
    let first = FIRST_NAMES[named_as % FIRST_NAMES.len()];
    let last = LAST_NAMES[named_as % LAST_NAMES.len()];
    let round = place / (FIRST_NAMES.len() * LAST_NAMES.len());
    let suffix = if round == 0 { String::new() } else { format!(" {}", round + 1) };
    let number = if place == NAMESAKE { "2" } else { suffix.trim_start() };
    let address = format!("{}.{}{number}", ascii(first), ascii(last));
    let (country_code, number) = phone(random, time_zone);
    let email = format!("{address}@larkspur.example");
    let (device, device_type) = device(random, first);
    let methods = [
        json!({"type": "email_contact_method", "label": "Work", "address": email, "send_short_email": false,
            "send_html_email": false, "enabled": true}),
        json!({"type": "push_notification_contact_method", "label": device, "address": null,
            "device_type": device_type, "sounds": [
                {"type": "alert_high_urgency", "file": "default"},
                {"type": "alert_low_urgency", "file": "default"},
            ], "blacklisted": false, "created_at": "2023-02-14T09:30:00-05:00"}),
        json!({"type": "sms_contact_method", "label": "Mobile", "address": number, "country_code": country_code,
            "blacklisted": false, "enabled": true}),
        json!({"type": "phone_contact_method", "label": "Mobile", "address": number, "country_code": country_code,
            "blacklisted": false, "enabled": true}),
    ];
    let user = User {
        name: format!("{first} {last}{suffix}"),
        email,
        job_title,
        description: random.chance(25).then_some("Prefers chat over calls outside of incidents"),
        role: role.to_owned(),
        time_zone: time_zone.to_owned(),
        color: random.pick::<&str>(&COLORS),
        created_via_sso: random.chance(85),
        reached: Vec::new(),
        deleted_at: None,
        said: Map::new(),
    };
    (user, methods)
}

/// A telephone, and whose system runs on it.
fn device(random: &mut Random, first: &str) -> (&'static str, &'static str) {
    let apple = random.chance(55);
    let device = match (apple, first.len() % 2) {
        (true, 0) => "iPhone 15",
        (true, _) => "iPhone 13 mini",
        (false, 0) => "Pixel 8",
        (false, _) => "Galaxy S23",
    };
    (device, if apple { "ios" } else { "android" })
}

/// A number that is reserved for fiction where there are such numbers.
fn phone(random: &mut Random, time_zone: &str) -> (u16, String) {
    match time_zone {
        "Europe/London" => (44, format!("7700900{:03}", random.below(1000))),
        "Europe/Berlin" => (49, format!("30230{:05}", random.below(100_000))),
        "Asia/Tokyo" => (81, format!("9000{:06}", random.below(1_000_000))),
        "Asia/Kolkata" => (91, format!("98000{:05}", random.below(100_000))),
        "Australia/Sydney" => (61, format!("491570{:03}", random.below(1000))),
        _ => (1, format!("{}55501{:02}", 200 + random.below(700), random.below(100))),
    }
}

/// Gives users their contact methods, and rules by which they are told.
pub(super) fn reach(account: &mut Account, all: Vec<ContactMethods>) {
    for (user, methods) in all.into_iter().enumerate() {
        let ids = methods.map(|mut method| {
            if method["address"].is_null() {
                method["address"] = format!("{:016x}", mix(user as u64 ^ account.seed)).into();
            }
            let place = account.rows.add(Kind::ContactMethod, Row::new(user, method));
            account.row_id(Kind::ContactMethod, place)
        });
        for (minutes, method, urgency) in [(0, 1, "high"), (2, 2, "high"), (5, 3, "high"), (0, 0, "low")] {
            let rule = json!({"start_delay_in_minutes": minutes, "contact_method": ids[method], "urgency": urgency});
            account.rows.add(Kind::NotificationRule, Row::new(user, rule));
        }
        account.refresh_reached(Key::new(user));
    }
}

/// The teams; the demo user is in the first and in the last but one.
pub(super) fn teams(account: &Account, count: usize) -> Vec<Team> {
    let own = [0, count - 2];
    (0..count)
        .map(|place| {
            let entry = &TEAMS[place % TEAMS.len()];
            let mut members: Vec<Membership> = Vec::new();
            if own.contains(&place) {
                let role = if place == 0 { "manager" } else { "responder" };
                members.push(Membership { user: account.demo_user, role });
            }
            for user in (1..account.teamless_user.index()).map(Key::<User>::new) {
                let number = user.index() - 1;
                // Every seventh person helps out in the next team.
                let helps = number % 7 == 3 && (number + 1) % count == place;
                if number % count == place || helps {
                    let role = if !account[user].may_respond() {
                        "observer"
                    } else if members.iter().all(|member| member.role != "manager") {
                        "manager"
                    } else {
                        "responder"
                    };
                    members.push(Membership { user, role });
                }
            }
            Team {
                name: numbered(entry.name, place, TEAMS.len()),
                description: entry.description.to_owned(),
                // Only the first teams of all trades have none.
                parent: (place >= TEAMS.len()).then(|| Key::new(place % TEAMS.len())),
                members,
                ..Team::default()
            }
        })
        .collect()
}
