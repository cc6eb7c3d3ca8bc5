//! `/audit/records`, of the whole account and of one object; newest first, with a cursor.

use serde_json::{Value, json};

use crate::account::Account;
use crate::api::{ApiError, Call, Outcome};
use crate::model::Subject;
use crate::time::{Range, Zone, before, days};
use crate::view::View;

/// The longest range, in days, and the one without `since`. Source: OpenAPI, audit.
const LONGEST_RANGE: i64 = 31;
const DEFAULT_RANGE: i64 = 1;
/// The sizes of pages; only that there is a largest one is documented.
const DEFAULT_LIMIT: usize = 100;
const MOST: usize = 1000;

/// For administrators and account keys only.
pub(crate) fn list(account: &Account, call: &Call<'_>) -> Outcome {
    if call.current_user(account).is_some_and(|user| !matches!(account[user].role.as_str(), "admin" | "owner")) {
        return Err(ApiError::access_denied());
    }
    answer(account, call, None)
}

pub(crate) fn of_resource(account: &Account, call: &Call<'_>) -> Outcome {
    let subject = Subject::find(account, call.segment(0), call.id()).ok_or_else(ApiError::not_found)?;
    answer(account, call, Some(subject))
}

fn answer(account: &Account, call: &Call<'_>, subject: Option<Subject>) -> Outcome {
    let range = range(account, call)?;
    let types = call.request.many("root_resource_types[]");
    let actions = call.request.many("actions[]");
    let matches = |place: &usize| {
        let record = &account.audit_records[*place];
        let actor_type = if record.actor.is_some() { "user_reference" } else { "api_key_reference" };
        let is = |name: &str, value: &str| call.request.one(name).is_none_or(|wanted| wanted == value);
        range.start <= record.at
            && record.at < range.end
            && subject.is_none_or(|subject| subject == record.subject)
            && types.as_ref().is_none_or(|types| types.contains(&record.subject.root_type()))
            && actions.as_ref().is_none_or(|actions| actions.contains(&record.action.name()))
            && is("actor_type", actor_type)
            && call.request.one("actor_id").is_none_or(|id| record.actor.is_some_and(|actor| account.id(actor) == id))
            && is("method_type", record.method.name())
            && is("method_truncated_token", record.method.token().unwrap_or_default())
    };
    let mut places: Vec<usize> = (0..account.audit_records.len()).filter(matches).collect();
    places.sort_by_key(|place| std::cmp::Reverse((account.audit_records[*place].at, *place)));
    let limit = call.request.one("limit").and_then(|limit| limit.parse().ok()).filter(|limit| *limit > 0);
    let limit = limit.unwrap_or(DEFAULT_LIMIT).min(MOST);
    // A cursor names the record that the next page begins with.
    let first = match call.request.one("cursor").filter(|cursor| !cursor.is_empty()) {
        None => 0,
        Some(cursor) => places
            .iter()
            .position(|place| account.audit_record_id(*place) == cursor)
            .ok_or_else(|| ApiError::invalid_input("Cursor is invalid."))?,
    };
    let view = View::new(account, Zone::Utc, call);
    let next = places.get(first + limit).map(|place| account.audit_record_id(*place));
    let records: Vec<Value> = places.iter().skip(first).take(limit).map(|place| view.audit_record(*place)).collect();
    Ok(json!({"records": records, "limit": limit, "next_cursor": next, "response_metadata": null}).into())
}

fn range(account: &Account, call: &Call<'_>) -> Result<Range, ApiError> {
    let until = call.time("until")?.unwrap_or_else(|| account.just_after_now());
    let since = call.time("since")?.unwrap_or_else(|| before(account.now(), days(DEFAULT_RANGE)));
    if until < since {
        return Err(ApiError::invalid_date_range());
    }
    let range = Range::new(since, until);
    // A second more is what ranges have that end now.
    if range.seconds() > days(LONGEST_RANGE).as_secs() + 1 {
        return Err(ApiError::range_too_long("Since"));
    }
    Ok(range)
}
