//! A year of changes to users, teams, schedules, escalation policies and services.

use jiff::SignedDuration;

use crate::account::Account;
use crate::id::Key;
use crate::model::{
    AuditAction, AuditMethod, AuditRecord, AuditedField, AuditedReferences, EscalationPolicy, Schedule, Service,
    Subject, Team, User,
};
use crate::random::Random;
use crate::time::{before, days};

/// How many there are.
const RECORDS: usize = 220;
/// How long PagerDuty keeps them. Source: PagerDuty documentation, audit records.
const RETENTION: SignedDuration = days(365);

pub(super) fn fill(account: &mut Account) {
    let mut random = Random::of(account.seed, "audit");
    let admins: Vec<Key<User>> = account.keys::<User>().filter(|user| account[*user].role == "admin").collect();
    let mut records: Vec<AuditRecord> = (0..RECORDS).map(|_| record(account, &mut random, &admins)).collect();
    records.sort_by_key(|record| record.at);
    account.audit_records = records;
}

fn record(account: &Account, random: &mut Random, admins: &[Key<User>]) -> AuditRecord {
    let at = before(account.started, SignedDuration::from_secs(random.between(1800, RETENTION.as_secs())));
    let (subject, fields, references) = change(account, random);
    let by_machine = random.chance(12);
    let method = match by_machine {
        true => AuditMethod::ApiToken("ull-1"),
        false if random.chance(8) => AuditMethod::IdentityProvider,
        false => AuditMethod::Browser,
    };
    let actor = (!by_machine && !admins.is_empty()).then(|| *random.pick(admins));
    AuditRecord { at, actor, method, subject, action: AuditAction::Update, fields, references }
}

/// A change that agrees with how things are now.
fn change(account: &Account, random: &mut Random) -> (Subject, Vec<AuditedField>, Option<AuditedReferences>) {
    let field =
        |name, before: String, value: String| vec![AuditedField { name, before: Some(before), value: Some(value) }];
    let any_user = |random: &mut Random| Key::<User>::new(random.below(account.keys::<User>().count()));
    match random.below(5) {
        0 => {
            let user = any_user(random);
            let job_title = account[user].job_title.to_owned();
            (Subject::User(user), field("job_title", format!("Junior {job_title}"), job_title), None)
        }
        1 => {
            let team = Key::<Team>::new(random.below(account.teams.len()));
            let members = &account[team].members;
            let added = members.get(random.below(members.len().max(1))).map(|member| Subject::User(member.user));
            let references =
                AuditedReferences { name: "members", added: added.into_iter().collect(), removed: Vec::new() };
            (Subject::Team(team), Vec::new(), Some(references))
        }
        2 => {
            let schedule = Key::<Schedule>::new(random.below(account.schedules.len()));
            let description = account[schedule].description.clone();
            (Subject::Schedule(schedule), field("description", String::new(), description), None)
        }
        3 => {
            let policy = Key::<EscalationPolicy>::new(random.below(account.escalation_policies.len()));
            let loops = account[policy].num_loops;
            (Subject::EscalationPolicy(policy), field("num_loops", (loops + 1).to_string(), loops.to_string()), None)
        }
        _ => {
            let service = Key::<Service>::new(random.below(account.services.len()));
            let description = account[service].description.clone();
            (Subject::Service(service), field("description", "New service".to_owned(), description), None)
        }
    }
}
