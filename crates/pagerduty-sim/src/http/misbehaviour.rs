//! What faults do to answers.

use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::fault::{Effect, ErrorShape, OddRow};
use super::rate_limit;
use super::reply::{Cut, Reply};

/// The reply of an effect that keeps the request from being carried out.
pub(crate) fn replaces_answer(effect: &Effect) -> Option<Reply> {
    match effect {
        Effect::Error { status, shape } => Some(Reply::json(*status, &error_body(*shape))),
        Effect::Answer { status, content_type, body } => Some(Reply::new(*status, content_type, body.clone())),
        Effect::Respond { status, headers, body } => {
            let headers = headers.iter().map(|(name, value)| (name.clone().into(), value.clone())).collect();
            Some(Reply { headers, body: body.clone().into(), ..Reply::empty(*status) })
        }
        Effect::RateLimited { reset } => {
            let body = json!({"error": {"message": "Rate Limit Exceeded", "code": 2020}});
            let mut reply = Reply::json(429, &body);
            reply.headers.extend(rate_limit::headers(960, 0, *reset));
            Some(reply)
        }
        Effect::Html { status } => Some(Reply::new(*status, "text/html", html(*status))),
        Effect::CloseBeforeAnswer { carried_out: false } => {
            Some(Reply { cut: Some(Cut::BeforeAnswer), ..Reply::empty(200) })
        }
        _ => None,
    }
}

/// Spoils the answer of a request that was carried out.
pub(crate) fn misbehave(effect: &Effect, reply: &mut Reply) {
    match effect {
        Effect::CloseBeforeAnswer { .. } => reply.cut = Some(Cut::BeforeAnswer),
        Effect::ResetMidBody => reply.cut = Some(Cut::MidBody),
        Effect::Trickle => reply.cut = Some(Cut::Trickle),
        Effect::Budget { limit, remaining, reset } => {
            reply.headers.retain(|(name, _)| !name.starts_with("ratelimit-"));
            reply.headers.extend(rate_limit::headers(*limit, *remaining, *reset));
        }
        Effect::TruncatedJson => reply.body.truncate(reply.body.len() * 2 / 3),
        Effect::MalformedJson => {
            let mut body = reply.body.to_vec();
            body.splice(..1.min(body.len()), *b"{'");
            reply.body = body.into();
        }
        Effect::EmptyBody => reply.body = Bytes::new(),
        Effect::OddRow { row } => add_odd_row(*row, reply),
        Effect::Error { .. }
        | Effect::Answer { .. }
        | Effect::Respond { .. }
        | Effect::RateLimited { .. }
        | Effect::Html { .. } => {}
    }
}

fn html(status: u16) -> String {
    format!(
        "<html>\r\n<head><title>{status}</title></head>\r\n<body>\r\n<center><h1>{status}</h1></center>\r\n\
         <hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
    )
}

fn error_body(shape: ErrorShape) -> Value {
    const MESSAGE: &str = "Invalid Input Provided";
    const DETAIL: &str = "Something about the request is invalid.";
    match shape {
        ErrorShape::Full => {
            json!({"error": {"message": MESSAGE, "code": 2001, "errors": [DETAIL]}})
        }
        ErrorShape::WithoutErrors => json!({"error": {"message": MESSAGE, "code": 2001}}),
        ErrorShape::ErrorsByField => {
            json!({"error": {"message": MESSAGE, "code": 2001, "errors": {"field": [DETAIL]}}})
        }
        ErrorShape::ErrorsString => {
            json!({"error": {"message": MESSAGE, "code": 2001, "errors": DETAIL}})
        }
        ErrorShape::ErrorList => json!({"error": [MESSAGE, DETAIL]}),
        ErrorShape::ErrorString => json!({"error": DETAIL}),
        ErrorShape::Scope => json!({"error": {
            "message": "Token missing required scopes",
            "required_scopes": "incidents.write",
            "token_scopes": "incidents.read",
        }}),
        ErrorShape::CodeString => {
            json!({"error": {"message": MESSAGE, "code": "2001", "errors": [DETAIL]}})
        }
    }
}

fn add_odd_row(row: OddRow, reply: &mut Reply) {
    let Ok(mut body) = serde_json::from_slice::<Value>(&reply.body) else {
        return;
    };
    let rows = body.as_object_mut().and_then(|body| body.values_mut().find_map(Value::as_array_mut));
    let Some(rows) = rows else { return };
    let first = rows.first().and_then(Value::as_object).cloned().unwrap_or_default();
    let odd = match row {
        OddRow::Null => Value::Null,
        OddRow::String => json!("unexpected"),
        OddRow::WrongTypes => first.into_iter().map(|(name, value)| (name, other_type(&value))).collect(),
        OddRow::MissingFields => {
            let id = first.into_iter().filter(|(name, _)| name == "id");
            Value::Object(id.collect::<Map<_, _>>())
        }
    };
    rows.insert(rows.len().min(1), odd);
    reply.body = body.to_string().into();
}

fn other_type(value: &Value) -> Value {
    match value {
        Value::Number(number) => json!(number.to_string()),
        Value::Bool(_) => json!("perhaps"),
        Value::Null => json!({"unexpected": true}),
        Value::String(_) | Value::Array(_) | Value::Object(_) => json!(17),
    }
}
