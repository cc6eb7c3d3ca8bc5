//! `/incidents/{id}/past_incidents`, `related_incidents` and `outlier_incident`.

use serde_json::{Value, json};

use super::incidents;
use crate::account::Account;
use crate::account::resource::Resource;
use crate::api::{ApiError, Call, Outcome, require};
use crate::id::Key;
use crate::model::{Ability, Relationship, Service};
use crate::time::{Range, Zone, before, days};
use crate::view::View;

/// How many past incidents are listed by default, and at most. Source: OpenAPI, past incidents.
const PAST: usize = 5;
const MAX_PAST: usize = 999;

/// How far back incidents are compared. Source: PagerDuty documentation, half a year.
const LOOK_BACK: jiff::SignedDuration = days(182);

/// Newest first, not best first.
pub(crate) fn past(account: &Account, call: &Call<'_>) -> Outcome {
    require(account, Ability::EventIntelligence, "access past incidents")?;
    let incident = incidents::find(account, call)?;
    let limit = call.request.one("limit").and_then(|limit| limit.parse().ok());
    let limit = limit.unwrap_or(PAST).clamp(1, MAX_PAST);
    let (past, total) = account.past_incidents(incident, limit);
    let view = View::new(account, Zone::Utc, call);
    let past: Vec<Value> =
        past.into_iter().map(|(past, score)| json!({"incident": view.incident_stub(past), "score": score})).collect();
    let mut body = json!({"past_incidents": past, "limit": limit});
    if call.request.one("total") == Some("true") {
        body["total"] = total.into();
    }
    Ok(body.into())
}

/// How unusual an incident is, by default among those that PagerDuty looks back at.
pub(crate) fn outlier(account: &Account, call: &Call<'_>) -> Outcome {
    require(account, Ability::EventIntelligence, "access outlier incidents")?;
    let incident = incidents::find(account, call)?;
    let now = account.now();
    let since = call.time("since")?.unwrap_or_else(|| before(now, LOOK_BACK));
    if since > now {
        return Err(ApiError::invalid_date_range());
    }
    let occurrence = account.occurrence(incident, Range::new(since, account.just_after_now()));
    let view = View::new(account, Zone::Utc, call);
    let whole = call.request.many("additional_details[]").is_some_and(|details| details.contains(&"incident"));
    Ok(json!({"outlier_incident": view.outlier_incident(incident, &occurrence, whole)}).into())
}

/// The incidents are stubs unless `additional_details[]=incident` asks for all of them.
pub(crate) fn related(account: &Account, call: &Call<'_>) -> Outcome {
    require(account, Ability::EventIntelligence, "access related incidents")?;
    let incident = incidents::find(account, call)?;
    let view = View::new(account, Zone::Utc, call);
    let whole = call.request.many("additional_details[]").is_some_and(|details| details.contains(&"incident"));
    let related: Vec<Value> = account
        .related_incidents(incident)
        .into_iter()
        .map(|(related, relationships)| {
            let written = if whole { view.incident(related) } else { view.incident_stub(related) };
            let relationships: Vec<Value> = relationships.iter().map(|each| relationship(account, each)).collect();
            json!({"incident": written, "relationships": relationships})
        })
        .collect();
    Ok(json!({"related_incidents": related}).into())
}

fn relationship(account: &Account, relationship: &Relationship) -> Value {
    match *relationship {
        Relationship::Inferred { agreed, disagreed } => json!({
            "type": "machine_learning_inferred",
            "metadata": {
                "grouping_classification": "similar_contents",
                "user_feedback": {
                    "positive_feedback_count": agreed,
                    "negative_feedback_count": disagreed,
                },
            },
        }),
        Relationship::Dependency { dependent, supporting } => json!({
            "type": "service_dependency",
            "metadata": {
                "dependent_services": [technical_service(account, dependent)],
                "supporting_services": [technical_service(account, supporting)],
            },
        }),
    }
}

fn technical_service(account: &Account, service: Key<Service>) -> Value {
    let id = account.id(service);
    let url = format!("https://api.pagerduty.com/{}/{id}", Service::PATH);
    json!({"id": id, "type": "technical_service_reference", "self": url})
}
