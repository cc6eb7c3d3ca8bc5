//! People in plans: by name and e-mail address, so that somebody can judge whom a change is about.

use futures_util::future::join_all;
use pagerduty::{
    Field,
    model::{EscalationPolicy, Reference, User, escalation_policy::ROUND_ROBIN, oncall::OncallsQuery},
};
use toolkit::{prelude::*, times::local};

/// On-calls of one policy that are looked at.
const MAX_ONCALLS: u64 = 100;

/// Somebody in a plan.
#[derive(Debug)]
pub(crate) struct Person {
    /// `“Kim Lee” (kim@example.com)`
    pub(crate) called: String,
    pub(crate) target: Target,
}

/// This user, as far as they can be read.
pub(crate) async fn person(id: &Id<User>, cx: &Context) -> Person {
    let user = match cx.pagerduty() {
        Ok(client) => client.get(id).await.ok().map(|row| row.item),
        Err(_) => None,
    };
    let user = user.unwrap_or_default();
    let (name, email) = (user.name.as_deref(), user.email.as_deref());
    Person { called: write::person(name, email, id.as_str()), target: Target::new(id, name) }
}

/// The same; by ID only where nobody reads who it is.
pub(crate) async fn described(id: &Id<User>, effect: Effect, cx: &Context) -> Person {
    if cx.describes(effect) {
        return person(id, cx).await;
    }
    Person { called: write::person(None, None, id.as_str()), target: Target::new(id, None) }
}

/// These users.
pub(crate) async fn people(ids: &[Id<User>], cx: &Context) -> Vec<Person> {
    join_all(ids.iter().map(|id| person(id, cx))).await
}

/// What these people are called.
pub(crate) fn called(people: &[Person]) -> Vec<String> {
    people.iter().map(|person| person.called.clone()).collect()
}

/// Whose something is and when, behind its name: `: “Kim Lee” (kim@example.com) from … to … (Europe/Berlin)`.
pub(crate) async fn when(
    user: Option<&Reference>,
    start: &Field<String>,
    end: &Field<String>,
    zone: Option<&str>,
    cx: &Context,
) -> String {
    let who = match user.and_then(|user| user.id.parsed()) {
        Some(id) => person(&id, cx).await.called,
        None => "nobody".to_owned(),
    };
    let range = start.parsed().zip(end.parsed()).map(|(start, end)| format!(" {}", local::range(start, end, zone)));
    format!(": {who}{}", range.unwrap_or_default())
}

/// Those who are on call now at a level of a policy. A token that may not see that can make the change all the same.
pub(crate) async fn on_call(policy: &Id<EscalationPolicy>, level: u64, cx: &Context) -> Pages {
    let (read, takes_turns) = tokio::join!(read(policy, level, cx), takes_turns(policy, level, cx));
    match read {
        Ok(OnCall { people, is_whole }) => {
            let known = if takes_turns { Pages::one_in_turn(people) } else { Pages::on_call(people) };
            if is_whole { known } else { known.and(Pages::unknown()) }
        }
        Err(error) => {
            cx.warn_of("whom this pages is not known", &error);
            Pages::unknown()
        }
    }
}

/// Whether one of those on call at a level is paged and not all of them.
async fn takes_turns(policy: &Id<EscalationPolicy>, level: u64, cx: &Context) -> bool {
    let Ok(client) = cx.pagerduty() else { return false };
    let policy = match client.get(policy).await {
        Ok(row) => row.item,
        Err(error) => {
            cx.warn_of("whether those on call take turns is not known", &error);
            return false;
        }
    };
    let place = usize::try_from(level).unwrap_or_default().saturating_sub(1);
    let rule = policy.escalation_rules.get().and_then(|rules| rules.get(place)?.get());
    rule.is_some_and(|rule| rule.escalation_rule_assignment_strategy.as_deref() == Some(ROUND_ROBIN))
}

/// Those who are on call, and whether they are all.
struct OnCall {
    people: Vec<String>,
    is_whole: bool,
}

async fn read(policy: &Id<EscalationPolicy>, level: u64, cx: &Context) -> Result<OnCall> {
    let query =
        OncallsQuery { escalation_policy_ids: vec![policy.clone()], include: vec!["users"], ..OncallsQuery::default() };
    let page = cx.pagerduty()?.list(&query, Window::new(0, MAX_ONCALLS)).await?;
    // A level that cannot be read may be this one.
    let at_level = page.rows.iter().filter(|row| row.item.escalation_level.get().is_none_or(|one| *one == level));
    let people: Vec<Option<String>> = at_level
        .map(|row| {
            let user = row.item.user.get()?;
            let fields = row.fields();
            let email = fields.get("user").and_then(|user| user["email"].as_str());
            Some(write::person(user.summary.as_deref(), email, user.id.as_deref()?))
        })
        .collect();
    let is_whole = page.next.is_none() && page.unreadable.is_empty() && people.iter().all(Option::is_some);
    Ok(OnCall { people: people.into_iter().flatten().collect(), is_whole })
}

/// Refuses a level that a policy does not have, as far as the policy can be read.
///
/// # Errors
///
/// `INVALID_PARAMETER` with the number of its levels.
pub(crate) async fn check_level(policy: &Id<EscalationPolicy>, level: u32, cx: &Context) -> Result<()> {
    let Ok(row) = cx.pagerduty()?.get(policy).await else { return Ok(()) };
    let levels = row.item.escalation_rules.get().map_or(0, Vec::len);
    if levels == 0 || usize::try_from(level).is_ok_and(|level| level <= levels) {
        return Ok(());
    }
    let message = format!("`escalation_level` is {level}, and the escalation policy {policy} ends at level {levels}");
    Err(Error::new(Code::InvalidParameter, message).hint(format!("use a level from 1 to {levels}")))
}

/// The name of a policy, as far as it can be read: `escalation policy “Payments” (PPOLICY)`.
pub(crate) async fn policy(id: &Id<EscalationPolicy>, cx: &Context) -> (String, Target) {
    let policy = match cx.pagerduty() {
        Ok(client) => client.get(id).await.ok().map(|row| row.item).unwrap_or_default(),
        Err(_) => EscalationPolicy::default(),
    };
    let name = policy.name.as_deref();
    (format!("escalation policy {}", write::named(name, id.as_str())), Target::new(id, name))
}
