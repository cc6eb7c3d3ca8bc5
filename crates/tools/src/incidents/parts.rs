//! What belongs to one incident, asked for at the same time; where a part fails, the others are answered all the same.

use pagerduty::{Error, Page, Resource};
use serde_json::Value;
use toolkit::answer::present;

/// Something that belongs to one incident; where it fails, the others are answered all the same.
pub(super) enum Part {
    Unwanted,
    Rows(Vec<Value>, Vec<String>),
    Missing(Error),
}

impl Part {
    pub(super) fn map(self, order: impl FnOnce(Vec<Value>) -> Vec<Value>) -> Self {
        match self {
            Self::Rows(rows, warnings) => Self::Rows(order(rows), warnings),
            other => other,
        }
    }
}

/// The rows of a part, if it is wanted.
pub(super) async fn part<T: Resource>(wanted: bool, rows: impl Future<Output = pagerduty::Result<Page<T>>>) -> Part {
    if !wanted {
        return Part::Unwanted;
    }
    match rows.await {
        Ok(page) => Part::Rows(page.rows.iter().map(|row| present::whole(row).into()).collect(), page.unreadable),
        Err(error) => Part::Missing(error),
    }
}

/// The most similar first; PagerDuty does not promise an order.
pub(crate) fn by_similarity(mut rows: Vec<Value>) -> Vec<Value> {
    let score = |row: &Value| row["similarity_score"].as_f64().unwrap_or_default();
    rows.sort_by(|a, b| score(b).total_cmp(&score(a)));
    rows
}

/// The rows without these fields, which would repeat the incident that was asked for in each of them.
pub(super) fn without(mut rows: Vec<Value>, fields: &[&str]) -> Vec<Value> {
    for row in rows.iter_mut().filter_map(Value::as_object_mut) {
        row.retain(|name, _| !fields.contains(&name.as_str()));
    }
    rows
}
