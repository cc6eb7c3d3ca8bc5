//! How PagerDuty spells query parameters: the only place that knows it.
//!
//! Lists repeat the name with brackets (`team_ids[]=P1&team_ids[]=P2`); a name without them is ignored without a
//! word, and the list then comes back unfiltered. Absent and empty values are not sent.

use serde::Serialize;
use serde_json::Value;

use crate::{Error, Result};

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
