//! Makes an account up: a company that sells things online, and half a year of what went wrong there.
//!
//! Everything follows from the seed, the size and the time that the history is written for. What is made here is only facts; how they
//! look to the API is not decided here.

mod audit;
mod business;
mod catalogue;
mod deployments;
mod draft;
mod drafts;
mod escalation_policies;
mod incident_life;
mod incident_stories;
mod maintenance;
mod merges;
mod moment;
mod names;
mod people;
mod planted_cases;
mod roster;
mod schedules;
mod services;
mod shift_schedules;
mod stand_ins;
mod status_pages;
mod stories;
mod tools;
mod turns;
mod workflows;

use jiff::{SignedDuration, Timestamp};

use self::incident_life::Stage;
use self::maintenance::Windows;
use self::moment::HISTORY;
use self::roster::Roster;
use crate::account::Account;
use crate::id::{Ids, Key};
use crate::model::Incidents;
use crate::options::Options;
use crate::rows::Rows;
use crate::time::{before, days};

/// How long ago somebody left.
const LEFT: SignedDuration = days(75);

/// The account that the options describe.
pub(crate) fn account(options: &Options) -> Account {
    let size = options.size.at_least_viable();
    let seed = options.seed;
    let now = options.now.now();
    let started = options.history.written_for(now);
    let (users, contact_methods) = people::users(seed, size.users, before(started, LEFT)).into_iter().unzip();
    let mut account = Account {
        seed,
        clock: options.now,
        started,
        ids: Ids::new(seed),
        uses_priorities: options.priorities,
        missing_abilities: options.missing_abilities.clone(),
        users,
        teams: Vec::new(),
        services: Vec::new(),
        escalation_policies: Vec::new(),
        schedules: Vec::new(),
        incidents: Incidents::new(Vec::new(), 0),
        workflow_instances: 0,
        change_events: Vec::new(),
        rows: Rows::default(),
        taggings: Vec::new(),
        business_dependencies: Vec::new(),
        audit_records: Vec::new(),
        demo_user: Key::new(0),
        teamless_user: Key::new(size.users - 1),
    };
    people::reach(&mut account, contact_methods);
    account.teams = people::teams(&account, size.teams);
    account.schedules = schedules::schedules(&account, size.schedules);
    account.schedules.push(shift_schedules::vendor_liaison(&account));
    stand_ins::fill(&mut account);
    planted_cases::plans(&mut account);
    account.escalation_policies = escalation_policies::escalation_policies(&account, size.escalation_policies);
    account.services = services::services(&account, size.services);
    workflows::fill(&mut account);
    tools::fill(&mut account);
    business::fill(&mut account);
    let windows = maintenance::fill(&mut account);
    history(&mut account, &windows, size.incidents, now);
    status_pages::fill(&mut account);
    audit::fill(&mut account);
    account
}

/// What happened until now.
fn history(account: &mut Account, windows: &Windows, count: usize, now: Timestamp) {
    let roster = Roster::new(account, before(account.started, HISTORY));
    let mut drafts = drafts::drafts(account, windows, count);
    account.change_events = deployments::change_events(account, &mut drafts);
    let stage = Stage { account, roster: &roster, now };
    let lives = drafts.into_iter().map(|draft| incident_life::live(&stage, draft)).collect();
    let mut incidents = Incidents::new(lives, stage.account.services.len());
    merges::merge(&stage, &mut incidents);
    account.incidents = incidents;
}
