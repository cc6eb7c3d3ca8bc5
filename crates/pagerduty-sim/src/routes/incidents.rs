//! `/incidents`: the list with its filters, and one by ID or number.

use jiff::ToSpan;
use jiff::tz::TimeZone;
use serde_json::json;

use crate::account::Account;
use crate::api::{ApiError, Call, Outcome, Page, require};
use crate::id::Key;
use crate::model::{Ability, Incident, Service, Status, Team, Urgency, User};
use crate::time::{Range, Zone};
use crate::view::View;

/// The longest range, in months. Source: OpenAPI, incidents.
const LONGEST_RANGE: i64 = 6;
/// The range without `since`, in months.
const DEFAULT_RANGE: i64 = 1;

pub(crate) fn list(account: &Account, call: &Call<'_>) -> Outcome {
    let page = Page::of(call.request)?;
    let view = View::new(account, call.zone(Zone::Utc)?, call);
    let filter = Filter::of(account, call)?;
    let order = Order::of(account, call)?;
    let incidents = account.incidents.created_in(range(account, call)?);
    let matching = incidents.filter(|incident| filter.matches(account, *incident));
    let write = |incident| view.incident(incident);
    let written = match order {
        Order::Oldest => page.answer("incidents", matching, write),
        Order::Newest => page.answer("incidents", matching.rev(), write),
        Order::By(fields) => {
            let mut sorted: Vec<Key<Incident>> = matching.collect();
            sorted.sort_by(|one, other| compare(account, &fields, *one, *other));
            page.answer("incidents", sorted.into_iter(), write)
        }
    };
    Ok(written.into())
}

/// By ID or by number.
pub(crate) fn get(account: &Account, call: &Call<'_>) -> Outcome {
    let number = call.id().parse().ok().and_then(|number| account.incidents.numbered(number));
    let incident = number.map_or_else(|| find(account, call), Ok)?;
    let view = View::new(account, call.zone(Zone::Utc)?, call);
    Ok(json!({"incident": view.incident(incident)}).into())
}

/// The incident that the path names by ID; numbers are only documented for reading one incident.
pub(super) fn find(account: &Account, call: &Call<'_>) -> Result<Key<Incident>, ApiError> {
    account.find(call.id()).ok_or_else(ApiError::incident_not_found)
}

fn range(account: &Account, call: &Call<'_>) -> Result<Option<Range>, ApiError> {
    if call.request.one("date_range") == Some("all") {
        return Ok(None);
    }
    let (since, until) = (call.time("since")?, call.time("until")?);
    let last = until.unwrap_or_else(|| account.now());
    let months_before = |months: i64| {
        let last = last.to_zoned(TimeZone::UTC);
        last.checked_sub(months.months()).map_or(jiff::Timestamp::MIN, |time| time.timestamp())
    };
    let since = since.unwrap_or_else(|| months_before(DEFAULT_RANGE));
    if last < since {
        return Err(ApiError::invalid_date_range());
    }
    if since < months_before(LONGEST_RANGE) {
        return Err(ApiError::range_too_long("Since"));
    }
    Ok(Some(Range::new(since, until.unwrap_or_else(|| account.just_after_now()))))
}

/// Filters of different kinds all have to match; unknown IDs match nothing.
struct Filter<'a> {
    statuses: Option<Vec<Status>>,
    urgencies: Option<Vec<Urgency>>,
    services: Option<Vec<Key<Service>>>,
    teams: Option<Vec<Key<Team>>>,
    assignees: Option<Vec<Key<User>>>,
    incident_key: Option<&'a str>,
}

impl<'a> Filter<'a> {
    fn of(account: &Account, call: &'a Call<'_>) -> Result<Self, ApiError> {
        let request = call.request;
        let bad_status = "Status must be a list of triggered, acknowledged, or resolved.";
        let statuses = named(request.many("statuses[]"), Status::named, bad_status)?;
        let bad_urgency = "Urgency must be a list of high or low.";
        let urgencies = named(request.many("urgencies[]"), Urgency::named, bad_urgency)?;
        if urgencies.is_some() {
            require(account, Ability::Urgencies, "filter by urgencies")?;
        }
        Ok(Self {
            statuses,
            urgencies,
            services: request.many("service_ids[]").map(|ids| account.find_all(&ids)),
            teams: call.team_filter(account)?,
            assignees: request.many("user_ids[]").map(|ids| account.find_all(&ids)),
            incident_key: request.one("incident_key"),
        })
    }

    fn matches(&self, account: &Account, key: Key<Incident>) -> bool {
        let incident = &account[key];
        wants(&self.statuses, &incident.status)
            && wants(&self.urgencies, &incident.urgency)
            && wants(&self.services, &incident.service)
            && account.is_of_teams(incident.service, self.teams.as_ref())
            && self.assignees.as_ref().is_none_or(|all| all.iter().any(|user| incident.is_assigned_to(*user)))
            && self.incident_key.is_none_or(|wanted| account.has_key(key, wanted))
    }
}

/// Whether a filter is absent or lists the value.
fn wants<T: PartialEq>(filter: &Option<Vec<T>>, value: &T) -> bool {
    filter.as_ref().is_none_or(|wanted| wanted.contains(value))
}

/// The values that a list parameter names, all of which must exist.
fn named<T>(
    names: Option<Vec<&str>>,
    name: impl Fn(&str) -> Option<T>,
    error: &str,
) -> Result<Option<Vec<T>>, ApiError> {
    names
        .map(|names| names.into_iter().map(name).collect::<Option<Vec<T>>>())
        .map(|values| values.ok_or_else(|| ApiError::invalid_input(error)))
        .transpose()
}

/// What `sort_by` asks for.
enum Order {
    Oldest,
    Newest,
    By(Vec<(Field, bool)>),
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Field {
    Number,
    ResolvedAt,
    Urgency,
}

impl Order {
    fn of(account: &Account, call: &Call<'_>) -> Result<Self, ApiError> {
        let Some(sort_by) = call.request.one("sort_by").filter(|text| !text.is_empty()) else {
            return Ok(Order::Oldest);
        };
        let invalid = || ApiError::invalid_input("Sort by is invalid.");
        let mut fields = Vec::new();
        for part in sort_by.split(',') {
            let (name, direction) = part.split_once(':').unwrap_or((part, "asc"));
            let field = match name {
                // Numbers follow creation.
                "incident_number" | "created_at" => Field::Number,
                "resolved_at" => Field::ResolvedAt,
                "urgency" => Field::Urgency,
                _ => return Err(invalid()),
            };
            if field == Field::Urgency {
                require(account, Ability::Urgencies, "sort by urgency")?;
            }
            match direction {
                "asc" => fields.push((field, false)),
                "desc" => fields.push((field, true)),
                _ => return Err(invalid()),
            }
        }
        match fields[..] {
            [(Field::Number, descending), ..] => Ok(if descending { Order::Newest } else { Order::Oldest }),
            _ if fields.len() > 2 => Err(invalid()),
            _ => Ok(Order::By(fields)),
        }
    }
}

fn compare(
    account: &Account,
    fields: &[(Field, bool)],
    one: Key<Incident>,
    other: Key<Incident>,
) -> std::cmp::Ordering {
    let (one_facts, other_facts) = (&account[one], &account[other]);
    for (field, descending) in fields {
        let order = match field {
            Field::Number => one.cmp(&other),
            Field::ResolvedAt => one_facts.resolved_at().cmp(&other_facts.resolved_at()),
            // "high" comes before "low" in the alphabet, and so in ascending order.
            Field::Urgency => one_facts.urgency.cmp(&other_facts.urgency),
        };
        let order = if *descending { order.reverse() } else { order };
        if order.is_ne() {
            return order;
        }
    }
    one.cmp(&other)
}
