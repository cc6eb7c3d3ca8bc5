//! The author of changes: PagerDuty requires the e-mail address of a user with each change.

use pagerduty::{Client, Window, model::user::UsersQuery};

use super::{advice, report::Check, user::Identity};

pub(super) const NAME: &str = "user_email";

const HINT: &str = "set PAGERDUTY_USER_EMAIL to the e-mail address of a user of the account";

pub(super) async fn check(client: &Client, identity: &Identity, configured: Option<&str>) -> Check {
    let Some(configured) = configured else {
        return match (identity, identity.email()) {
            (_, Some(email)) => as_(email),
            (Identity::Unknown(_), None) => Check::skipped(NAME, "PagerDuty did not say who the token belongs to"),
            _ => Check::warning(NAME, "changes cannot be made: the token has no user, and no author is set", HINT),
        };
    };
    if identity.email().is_some_and(|email| email.eq_ignore_ascii_case(configured)) {
        return as_(configured);
    }
    let query = UsersQuery { query: Some(configured.to_owned()), ..UsersQuery::default() };
    match client.list(&query, Window::new(0, 100)).await {
        Ok(page) => {
            let mut emails = page.rows.iter().filter_map(|row| row.item.email.as_deref());
            if emails.any(|email| email.eq_ignore_ascii_case(configured)) {
                as_(configured)
            } else {
                Check::failed(NAME, format!("no user of the account has the address {configured}"), HINT)
            }
        }
        Err(error) => Check::warning(
            NAME,
            format!("whether a user has the address {configured} could not be looked up: {error}"),
            advice::on(&error),
        ),
    }
}

fn as_(email: &str) -> Check {
    Check::ok(NAME, format!("changes are made as {email}")).fact("email", email)
}
