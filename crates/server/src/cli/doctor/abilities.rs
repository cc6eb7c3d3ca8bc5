//! The abilities of the account's plan, as far as the tools need them.

use pagerduty::{Client, ErrorKind};

use super::{advice, report::Check};

pub(super) const NAME: &str = "abilities";

/// The abilities that the tools need, and what for; only names from PagerDuty's documentation.
const NEEDED: [(&str, &str); 2] =
    [("teams", "get_teams and filters by team"), ("urgencies", "filtering and sorting incidents by urgency")];

pub(super) async fn check(client: &Client) -> Check {
    match client.abilities().await {
        Ok(abilities) => of(&abilities),
        // No tool needs the list itself.
        Err(error) if error.kind() == ErrorKind::Forbidden => {
            Check::skipped(NAME, format!("the token may not read them: {error}"))
        }
        Err(error) => Check::failed(NAME, error.to_string(), advice::on(&error)),
    }
}

fn of(abilities: &[String]) -> Check {
    let lacks = |name: &str| !abilities.iter().any(|ability| ability == name);
    let missing: Vec<_> = NEEDED.into_iter().filter(|(name, _)| lacks(name)).collect();
    let check = if missing.is_empty() {
        Check::ok(
            NAME,
            format!("the account has every ability that the tools need: {}", NEEDED.map(|(name, _)| name).join(", ")),
        )
    } else {
        let found = missing.iter().map(|(name, purpose)| format!("{name} (for {purpose})")).collect::<Vec<_>>();
        let hint = "tools that need them answer PLAN_REQUIRED: do without them, or ask the account's administrator";
        Check::warning(NAME, format!("the account lacks {}", found.join("; ")), hint)
    };
    check.fact("missing", missing.into_iter().map(|(name, _)| name).collect::<Vec<_>>())
}
