//! `/incidents/{id}/alerts`.

use super::incidents;
use crate::account::Account;
use crate::api::{ApiError, Call, Outcome, Page};
use crate::model::{Alert, Status};
use crate::time::Zone;
use crate::view::View;

pub(crate) fn list(account: &Account, call: &Call<'_>) -> Outcome {
    let page = Page::of(call.request)?;
    let incident = incidents::find(account, call)?;
    let view = View::new(account, Zone::Utc, call);
    let statuses = call.request.many("statuses[]");
    if let Some(statuses) = &statuses
        && !statuses.iter().all(|status| matches!(*status, "triggered" | "resolved"))
    {
        return Err(ApiError::invalid_input("Status must be a list of triggered or resolved."));
    }
    let mut alerts: Vec<Alert> = account
        .alerts(incident)
        .into_iter()
        .filter(|alert| {
            statuses.as_ref().is_none_or(|wanted| wanted.iter().any(|name| Status::named(name) == Some(alert.status())))
        })
        .filter(|alert| {
            call.request.one("alert_key").is_none_or(|key| account.alert_key(alert.origin, alert.place) == key)
        })
        .collect();
    if let Some(sort_by) = call.request.one("sort_by") {
        sort(&mut alerts, sort_by);
    }
    Ok(page.answer("alerts", alerts.iter(), |alert| view.alert(alert)).into())
}

/// One alert, which belongs to the incident.
pub(crate) fn get(account: &Account, call: &Call<'_>) -> Outcome {
    let incident = incidents::find(account, call)?;
    let view = View::new(account, Zone::Utc, call);
    let alerts = account.alerts(incident);
    let alert = alerts.iter().map(|alert| view.alert(alert)).find(|alert| alert["id"] == call.segment(3));
    Ok(serde_json::json!({"alert": alert.ok_or_else(ApiError::not_found)?}).into())
}

/// By up to two fields; the first one counts most.
fn sort(alerts: &mut [Alert], sort_by: &str) {
    for part in sort_by.split(',').take(2).collect::<Vec<_>>().into_iter().rev() {
        let (field, direction) = part.split_once(':').unwrap_or((part, "asc"));
        match field {
            "created_at" => alerts.sort_by_key(|alert| alert.created_at),
            "resolved_at" => alerts.sort_by_key(|alert| alert.resolved_at),
            _ => continue,
        }
        if direction == "desc" {
            alerts.reverse();
        }
    }
}
