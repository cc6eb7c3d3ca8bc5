//! Who is told of incidents and business services: `subscribers`, seen from what they are told of, and
//! `notification_subscriptions`, seen from who is told.

use serde_json::{Map, Value, json};

use crate::account::Account;
use crate::api::{ApiError, Call, Outcome, Page};
use crate::id::{Key, Kind};
use crate::model::{Incident, Team, User};
use crate::rows::Row;

/// One end of a subscription: which it is, the ID and the type of what is there.
struct End {
    part: &'static str,
    id: String,
    object_type: &'static str,
}

impl End {
    /// The one that the path names.
    fn of_path(account: &Account, call: &Call<'_>) -> Result<Self, ApiError> {
        let (part, object_type) = match call.segment(0) {
            "users" => ("subscriber", "user"),
            "teams" => ("subscriber", "team"),
            "incidents" => ("subscribable", "incident"),
            _ => ("subscribable", "business_service"),
        };
        let id = call.id().to_owned();
        if exists(account, object_type, &id) {
            Ok(Self { part, id, object_type })
        } else if object_type == "incident" {
            Err(ApiError::incident_not_found())
        } else {
            Err(ApiError::not_found())
        }
    }

    /// The name of the other end, and the types that it may be of.
    fn other(&self) -> (&'static str, [&'static str; 2]) {
        match self.part {
            "subscriber" => ("subscribable", ["incident", "business_service"]),
            _ => ("subscriber", ["user", "team"]),
        }
    }

    fn is_of(&self, row: &Row) -> bool {
        row.text(&format!("{}_id", self.part)) == self.id
            && row.text(&format!("{}_type", self.part)) == self.object_type
    }
}

fn exists(account: &Account, object_type: &str, id: &str) -> bool {
    match object_type {
        "user" => account.find::<User>(id).is_some(),
        "team" => account.find::<Team>(id).is_some(),
        "incident" => account.find::<Incident>(id).is_some(),
        _ => account.find_row(Kind::BusinessService, id).is_some(),
    }
}

/// Every subscription names the account, which has no other use.
fn account_id(account: &Account) -> String {
    account.ids.encode(Kind::Account, 0)
}

pub(crate) fn list(account: &Account, call: &Call<'_>) -> Outcome {
    let end = End::of_path(account, call)?;
    let page = Page::of(call.request)?;
    let rows = &account.rows;
    let rows = rows.places(Kind::Subscription).filter_map(|place| rows.get(Kind::Subscription, place));
    let own = rows.filter(|row| end.is_of(row));
    let mut answer = match end.part {
        "subscriber" => page.answer("subscriptions", own, |row| {
            json!({"subscription": with_account(account, row.fields.clone()), "subscribable_name": name(account, row)})
        }),
        _ => page.answer("subscribers", own, |row| {
            let mut subscriber = json!({
                "subscriber_id": row.text("subscriber_id"),
                "subscriber_type": row.text("subscriber_type"),
            });
            if end.object_type == "incident" {
                subscriber["has_indirect_subscription"] = false.into();
                subscriber["subscribed_via"] = json!([]);
            }
            subscriber
        }),
    };
    if end.part == "subscribable" {
        answer["account_id"] = account_id(account).into();
    }
    Ok(answer.into())
}

/// What is subscribed to, named.
fn name(account: &Account, row: &Row) -> Option<String> {
    let id = row.text("subscribable_id");
    match row.text("subscribable_type") {
        "incident" => account.find(id).map(|key: Key<Incident>| account[key].title.to_string()),
        _ => {
            let place = account.find_row(Kind::BusinessService, id)?;
            account.rows.get(Kind::BusinessService, place).map(|row| row.text("name").to_owned())
        }
    }
}

fn with_account(account: &Account, mut fields: Map<String, Value>) -> Value {
    fields.insert("account_id".to_owned(), account_id(account).into());
    Value::Object(fields)
}

/// Says of each whether it is new, known, or nothing that is there.
pub(crate) fn subscribe(account: &mut Account, call: &Call<'_>) -> Outcome {
    let end = End::of_path(account, call)?;
    let mut answers = Vec::new();
    for fields in wanted(call, &end)? {
        let (other, _) = end.other();
        let text = |name: &str| fields.get(&format!("{other}_{name}")).and_then(Value::as_str).unwrap_or_default();
        let result = if !exists(account, text("type"), text("id")) {
            "unauthorized"
        } else if place_of(account, &fields).is_some() {
            "duplicate"
        } else {
            account.rows.add(Kind::Subscription, Row::new(0, Value::Object(fields.clone())));
            "success"
        };
        let mut answer = with_account(account, fields);
        answer["result"] = result.into();
        answers.push(answer);
    }
    Ok(json!({"subscriptions": answers}).into())
}

pub(crate) fn unsubscribe(account: &mut Account, call: &Call<'_>) -> Outcome {
    let end = End::of_path(account, call)?;
    let (mut deleted, mut unknown) = (0, 0);
    for fields in wanted(call, &end)? {
        match place_of(account, &fields) {
            Some(place) => {
                account.rows.remove(Kind::Subscription, place);
                deleted += 1;
            }
            None => unknown += 1,
        }
    }
    Ok(json!({"deleted_count": deleted, "unauthorized_count": 0, "non_existent_count": unknown}).into())
}

/// The subscriptions of a body, whole.
fn wanted(call: &Call<'_>, end: &End) -> Result<Vec<Map<String, Value>>, ApiError> {
    let (other, types) = end.other();
    let body = call.whole_body()?;
    let list = body.get(&format!("{other}s")).and_then(Value::as_array).filter(|list| !list.is_empty());
    let list = list.ok_or_else(|| ApiError::missing_argument(&format!("{other}s")))?;
    let read = |each: &Value| {
        let (id, object_type) = (&each[format!("{other}_id")], &each[format!("{other}_type")]);
        if !id.is_string() || !types.iter().any(|known| object_type == known) {
            return Err(ApiError::invalid_input(&format!("{other}_type is invalid.")));
        }
        let mut fields = Map::new();
        fields.insert(format!("{other}_id"), id.clone());
        fields.insert(format!("{other}_type"), object_type.clone());
        fields.insert(format!("{}_id", end.part), end.id.clone().into());
        fields.insert(format!("{}_type", end.part), end.object_type.into());
        Ok(fields)
    };
    list.iter().map(read).collect()
}

fn place_of(account: &Account, fields: &Map<String, Value>) -> Option<usize> {
    let rows = &account.rows;
    let is_it = |place: &usize| rows.get(Kind::Subscription, *place).is_some_and(|row| row.fields == *fields);
    rows.places(Kind::Subscription).find(is_it)
}
