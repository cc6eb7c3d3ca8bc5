//! What is in a simulated account, for programs that test against it.

use serde::Serialize;

use crate::account::{Account, SUBDOMAIN};
use crate::example::Example;
use crate::id::Key;
use crate::model::{EscalationPolicy, Incident, OnCall, Schedule, Service, Status, Target, Team, User};
use crate::questions::{self, CoverageGap, DoubleBooking, Precedent, WorstNights};
use crate::time::Range;
use crate::token;

/// Where to find what in an account.
#[derive(Clone, Debug, Serialize)]
pub struct Facts {
    /// What the account was made from.
    pub seed: u64,
    /// The clock's time now.
    pub now: String,
    /// The part before `.pagerduty.com` in web addresses.
    pub subdomain: &'static str,
    /// How many of everything.
    pub counts: Counts,
    /// The tokens it accepts, by kind.
    pub tokens: Vec<(&'static str, &'static str)>,
    /// The user of the user tokens: in two teams, on call now in one schedule, a target of some policies.
    pub demo_user: Example,
    /// The demo user's e-mail address.
    pub demo_email: String,
    /// A user without teams.
    pub teamless_user: Example,
    /// The demo user's teams.
    pub demo_teams: Vec<Example>,
    /// The schedule that the demo user is on call in now.
    pub demo_schedule: Option<Example>,
    /// The shift-based schedule, which only `/v3/schedules` knows; a target of a policy in an account of default size.
    pub shift_based_schedule: Option<Example>,
    /// The policies that the demo user is a target of.
    pub demo_escalation_policies: Vec<Example>,
    /// A team that the demo user is not in.
    pub other_team: Option<Example>,
    /// A service with a well-known name.
    pub service: Example,
    /// A triggered incident of one of the demo user's teams.
    pub triggered_incident: Option<Example>,
    /// An acknowledged incident of one of the demo user's teams.
    pub acknowledged_incident: Option<Example>,
    /// A resolved incident.
    pub resolved_incident: Option<Example>,
    /// The major incident that goes on now: it has notes, alerts, related incidents and a suspicious change.
    pub major_incident: Option<Example>,
    /// The triggered incidents about payments: three, with `payment` in their titles or their services' names.
    pub payment_incidents: Vec<Example>,
    /// A gap of two days that is planned within the next sixty days.
    pub coverage_gap: Option<CoverageGap>,
    /// Somebody who will be on call in two schedules at once, within the next thirty days.
    pub double_booking: Option<DoubleBooking>,
    /// Who had the worst nights of the last thirty days.
    pub worst_nights: Option<WorstNights>,
    /// An incident whose service was changed shortly before, and a past one like it that was resolved with a note.
    pub precedent: Option<Precedent>,
}

/// How many of everything.
#[derive(Clone, Copy, Debug, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Counts {
    pub users: usize,
    pub teams: usize,
    pub services: usize,
    pub escalation_policies: usize,
    pub schedules: usize,
    pub incidents: usize,
    pub open_incidents: usize,
    pub change_events: usize,
}

impl Facts {
    /// What is in an account.
    pub(crate) fn of(account: &Account) -> Self {
        let demo_user = account.demo_user;
        let teams: Vec<_> = account.teams_of(demo_user).collect();
        let own = |incident: &Key<Incident>| {
            account[account[*incident].service].team.is_some_and(|team| teams.contains(&team))
        };
        let open = |status| {
            let mut open = account.incidents.open().rev();
            open.find(|incident| own(incident) && account[*incident].status == status)
        };
        let resolved = account.incidents.created_in(None).rev().find(|incident| !account[*incident].is_open());
        // Told first, and so the only story that is numbered so.
        let major = account
            .incidents
            .open()
            .find(|incident| account[*incident].story == Some(0) && !account[*incident].notes.is_empty());
        let now = account.now();
        let on_calls = account.on_calls(Range::new(now, now));
        let on_call = |on_call: &&OnCall| on_call.user == demo_user && on_call.schedule.is_some();
        Facts {
            seed: account.seed,
            now: now.to_string(),
            subdomain: SUBDOMAIN,
            counts: Counts::of(account),
            tokens: vec![
                ("user", token::USER),
                ("account", token::ACCOUNT),
                ("read_only_account", token::READ_ONLY_ACCOUNT),
                ("teamless_user", token::TEAMLESS_USER),
                ("oauth_read", token::OAUTH_READ),
                ("oauth_write", token::OAUTH_WRITE),
                ("oauth_scoped", token::OAUTH_SCOPED),
                ("oauth_app", token::OAUTH_APP),
            ],
            demo_user: Example::of(account, demo_user),
            demo_email: account[demo_user].email.clone(),
            teamless_user: Example::of(account, account.teamless_user),
            demo_schedule: on_calls
                .iter()
                .find(on_call)
                .and_then(|on_call| on_call.schedule)
                .map(|schedule| Example::of(account, schedule)),
            shift_based_schedule: account
                .keys::<Schedule>()
                .find(|schedule| account[*schedule].is_shift_based)
                .map(|schedule| Example::of(account, schedule)),
            demo_escalation_policies: account
                .keys::<EscalationPolicy>()
                .filter(|policy| account[*policy].targets().any(|target| target == Target::User(demo_user)))
                .map(|policy| Example::of(account, policy))
                .collect(),
            other_team: account.keys().find(|team| !teams.contains(team)).map(|team| Example::of(account, team)),
            demo_teams: teams.iter().map(|team| Example::of(account, *team)).collect(),
            service: Example::of(account, Key::<Service>::new(0)),
            triggered_incident: open(Status::Triggered).map(|key| Example::of(account, key)),
            acknowledged_incident: open(Status::Acknowledged).map(|key| Example::of(account, key)),
            resolved_incident: resolved.map(|key| Example::of(account, key)),
            major_incident: major.map(|key| Example::of(account, key)),
            payment_incidents: questions::payment_incidents(account),
            coverage_gap: questions::coverage_gap(account),
            double_booking: questions::double_booking(account),
            worst_nights: questions::worst_nights(account),
            precedent: questions::precedent(account, major),
        }
    }
}

impl Counts {
    fn of(account: &Account) -> Self {
        Self {
            users: account.keys::<User>().count(),
            teams: account.keys::<Team>().count(),
            services: account.keys::<Service>().count(),
            escalation_policies: account.keys::<EscalationPolicy>().count(),
            schedules: account.keys::<Schedule>().filter(|schedule| !account[*schedule].is_shift_based).count(),
            incidents: account.incidents.all().len(),
            open_incidents: account.incidents.open().count(),
            change_events: account.change_events.len(),
        }
    }
}
