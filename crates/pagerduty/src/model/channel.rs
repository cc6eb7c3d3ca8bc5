//! The channel of a log entry: the way by which it came, and in it the texts that people and machines sent that way.
//!
//! PagerDuty has a form for each type of channel (OpenAPI, `Channel`) and promises none of them: notes stand in `summary`, mails
//! in `subject` and `body`, events in `details`. What was sent to begin an incident comes with `include[]=channels` only.

use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

use super::sent::Sent;
use crate::Field;

/// The way by which a log entry came. It is shown as its type, such as `website`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Channel {
    r#type: Field<String>,
    summary: Field<String>,
    content: Field<String>,
    message: Field<String>,
    /// Of a mail; so are the two below.
    from: Field<String>,
    subject: Field<String>,
    body: Field<Value>,
    /// Of Nagios; so are the two below.
    host: Field<String>,
    service: Field<String>,
    state: Field<String>,
    details: Field<Value>,
    cef_details: Field<Value>,
    contexts: Field<Value>,
    client_url: Field<Value>,
    notification: Field<Notification>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Notification {
    r#type: Field<String>,
    status: Field<String>,
}

impl Channel {
    /// By what somebody was notified, such as `push_notification`.
    #[must_use]
    pub fn notification(&self) -> Option<&str> {
        self.notification.get()?.r#type.as_deref()
    }

    /// What became of a notification, such as `success`.
    pub(super) fn delivery(&self) -> Option<&str> {
        self.notification.get()?.status.as_deref()
    }

    /// Whether the entry is a note, whatever else it is.
    pub(super) fn is_note(&self) -> bool {
        self.r#type.as_deref() == Some("note")
    }

    /// What a person wrote, in an entry that is nothing else.
    pub(super) fn words(&self) -> Option<&str> {
        let body = self.body.get().and_then(Value::as_str);
        let details = self.details.get().and_then(Value::as_str);
        let texts = [self.content.as_deref(), self.message.as_deref(), body, self.summary.as_deref(), details];
        texts.into_iter().flatten().find(|text| !text.trim().is_empty())
    }

    /// What monitoring, a mail or a form sent, leaving nothing behind.
    pub(super) fn take_sent(&mut self) -> Sent {
        let parts = [
            ("details", std::mem::take(&mut self.details)),
            ("cef_details", std::mem::take(&mut self.cef_details)),
            ("contexts", std::mem::take(&mut self.contexts)),
            ("client_url", std::mem::take(&mut self.client_url)),
        ];
        let fields: Map<String, Value> =
            parts.into_iter().filter_map(|(name, part)| Some((name.to_owned(), part.into_value()?))).collect();
        let mut sent =
            if fields.is_empty() { Sent::default() } else { Sent::read(Field::Known(Value::Object(fields))) };
        if let Some(form) = self.take_form() {
            sent.details = Field::Known(match sent.details.into_value() {
                Some(details) => form.into_iter().chain([("details".to_owned(), details)]).collect(),
                None => form.into(),
            });
        }
        sent
    }

    /// A mail or what Nagios sent, field by field.
    fn take_form(&mut self) -> Option<Map<String, Value>> {
        let body = std::mem::take(&mut self.body).into_value();
        let is_form = body.is_some() || self.host.get().is_some() || self.state.get().is_some();
        let text = |field: &Field<String>| field.as_deref().map(Value::from);
        let parts = [
            ("from", text(&self.from)),
            ("subject", text(&self.subject)),
            ("host", text(&self.host)),
            ("service", text(&self.service)),
            ("state", text(&self.state)),
            ("body", body),
        ];
        is_form.then(|| parts.into_iter().filter_map(|(name, part)| Some((name.to_owned(), part?))).collect())
    }
}

impl Serialize for Channel {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.r#type.serialize(serializer)
    }
}
