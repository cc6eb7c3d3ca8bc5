//! One call of an endpoint: the request, who makes it, and its parameters in PagerDuty's types.

use std::borrow::Cow;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::access::Credential;
use super::error::ApiError;
use crate::account::Account;
use crate::http::Request;
use crate::id::Key;
use crate::model::{Ability, Agent, Team, User};
use crate::time::{Range, Zone, after, before, days};

/// A request that was let in.
pub(crate) struct Call<'a> {
    pub(crate) request: &'a Request,
    pub(crate) segments: &'a [Cow<'a, str>],
    pub(crate) credential: Credential,
}

/// The range that a schedule is shown in if only one end is given. Source: OpenAPI, schedules.
const SHOWN: i64 = 14;

impl Call<'_> {
    /// A part of the path.
    pub(crate) fn segment(&self, place: usize) -> &str {
        self.segments.get(place).map_or("", |segment| segment)
    }

    /// The first ID in the path.
    pub(crate) fn id(&self) -> &str {
        self.segment(1)
    }

    /// The second ID in the path.
    pub(crate) fn second_id(&self) -> &str {
        self.segment(3)
    }

    pub(crate) fn current_user(&self, account: &Account) -> Option<Key<User>> {
        self.credential.user(account)
    }

    /// Whom a change is made by: the `From` header's user, or the token's own.
    pub(crate) fn requester(&self, account: &Account) -> Result<Key<User>, ApiError> {
        let named = match self.request.header("from") {
            Some(from) if !is_email(from) => return Err(ApiError::malformed_from()),
            Some(from) => Some(account.user_with_email(from).ok_or_else(ApiError::unknown_requester)?),
            None => None,
        };
        self.current_user(account).or(named).ok_or_else(ApiError::missing_from)
    }

    /// Whom a change is made by where no `From` header is asked for; nobody in particular with an account key.
    pub(crate) fn agent(&self, account: &Account) -> Agent {
        self.current_user(account).map_or(Agent::Service, Agent::User)
    }

    /// Whether `include[]` names this.
    pub(crate) fn includes(&self, name: &str) -> bool {
        self.request.many("include[]").is_some_and(|names| names.contains(&name))
    }

    /// The teams to filter by.
    pub(crate) fn team_filter(&self, account: &Account) -> Result<Option<Vec<Key<Team>>>, ApiError> {
        let Some(ids) = self.request.many("team_ids[]") else {
            return Ok(None);
        };
        require(account, Ability::Teams, "filter by teams")?;
        Ok(Some(account.find_all(&ids)))
    }

    /// Whether a name contains the `query`, in any case.
    pub(crate) fn matches_query(&self, name: &str) -> bool {
        self.request.one("query").is_none_or(|query| name.to_lowercase().contains(&query.to_lowercase()))
    }

    /// The zone of `time_zone`, or else the default.
    pub(crate) fn zone(&self, default: Zone) -> Result<Zone, ApiError> {
        match self.request.one("time_zone") {
            None => Ok(default),
            Some(name) => Zone::named(name).ok_or_else(|| ApiError::invalid_input("Time zone is invalid.")),
        }
    }

    /// The time of a parameter. Without an offset it is one of `time_zone` or of the account's zone.
    pub(crate) fn time(&self, name: &str) -> Result<Option<Timestamp>, ApiError> {
        let Some(text) = self.request.one(name) else {
            return Ok(None);
        };
        let zone = self.zone(Zone::account())?;
        zone.read(text).map(Some).ok_or_else(|| ApiError::invalid_time(name))
    }

    /// `since` to `until`, if either is given; two weeks if only one is.
    pub(crate) fn shown_range(&self) -> Result<Option<Range>, ApiError> {
        let range = match (self.time("since")?, self.time("until")?) {
            (None, None) => return Ok(None),
            (Some(since), None) => Range::new(since, after(since, days(SHOWN))),
            (None, Some(until)) => Range::new(before(until, days(SHOWN)), until),
            (Some(since), Some(until)) => Range::new(since, until),
        };
        if range.end < range.start {
            return Err(ApiError::invalid_date_range());
        }
        Ok(Some(range))
    }

    /// The object that is the body.
    pub(crate) fn whole_body(&self) -> Result<Map<String, Value>, ApiError> {
        let is_json = self
            .request
            .header("content-type")
            .is_some_and(|content_type| content_type.starts_with("application/json"));
        let body = is_json.then(|| self.request.json()).flatten();
        match body {
            Some(Value::Object(body)) => Ok(body),
            _ => Err(ApiError::invalid_input("params must be a Hash")),
        }
    }

    /// The object that the body wraps under a name.
    pub(crate) fn body(&self, name: &str) -> Result<Map<String, Value>, ApiError> {
        match self.whole_body()?.remove(name) {
            Some(Value::Object(object)) => Ok(object),
            _ => Err(ApiError::invalid_input(&format!("{name} must be a Hash"))),
        }
    }
}

/// Refuses with 402 what the account's plan lacks.
pub(crate) fn require(account: &Account, ability: Ability, purpose: &str) -> Result<(), ApiError> {
    if account.has_ability(ability.name()) { Ok(()) } else { Err(ApiError::missing_ability(ability, purpose)) }
}

fn is_email(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace))
}
