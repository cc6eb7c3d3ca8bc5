//! Faults on demand: which requests fail, how often and how.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

/// Something that goes wrong with some requests.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Only requests with this method; `None` for all.
    #[serde(default)]
    pub method: Option<String>,
    /// Only requests with this path; `*` stands for any text, so `/incidents*` is a prefix.
    pub path: String,
    /// How many matching requests pass unharmed first.
    #[serde(default)]
    pub after: u32,
    /// How many requests fail; `None` for all that follow.
    #[serde(default)]
    pub times: Option<u32>,
    /// How long to wait before anything else.
    #[serde(default)]
    pub latency_ms: u64,
    /// What goes wrong; `None` for nothing but the wait.
    #[serde(default)]
    pub effect: Option<Effect>,
}

impl Fault {
    /// A fault of every request with this path.
    pub fn new(path: &str, effect: Effect) -> Self {
        Self { method: None, path: path.to_owned(), after: 0, times: None, latency_ms: 0, effect: Some(effect) }
    }

    fn matches(&self, method: &str, path: &str) -> bool {
        self.method.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method)) && matches(&self.path, path)
    }
}

/// What goes wrong.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
pub enum Effect {
    /// An error of one of the shapes that PagerDuty is known to send; the request is not carried out.
    Error {
        /// The HTTP status.
        status: u16,
        /// The shape of the body.
        shape: ErrorShape,
    },
    /// Any answer at all; the request is not carried out.
    Answer {
        /// The HTTP status.
        status: u16,
        /// The header of that name.
        content_type: String,
        /// The body.
        body: String,
    },
    /// Any answer at all, down to its headers and bytes; the request is not carried out.
    Respond {
        /// The HTTP status.
        status: u16,
        /// Names and values.
        headers: Vec<(String, String)>,
        /// The body, as it goes over the wire.
        body: Vec<u8>,
    },
    /// The answer comes a byte at a time, twenty in a second; the request is carried out.
    Trickle,
    /// The answer says that so much is left of the rate limit; the request is carried out.
    Budget {
        /// The header `ratelimit-limit`.
        limit: u32,
        /// The header `ratelimit-remaining`.
        remaining: u32,
        /// The header `ratelimit-reset`, in seconds.
        reset: u64,
    },
    /// 429 in PagerDuty's words; the request is not carried out.
    RateLimited {
        /// The header `ratelimit-reset`, in seconds.
        reset: u64,
    },
    /// A page of HTML such as a proxy sends, without rate limit headers; the request is not carried out.
    Html {
        /// The HTTP status.
        status: u16,
    },
    /// The connection closes without an answer.
    CloseBeforeAnswer {
        /// Whether the request is carried out before.
        #[serde(default)]
        carried_out: bool,
    },
    /// The connection is reset in the middle of the answer; the request is carried out.
    ResetMidBody,
    /// The answer ends in the middle, and claims to be complete.
    TruncatedJson,
    /// The answer is no JSON, though it claims to be.
    MalformedJson,
    /// The answer has its status but no body.
    EmptyBody,
    /// A row of a shape that nobody expects stands among the first list's rows.
    OddRow {
        /// Its shape.
        row: OddRow,
    },
}

/// The shapes of error bodies. Sources: PagerDuty REST documentation, OpenAPI, and what clients have met.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorShape {
    /// `{"error": {"message", "code", "errors": ["…"]}}`
    Full,
    /// `{"error": {"message", "code"}}`
    WithoutErrors,
    /// `errors` is an object of lists, by field.
    ErrorsByField,
    /// `errors` is a string.
    ErrorsString,
    /// `error` is a list of strings.
    ErrorList,
    /// `error` is a string.
    ErrorString,
    /// A scope is missing: `required_scopes` and `token_scopes`, no code.
    Scope,
    /// `code` is a string of digits.
    CodeString,
}

/// Shapes of rows that no schema allows.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OddRow {
    /// `null`
    Null,
    /// A string.
    String,
    /// The first row with strings for numbers, numbers for strings, and a number for every object and list.
    WrongTypes,
    /// The first row with nothing but its `id`.
    MissingFields,
}

/// The faults in force; the first that matches a request applies.
#[derive(Default)]
pub struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    /// Puts a fault in force.
    pub fn add(&self, fault: Fault) {
        self.lock().push(fault);
    }

    /// Ends all faults.
    pub fn clear(&self) {
        self.lock().clear();
    }

    /// The fault of a request, counted as used.
    pub(crate) fn take(&self, method: &str, path: &str) -> Option<Fault> {
        for fault in self.lock().iter_mut() {
            if !fault.matches(method, path) || fault.times == Some(0) {
                continue;
            }
            if fault.after > 0 {
                fault.after -= 1;
                continue;
            }
            fault.times = fault.times.map(|times| times - 1);
            return Some(fault.clone());
        }
        None
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn matches(pattern: &str, text: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(rest) = text.strip_prefix(before) else {
        return false;
    };
    (0..=rest.len()).filter(|place| rest.is_char_boundary(*place)).any(|place| matches(after, &rest[place..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_anything() {
        assert!(matches("/incidents", "/incidents"));
        assert!(!matches("/incidents", "/incidents/Q1"));
        assert!(matches("/incidents*", "/incidents/Q1"));
        assert!(matches("/incidents/*/notes", "/incidents/Q1/notes"));
        assert!(!matches("/incidents/*/notes", "/incidents/Q1/alerts"));
        assert!(matches("*", "/"));
    }

    #[test]
    fn faults_wait_and_wear_off() {
        let faults = Faults::default();
        faults.add(Fault { after: 1, times: Some(1), ..Fault::new("/teams", Effect::EmptyBody) });
        let taken: Vec<bool> = (0..4).map(|_| faults.take("GET", "/teams").is_some()).collect();
        assert_eq!(taken, [false, true, false, false]);
    }
}
