//! What was sent to PagerDuty about a problem: details, links and the sender's address, wherever PagerDuty hands them on.
//!
//! | where | form |
//! |---|---|
//! | body of an alert, channel of a log entry | `details`, `cef_details`, `contexts`, `client_url` |
//! | body of an incident | `details`: a text, an object, or an event |
//! | event in PagerDuty's own form | under `__pd_cef_payload` or `cef_details`: `details`, `contexts`, `client_url` |
//! | event as the first version of the Events API took it | `service_key`, `event_type`, `description`, `details`, `contexts` |
//! | event as the second version took it | `routing_key`, `event_action`, `payload.custom_details`, `links`, `images` |
//!
//! Sources: the OpenAPI documents of the REST API and the Events API; the other forms are those that clients of the real
//! service read.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::Field;

/// Details, links and the sender's address.
#[derive(Clone, Debug, Default)]
pub(super) struct Sent {
    /// Of any shape.
    pub(super) details: Field<Value>,
    /// Where the sender shows the problem.
    pub(super) client_url: Field<Value>,
    pub(super) links: Field<Vec<Link>>,
}

/// A link that was sent. An image is one too: a graph is what people open first.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct Link {
    /// What it is called; of an image, what it shows.
    pub text: String,
    /// Where it leads.
    pub href: String,
    /// Where the image is.
    pub src: String,
}

/// Fields of an event that are no details: PagerDuty's own, or what is read from them on its own.
const OF_EVENTS: &[&str] = &[
    "__pd_cef_payload",
    "cef_details",
    "client",
    "client_url",
    "contexts",
    "custom_details",
    "dedup_key",
    "description",
    "details",
    "event_action",
    "event_type",
    "images",
    "incident_key",
    "integration_key",
    "links",
    "payload",
    "routing_key",
    "service_key",
    "type",
];

/// Events that stand inside of each other at most.
const DEEPEST: usize = 4;

impl Sent {
    /// What a body or channel holds.
    pub(super) fn read(body: Field<Value>) -> Self {
        let mut found = Found::default();
        match body.into_value() {
            Some(Value::Object(mut body)) => {
                found.add_links(&mut body);
                if let Some(details) = body.shift_remove("details") {
                    found.add(details, 0);
                }
                if let Some(Value::Object(event)) = body.shift_remove("cef_details") {
                    found.add_event(event, 0);
                }
            }
            Some(text @ Value::String(_)) => found.add(text, 0),
            _ => {}
        }
        let links = (!found.links.is_empty()).then_some(found.links);
        Self { details: found.details.into(), client_url: found.client_url.into(), links: links.into() }
    }
}

#[derive(Debug, Default)]
struct Found {
    details: Option<Value>,
    client_url: Option<Value>,
    links: Vec<Link>,
}

impl Found {
    /// Details, or an event that holds some; what was found first stays.
    fn add(&mut self, value: Value, depth: usize) {
        match value {
            Value::Object(event) if depth < DEEPEST && is_event(&event) => self.add_event(event, depth + 1),
            value if self.details.is_none() && !is_empty(&value) => self.details = Some(value),
            _ => {}
        }
    }

    fn add_event(&mut self, mut event: Map<String, Value>, depth: usize) {
        self.add_links(&mut event);
        let is_pagerdutys = !is_event(&event);
        for name in ["__pd_cef_payload", "cef_details"] {
            if let Some(Value::Object(inner)) = event.shift_remove(name).filter(|_| depth < DEEPEST) {
                self.add_event(inner, depth + 1);
            }
        }
        if let Some(Value::Object(mut payload)) = event.shift_remove("payload") {
            match payload.shift_remove("custom_details").filter(|custom| !is_empty(custom)) {
                Some(custom) => self.add(custom, depth),
                None => self.add(Value::Object(payload), depth),
            }
        }
        for name in ["details", "custom_details"] {
            if let Some(details) = event.shift_remove(name) {
                self.add(details, depth);
            }
        }
        if !is_pagerdutys {
            event.retain(|name, value| !OF_EVENTS.contains(&name.as_str()) && !is_empty(value));
            self.add_fields(event);
        }
    }

    /// Fields beside the details of an event, where those do not have them.
    fn add_fields(&mut self, others: Map<String, Value>) {
        match &mut self.details {
            _ if others.is_empty() => {}
            None => self.details = Some(Value::Object(others)),
            Some(Value::Object(details)) => {
                for (name, value) in others {
                    details.entry(name).or_insert(value);
                }
            }
            Some(_) => {}
        }
    }

    fn add_links(&mut self, holder: &mut Map<String, Value>) {
        if let Some(url) = holder.shift_remove("client_url").filter(|url| !is_empty(url)) {
            self.client_url.get_or_insert(url);
        }
        for name in ["contexts", "links", "images"] {
            let Some(Value::Array(links)) = holder.get(name) else { continue };
            for link in links.iter().filter_map(Link::read) {
                if !self.links.contains(&link) {
                    self.links.push(link);
                }
            }
        }
    }
}

impl Link {
    fn read(value: &Value) -> Option<Self> {
        let text = |names: [&str; 2]| {
            let found = names.into_iter().find_map(|name| value.get(name)?.as_str().filter(|text| !text.is_empty()));
            found.unwrap_or_default().to_owned()
        };
        let link = match value {
            // Some senders leave out everything but the address.
            Value::String(href) => Self { href: href.clone(), ..Self::default() },
            _ => Self { text: text(["text", "alt"]), href: text(["href", "url"]), src: text(["src", "src"]) },
        };
        (!link.href.is_empty() || !link.src.is_empty()).then_some(link)
    }
}

/// Leaves out of details what only repeats the title that they are shown with.
pub(super) fn without_title(details: &mut Field<Value>, title: Option<&str>) {
    let is_title = |value: &Value| value.as_str().map(str::trim) == title.map(str::trim) && title.is_some();
    match details {
        Field::Known(text) if is_title(text) => *details = Field::Absent,
        Field::Known(Value::Object(fields)) if fields.get("title").is_some_and(is_title) => {
            fields.shift_remove("title");
        }
        _ => {}
    }
}

/// Whether an object is an event as it was sent, and not only the details of one.
fn is_event(object: &Map<String, Value>) -> bool {
    let has = |name: &str| object.contains_key(name);
    has("__pd_cef_payload")
        || has("event_action") && (has("payload") || has("routing_key"))
        || has("service_key") && (has("description") || has("event_type") || has("incident_key"))
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(values) => values.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(body: Value) -> (Value, Value, Value) {
        let sent = Sent::read(Field::Known(body));
        (json!(sent.details), json!(sent.client_url), json!(sent.links))
    }

    #[test]
    fn details_are_found_in_every_form() {
        let cef =
            |details: Value| json!({"details": details, "contexts": [], "severity": "critical", "version": "1.0"});
        let v1 = json!({"service_key": "k", "event_type": "trigger", "description": "It", "details": {"a": 1}});
        let v2 = json!({"routing_key": "k", "event_action": "trigger", "payload": {"summary": "It", "custom_details": {"a": 1}}});
        let bare = json!({"routing_key": "k", "event_action": "trigger", "payload": {"summary": "It"}});
        for (body, expected) in [
            (json!({"details": "Steam"}), json!("Steam")),
            (json!({"details": {"a": 1}}), json!({"a": 1})),
            (json!({"details": [1, null]}), json!([1, null])),
            (json!({"details": 0}), json!(0)),
            (json!({"details": null, "cef_details": cef(json!({"a": 1}))}), json!({"a": 1})),
            (json!({"details": {}, "cef_details": cef(json!("text"))}), json!("text")),
            (json!({"details": {"b": 2}, "cef_details": cef(json!({"a": 1}))}), json!({"b": 2})),
            (json!({"details": {"__pd_cef_payload": cef(json!({"a": 1}))}}), json!({"a": 1})),
            (
                json!({"details": {"__pd_cef_payload": cef(json!({"a": 1})), "firing": "x", "client": "c"}}),
                json!({"a": 1, "firing": "x"}),
            ),
            (json!({"details": {"__pd_cef_payload": cef(json!(null))}}), Value::Null),
            (json!({"details": v1.clone()}), json!({"a": 1})),
            (json!({"details": v2}), json!({"a": 1})),
            (json!({"details": bare}), json!({"summary": "It"})),
            (json!({"cef_details": {"details": v1}}), json!({"a": 1})),
            (json!("Steam"), json!("Steam")),
            // What others call so is theirs.
            (
                json!({"details": {"routing_key": "orders.new", "queue": "q"}}),
                json!({"routing_key": "orders.new", "queue": "q"}),
            ),
            (json!({"details": {"details": {"a": 1}}}), json!({"details": {"a": 1}})),
        ] {
            assert_eq!(read(body.clone()).0, expected, "{body}");
        }
    }

    #[test]
    fn links_are_found_in_every_form_and_once() {
        let link = json!({"type": "link", "href": "https://wiki.example.org/kettle", "text": "Runbook"});
        let image = json!({"type": "image", "src": "https://graphs.example.org/1.png", "alt": "Steam"});
        let body = json!({
            "contexts": [link],
            "details": {
                "links": [link, {"href": "https://b.example.org"}], "images": [image, {"alt": "nothing"}, null],
                "event_action": "trigger", "payload": {}, "client_url": "https://m.example.org/1",
            },
            "cef_details": {"contexts": [link, image], "client_url": "https://m.example.org/2"},
        });
        let (_, url, links) = read(body);
        assert_eq!(url, "https://m.example.org/1");
        assert_eq!(
            links,
            json!([
                {"text": "Runbook", "href": "https://wiki.example.org/kettle", "src": ""},
                {"text": "", "href": "https://b.example.org", "src": ""},
                {"text": "Steam", "href": "", "src": "https://graphs.example.org/1.png"},
            ])
        );
    }
}
