//! What a change does besides changing its object, and with which bodies.

use serde::{Deserialize, Deserializer, de};
use serde_json::Value;

use super::trees;

/// What a change does that somebody has to know before it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Somebody may be paged now.
    Pages,
    /// Alerts, incidents or pages stop coming, now or later.
    Silences,
    /// Who is on call changes, or who is paged later.
    OnCall,
    /// Something goes to people or systems outside of the response: webhooks, public posts, invitations, scripts.
    Leaves,
    /// Something is removed.
    Deletes,
    /// It cannot be undone.
    Irreversible,
    /// Many things change at once.
    Several,
    /// It shows or changes a secret.
    Secret,
}

impl Effect {
    /// `on_call`
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pages => "pages",
            Self::Silences => "silences",
            Self::OnCall => "on_call",
            Self::Leaves => "leaves",
            Self::Deletes => "deletes",
            Self::Irreversible => "irreversible",
            Self::Several => "several",
            Self::Secret => "secret",
        }
    }
}

/// When a change has an effect.
#[derive(Debug, PartialEq)]
pub(super) enum Condition {
    Always,
    /// Where the body has one of these: `incidents[].assignments`, or `incident.status=triggered` for one value only.
    Body(Vec<&'static str>),
}

impl Condition {
    /// Whether it holds for this body.
    pub(super) fn holds(&self, body: Option<&Value>) -> bool {
        match self {
            Self::Always => true,
            Self::Body(paths) => body.is_some_and(|body| paths.iter().any(|path| is_at(path, body))),
        }
    }
}

fn is_at(path: &str, body: &Value) -> bool {
    let (path, wanted) = path.split_once('=').map_or((path, None), |(path, wanted)| (path, Some(wanted)));
    let is_wanted = |value: &Value| match wanted {
        // Taking a setting away is no effect of what it says.
        None => !value.is_null(),
        Some(wanted) => match value {
            Value::String(text) => text == wanted,
            value => serde_json::from_str::<Value>(wanted).is_ok_and(|wanted| wanted == *value),
        },
    };
    trees::at(path, body).into_iter().any(is_wanted)
}

impl<'de: 'static> Deserialize<'de> for Condition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written<'a> {
            Always(bool),
            #[serde(borrow)]
            Body(Vec<&'a str>),
        }
        match Written::deserialize(deserializer)? {
            Written::Always(true) => Ok(Self::Always),
            Written::Always(false) => Err(de::Error::custom("an effect that never holds is left out")),
            Written::Body(paths) => Ok(Self::Body(paths)),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_body_decides() {
        let condition = Condition::Body(vec!["incidents[].assignments", "incidents[].status=triggered"]);
        let holds = |body: Value| condition.holds(Some(&body));
        assert!(holds(json!({"incidents": [{"id": "P1"}, {"id": "P2", "assignments": []}]})));
        assert!(holds(json!({"incidents": [{"status": "triggered"}]})));
        assert!(!holds(json!({"incidents": [{"status": "acknowledged"}]})));
        assert!(!holds(json!({"assignments": []})) && !holds(json!({"incidents": [{"assignments": null}]})));
        assert!(!condition.holds(None) && Condition::Always.holds(None));
    }
}
