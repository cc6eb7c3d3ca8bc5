//! What the token may read, tried with the smallest request of each kind. Changes are not tried.

use pagerduty::{
    Client, Error, ErrorKind, Window,
    model::{
        escalation_policy::EscalationPoliciesQuery, incident::IncidentsQuery, oncall::OncallsQuery,
        schedule::SchedulesQuery, service::ServicesQuery, team::TeamsQuery, user::UsersQuery,
    },
};
use toolkit::phrasing;

use super::{advice, report::Check};

pub(super) const NAME: &str = "scopes";

const ONE: Window = Window::new(0, 1);

/// The scopes that let a token change incidents, as PagerDuty names them for its two kinds of OAuth.
const WRITE: [&str; 2] = ["incidents.write", "write"];

/// What the answers say.
#[derive(Debug, Default)]
struct Tried {
    readable: Vec<&'static str>,
    /// Refused with 403.
    refused: Vec<&'static str>,
    /// Not in the account's plan.
    not_in_plan: Vec<&'static str>,
    /// Something else went wrong.
    failed: Vec<(&'static str, Error)>,
    /// Scopes that the token lacks.
    missing: Vec<String>,
    /// Scopes that it has, if an answer says so.
    granted: Option<Vec<String>>,
}

pub(super) async fn check(client: &Client, is_access_token: bool) -> Check {
    let (incidents, oncalls, schedules, escalation_policies, services, teams, users) = tokio::join!(
        async { client.list(&IncidentsQuery::default(), ONE).await.map(drop) },
        async { client.list(&OncallsQuery::default(), ONE).await.map(drop) },
        async { client.list(&SchedulesQuery::default(), ONE).await.map(drop) },
        async { client.list(&EscalationPoliciesQuery::default(), ONE).await.map(drop) },
        async { client.list(&ServicesQuery::default(), ONE).await.map(drop) },
        async { client.list(&TeamsQuery::default(), ONE).await.map(drop) },
        async { client.list(&UsersQuery::default(), ONE).await.map(drop) },
    );
    let mut all = Tried::default();
    for (name, answer) in [
        ("incidents", incidents),
        ("oncalls", oncalls),
        ("schedules", schedules),
        ("escalation_policies", escalation_policies),
        ("services", services),
        ("teams", teams),
        ("users", users),
    ] {
        all.add(name, answer);
    }
    all.check(is_access_token)
}

impl Tried {
    fn add(&mut self, name: &'static str, answer: Result<(), Error>) {
        let Err(error) = answer else {
            return self.readable.push(name);
        };
        match error.kind() {
            ErrorKind::Forbidden => {
                self.refused.push(name);
                self.learn(error.required_scopes(), error.token_scopes());
            }
            ErrorKind::PlanRequired => self.not_in_plan.push(name),
            _ => self.failed.push((name, error)),
        }
    }

    /// A refusal names the scopes that would be enough and, usually, those that the token has: this also shows what
    /// else is missing.
    fn learn(&mut self, required: Option<&str>, granted: Option<&str>) {
        let split = |text: &str| {
            let words = text.split([' ', ',']).filter(|word| !word.is_empty());
            words.map(str::to_owned).collect::<Vec<_>>()
        };
        let mut missing = required.map(split).unwrap_or_default();
        if let Some(granted) = granted.map(split) {
            if !granted.iter().any(|scope| WRITE.contains(&scope.as_str())) {
                missing.push(WRITE[0].to_owned());
            }
            self.granted = Some(granted);
        }
        for scope in missing {
            if !self.missing.contains(&scope) {
                self.missing.push(scope);
            }
        }
    }

    fn check(mut self, is_access_token: bool) -> Check {
        // Read scopes first, whatever the order of the refusals.
        self.missing.sort_by_key(|scope| WRITE.contains(&scope.as_str()));
        let mut found = Vec::new();
        let mut say = |start: &str, names: &[&str]| {
            if !names.is_empty() {
                found.push(format!("{start} {}", names.join(", ")));
            }
        };
        say("may read", &self.readable);
        say("may not read", &self.refused);
        say("the account's plan lacks", &self.not_in_plan);
        found.extend(self.failed.iter().map(|(name, error)| format!("{name} could not be tried: {error}")));
        found.push("changes were not tried".to_owned());
        let found = found.join("; ");
        let check = if !self.refused.is_empty() {
            Check::failed(NAME, found, self.hint(is_access_token))
        } else if let Some((_, error)) = self.failed.first() {
            Check::failed(NAME, found, advice::on(error))
        } else if !self.not_in_plan.is_empty() {
            Check::warning(NAME, found, "tools that need these answer PLAN_REQUIRED: ask the account's administrator")
        } else {
            Check::ok(NAME, found)
        };
        let check = check.fact("readable", self.readable).fact("refused", self.refused).fact("missing", self.missing);
        match self.granted {
            Some(granted) => check.fact("granted", granted),
            None => check,
        }
    }

    fn hint(&self, is_access_token: bool) -> String {
        match self.missing.as_slice() {
            [] if is_access_token => "use a token with the scopes to read these".to_owned(),
            [] => "use an API key whose owner may read these".to_owned(),
            [scope] => format!("the token lacks `{scope}`: use one that has it"),
            missing => format!("the token lacks {}: use one that has them", phrasing::list(missing, "and")),
        }
    }
}
