//! Which incidents analytics are about.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::account::Account;
use crate::account::resource::Resource;
use crate::api::{ApiError, Call};
use crate::id::Key;
use crate::model::{EscalationPolicy, Figures, Incident, Priority, Service, Team, Urgency};
use crate::time::{Range, Zone, before, days};

/// The longest range, in days. Source: the reference of the analytics.
const LONGEST_RANGE: i64 = 366;

/// The `filters` of a body. All have to match; unknown IDs match nothing.
pub(super) struct Filter {
    pub(super) range: Range,
    updated_after: Option<Timestamp>,
    urgency: Option<Urgency>,
    is_major: Option<bool>,
    least_acknowledgements: i64,
    least_timeout_escalations: i64,
    least_manual_escalations: i64,
    teams: Option<Vec<Key<Team>>>,
    services: Option<Vec<Key<Service>>>,
    escalation_policies: Option<Vec<Key<EscalationPolicy>>>,
    priorities: Option<Vec<Key<Priority>>>,
    priority_names: Option<Vec<String>>,
}

impl Filter {
    pub(super) fn of(account: &Account, call: &Call<'_>, body: &Map<String, Value>) -> Result<Self, ApiError> {
        let nothing = Map::new();
        let filters = match body.get("filters") {
            None | Some(Value::Null) => &nothing,
            Some(Value::Object(filters)) => filters,
            Some(_) => return Err(ApiError::invalid_input("filters must be a Hash")),
        };
        let (teams, services) = (found(account, filters, "team_ids")?, found(account, filters, "service_ids")?);
        // Keys of users see what belongs to teams or services that they name. Source: OpenAPI, analytics.
        if call.current_user(account).is_some() && teams.is_none() && services.is_none() {
            return Err(ApiError::invalid_input("team_ids or service_ids is required."));
        }
        let number = |name: &str| filters.get(name).and_then(Value::as_i64).unwrap_or(0);
        let urgency = filters.get("urgency").and_then(Value::as_str);
        let urgency = urgency
            .map(|name| Urgency::named(name).ok_or_else(|| ApiError::invalid_input("Urgency is invalid.")))
            .transpose()?;
        Ok(Self {
            range: range(account, filters)?,
            updated_after: time(filters, "updated_after")?,
            urgency,
            is_major: filters.get("major").and_then(Value::as_bool),
            // So it is spelled in the OpenAPI description.
            least_acknowledgements: number("min_ackowledgements"),
            least_timeout_escalations: number("min_timeout_escalations"),
            least_manual_escalations: number("min_manual_escalations"),
            teams,
            services,
            escalation_policies: found(account, filters, "escalation_policy_ids")?,
            priorities: found(account, filters, "priority_ids")?,
            priority_names: texts(filters, "priority_names")?
                .map(|names| names.into_iter().map(str::to_owned).collect()),
        })
    }

    /// The numbers of an incident, if it matches.
    pub(super) fn figures(&self, account: &Account, incident: Key<Incident>) -> Option<Figures> {
        let facts = &account[incident];
        let wants = |wanted: bool| wanted.then_some(());
        wants(self.urgency.is_none_or(|urgency| urgency == facts.urgency))?;
        wants(self.updated_after.is_none_or(|time| facts.updated_at() > time))?;
        wants(self.services.as_ref().is_none_or(|services| services.contains(&facts.service)))?;
        wants(account.is_of_teams(facts.service, self.teams.as_ref()))?;
        wants(self.escalation_policies.as_ref().is_none_or(|policies| policies.contains(&facts.escalation_policy)))?;
        wants(self.priorities.as_ref().is_none_or(|all| facts.priority.is_some_and(|own| all.contains(&own))))?;
        let named =
            |names: &Vec<String>| facts.priority.is_some_and(|own| names.iter().any(|name| name == account[own].name));
        wants(self.priority_names.as_ref().is_none_or(named))?;
        let figures = account.figures(incident);
        wants(self.is_major.is_none_or(|is_major| is_major == figures.is_major))?;
        wants(figures.acknowledgements >= self.least_acknowledgements)?;
        wants(figures.timeout_escalations >= self.least_timeout_escalations)?;
        wants(figures.manual_escalations >= self.least_manual_escalations)?;
        Some(figures)
    }
}

fn range(account: &Account, filters: &Map<String, Value>) -> Result<Range, ApiError> {
    let end = time(filters, "created_at_end")?.unwrap_or_else(|| account.just_after_now());
    let start = time(filters, "created_at_start")?.unwrap_or_else(|| before(end, days(LONGEST_RANGE)));
    if end < start {
        return Err(ApiError::invalid_date_range());
    }
    let range = Range::new(start, end);
    if range.seconds() > days(LONGEST_RANGE).as_secs() {
        return Err(ApiError::invalid_input("The date range cannot be longer than a year."));
    }
    Ok(range)
}

fn time(filters: &Map<String, Value>, name: &str) -> Result<Option<Timestamp>, ApiError> {
    match filters.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => {
            let time = value.as_str().and_then(|text| Zone::Utc.read(text));
            time.map(Some).ok_or_else(|| ApiError::invalid_input(&format!("{name} is invalid.")))
        }
    }
}

fn texts<'a>(filters: &'a Map<String, Value>, name: &str) -> Result<Option<Vec<&'a str>>, ApiError> {
    match filters.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Array(values)) if values.is_empty() => Ok(None),
        Some(Value::Array(values)) => Ok(Some(values.iter().filter_map(Value::as_str).collect())),
        Some(_) => Err(ApiError::invalid_input(&format!("{name} must be an Array"))),
    }
}

fn found<T: Resource>(
    account: &Account,
    filters: &Map<String, Value>,
    name: &str,
) -> Result<Option<Vec<Key<T>>>, ApiError> {
    Ok(texts(filters, name)?.map(|ids| account.find_all(&ids)))
}
