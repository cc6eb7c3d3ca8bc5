//! The user who owns the token.

use pagerduty::{Error, ErrorKind, Row, model::User};

use super::{advice, report::Check};

pub(super) const NAME: &str = "user";

/// Who owns the token, as far as PagerDuty says.
#[derive(Debug)]
pub(super) enum Identity {
    User(Box<User>),
    /// An account, or an app.
    Nobody,
    Unknown(Error),
}

impl Identity {
    pub(super) fn read(answer: Result<Row<User>, Error>) -> Self {
        match answer {
            Ok(row) => Self::User(Box::new(row.item)),
            Err(error) if error.kind() == ErrorKind::NoUser => Self::Nobody,
            Err(error) => Self::Unknown(error),
        }
    }

    /// The e-mail address of the token's user.
    pub(super) fn email(&self) -> Option<&str> {
        match self {
            Self::User(user) => user.email.as_deref().filter(|email| !email.is_empty()),
            _ => None,
        }
    }
}

pub(super) fn check(identity: &Identity) -> Check {
    match identity {
        Identity::User(user) => of_user(user),
        Identity::Nobody => Check::warning(
            NAME,
            "no user: the token belongs to an account or an app",
            "\"my incidents\" has no meaning with it: use a user's token, or let tools set current_user_context to false",
        ),
        Identity::Unknown(error) => Check::failed(NAME, error.to_string(), advice::on(error)),
    }
}

fn of_user(user: &User) -> Check {
    let text = |field: Option<&str>| field.unwrap_or("?").to_owned();
    let (name, email, id) = (text(user.name.as_deref()), text(user.email.as_deref()), text(user.id.as_deref()));
    let teams = user.teams.get().map_or(0, Vec::len);
    let found = format!("{name} <{email}>, ID {id}, in {teams} {}", if teams == 1 { "team" } else { "teams" });
    let check = if teams > 0 {
        Check::ok(NAME, found)
    } else {
        Check::warning(
            NAME,
            found,
            "tools look at what belongs to the user's teams, which is nothing, unless current_user_context is false",
        )
    };
    check.fact("id", id).fact("email", email).fact("teams", teams)
}
