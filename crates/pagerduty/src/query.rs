//! How PagerDuty spells query parameters: the only place that knows it.
//!
//! Lists repeat the name with brackets (`team_ids[]=P1&team_ids[]=P2`); a name without them is ignored without a
//! word, and the list then comes back unfiltered. Absent and empty values are not sent.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Error, Result};

/// How a list of the query is spelled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Spelling {
    /// Its name repeats, with brackets.
    #[default]
    Brackets,
    /// Its name repeats as it is.
    Repeated,
    /// Once, with commas between its values.
    Comma,
}

/// The pairs of a query, from a struct whose fields are named as PagerDuty names them, without brackets.
pub(crate) fn pairs(query: &impl Serialize) -> Result<Vec<(String, String)>> {
    let value = serde_json::to_value(query).map_err(|error| Error::unsendable("query", &error))?;
    let mut pairs = Vec::new();
    if let Value::Object(parameters) = value {
        for (name, value) in parameters {
            match value {
                Value::Array(values) => {
                    pairs.extend(values.into_iter().filter_map(scalar).map(|value| (format!("{name}[]"), value)));
                }
                value => pairs.extend(scalar(value).map(|value| (name, value))),
            }
        }
    }
    Ok(pairs)
}

/// The pairs of one parameter of an operation.
pub(crate) fn list(name: &str, values: &[String], spelling: Spelling) -> Vec<(String, String)> {
    let repeated = |name: String| values.iter().map(|value| (name.clone(), value.clone())).collect();
    match spelling {
        _ if values.is_empty() => Vec::new(),
        Spelling::Brackets => repeated(format!("{name}[]")),
        Spelling::Repeated => repeated(name.to_owned()),
        Spelling::Comma => vec![(name.to_owned(), values.join(","))],
    }
}

/// A name as it is without what says that it is a list.
pub(crate) fn without_brackets(name: &str) -> &str {
    name.strip_suffix("[]").unwrap_or(name)
}

fn scalar(value: Value) -> Option<String> {
    match value {
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(text),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Query {
        team_ids: Vec<&'static str>,
        empty: Vec<&'static str>,
        query: Option<&'static str>,
        earliest: Option<bool>,
        limit: u32,
        nothing: Option<&'static str>,
        blank: &'static str,
    }

    #[test]
    fn lists_repeat_with_brackets() {
        let query = Query {
            team_ids: vec!["P1", "P2"],
            empty: vec![],
            query: Some("a&b"),
            earliest: Some(true),
            limit: 5,
            nothing: None,
            blank: "",
        };
        let pairs = pairs(&query).unwrap();
        let text: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(text, ["team_ids[]=P1", "team_ids[]=P2", "query=a&b", "earliest=true", "limit=5"]);
    }
}
