//! Parameters that a tool does not have: another name for one that it has, or an error that says which is meant.

use serde_json::{Map, Value};

use crate::{
    error::{Code, Error, Result},
    parameters::schema::{Kind, Parameter},
    phrasing,
};

/// Names of one thing: tools have one of them, and either works.
const SAME: [(&str, &str); 2] = [("policy_id", "escalation_policy_id"), ("policy_ids", "escalation_policy_ids")];

/// Earlier names of parameters, which still work where a tool has the present one.
const EARLIER: [(&str, &str); 1] = [("include_changes", "include_change_events")];

/// Once said whether these were listed too; now all that is listed is named.
const DOUBLE_BOOKED: &str = "double_booked";
const PROBLEMS: &str = "problems";

/// What somebody may mean by a name that no tool has: the first of these that the tool has.
const MEANT: [(&str, &[&str]); 28] = [
    ("ack", &["statuses"]),
    ("assigned_to", &["user_ids", "user_id"]),
    ("count", &["limit", "groups"]),
    ("date", &["at", "since", "start"]),
    ("days", &["since", "minutes"]),
    ("duration", &["minutes", "shift_hours", "until", "end", "since"]),
    ("email", &["user_id", "user_ids", "query"]),
    ("end", &["until"]),
    ("end_time", &["until", "end"]),
    ("fields", &["include"]),
    ("from", &["since", "start"]),
    ("hours", &["minutes", "shift_hours", "since"]),
    ("max_results", &["limit"]),
    ("message", &["content", "note", "resolution"]),
    ("name", &["query", "title"]),
    ("number", &["incident_id"]),
    ("offset", &["cursor"]),
    ("page", &["cursor"]),
    ("page_size", &["limit"]),
    ("q", &["query"]),
    ("search", &["query"]),
    ("start", &["since", "at"]),
    ("start_time", &["since", "start", "at"]),
    ("status", &["statuses"]),
    ("text", &["content", "note", "message", "query"]),
    ("timezone", &["time_zone"]),
    ("to", &["until", "end"]),
    ("tz", &["time_zone"]),
];

/// The arguments under the names that the tool has.
///
/// # Errors
///
/// `CONFLICTING_PARAMETERS` where two names of one parameter were given.
pub(super) fn renamed(tool: &str, parameters: &[Parameter], given: Map<String, Value>) -> Result<Map<String, Value>> {
    let has = |name: &str| parameters.iter().any(|parameter| parameter.name == name);
    let other = |name: &str| -> Option<&'static str> {
        let other = SAME.iter().find_map(|(one, other)| match name {
            _ if name == *one => Some(*other),
            _ if name == *other => Some(*one),
            _ => None,
        });
        let other = other.or_else(|| EARLIER.iter().find(|(earlier, _)| *earlier == name).map(|(_, present)| *present));
        let other = other.or((name == DOUBLE_BOOKED).then_some(PROBLEMS));
        other.filter(|other| !has(name) && has(other))
    };
    if given.keys().all(|name| other(name).is_none()) {
        return Ok(given);
    }
    let mut arguments = Map::new();
    for (name, value) in given {
        let known = other(&name).map_or_else(|| name.clone(), str::to_owned);
        let value = if name == DOUBLE_BOOKED && known == PROBLEMS { problems(value) } else { value };
        if arguments.insert(known.clone(), value).is_some_and(|value| !value.is_null()) {
            return Err(Error::new(
                Code::ConflictingParameters,
                format!("`{known}` of `{tool}` was given by two names"),
            )
            .hint(format!("give `{known}` only")));
        }
    }
    Ok(arguments)
}

/// What is listed where it was said whether double bookings are.
fn problems(double_booked: Value) -> Value {
    let text = double_booked.as_str().map(|text| text.trim().to_ascii_lowercase());
    match (&double_booked, text.as_deref()) {
        (Value::Bool(true), _) | (_, Some("true")) => ["nobody", DOUBLE_BOOKED].map(Value::from).to_vec().into(),
        (Value::Bool(false), _) | (_, Some("false")) => vec![Value::from("nobody")].into(),
        _ => double_booked,
    }
}

/// That a tool has no such parameter, with what may be meant.
pub(super) fn parameter(tool: &str, parameters: &[Parameter], name: &str) -> Error {
    let names = || parameters.iter().map(|parameter| parameter.name.as_str());
    let all = match parameters {
        [] => "the tool takes no parameters".to_owned(),
        _ => format!("the parameters are {}", phrasing::list(names(), "and")),
    };
    let hint = match meant(parameters, name).or_else(|| phrasing::nearest(name, names())) {
        Some(nearest) => format!("did you mean `{nearest}`{}? {all}", example(parameters, nearest, name)),
        None => all,
    };
    Error::new(Code::UnknownParameter, format!("`{tool}` has no parameter `{}`", phrasing::short(name))).hint(hint)
}

fn meant<'a>(parameters: &'a [Parameter], name: &str) -> Option<&'a str> {
    let find = |wanted: &str| parameters.iter().map(|one| one.name.as_str()).find(|known| *known == wanted);
    let lower = name.to_ascii_lowercase();
    let (_, names) = MEANT.iter().find(|(known, _)| *known == lower)?;
    names.iter().find_map(|name| find(name))
}

/// How a length of time is written where a tool wants a time.
fn example(parameters: &[Parameter], nearest: &str, name: &str) -> &'static str {
    let is_time = parameters.iter().any(|one| one.name == nearest && one.kind == Kind::Timestamp);
    match name {
        "hours" | "duration" if is_time => ", such as `now-24h`",
        "days" if is_time => ", such as `now-7d`",
        _ => "",
    }
}
