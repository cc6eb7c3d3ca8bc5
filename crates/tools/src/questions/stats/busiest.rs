//! When most incidents began: the hour of the day, the day and the weekday, which nobody then has to ask for.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use super::counted::Counted;
use crate::questions::calendar::Local;

/// The busiest hour of the day, day and weekday, each with its incidents; the first of those that have as many.
pub(super) fn busiest(counted: &[Counted], zone: &TimeZone) -> Value {
    let times: Vec<Local> =
        counted.iter().filter_map(|one| one.created).map(|created| Local::of(created, zone)).collect();
    let most = |name: fn(&Local) -> String| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        times.iter().for_each(|time| *counts.entry(name(time)).or_default() += 1);
        let most = counts.into_iter().reduce(|most, one| if one.1 > most.1 { one } else { most });
        most.map(|(name, incidents)| json!({"name": name, "incidents": incidents}))
    };
    let found = [("hour", most(Local::hour)), ("day", most(Local::date)), ("weekday", most(Local::weekday))];
    found.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect::<Map<_, _>>().into()
}
