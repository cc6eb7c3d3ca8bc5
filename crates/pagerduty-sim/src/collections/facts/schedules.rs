//! Schedules of the older kind: layers of rotations. Reading them is in [`crate::routes`].

use jiff::SignedDuration;
use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use crate::account::Account;
use crate::api::{ApiError, Call, record};
use crate::collections::living::Facts;
use crate::id::Key;
use crate::model::{AuditAction, AuditedField, Layer, Restriction, Schedule, Subject, User};
use crate::time::{Zone, time_zone};
use crate::view::View;
use crate::view::schedule::Parts;

impl Facts for Schedule {
    fn write(view: &View<'_>, key: Key<Self>) -> Value {
        view.schedule(key, Parts { layers: true, overrides: true, final_schedule: true, range: None, overflow: false })
    }

    fn set(
        account: &mut Account,
        call: &Call<'_>,
        key: Option<Key<Self>>,
        mut said: Map<String, Value>,
    ) -> Result<Key<Self>, ApiError> {
        refuse_shift_based(account, key)?;
        let zone = said.remove("time_zone").map(|name| zone(&name)).transpose()?;
        let own_zone = key.map(|key| account[key].time_zone.clone());
        let layer_zone = zone.as_ref().map(|(_, zone)| zone.clone()).or(own_zone).unwrap_or(TimeZone::UTC);
        let layers =
            said.remove("schedule_layers").map(|layers| read_layers(account, &layers, &layer_zone)).transpose()?;
        let teams = said.remove("teams");
        let teams = teams.map(|teams| {
            let ids = teams.as_array().into_iter().flatten().filter_map(Value::as_str);
            ids.filter_map(|id| account.find(id)).collect()
        });
        let is_new = key.is_none();
        let key = key.unwrap_or_else(|| {
            account.schedules.push(Schedule::without_layers());
            Key::new(account.schedules.len() - 1)
        });
        let schedule = &mut account.schedules[key.index()];
        let mut changes = Vec::new();
        for (name, old) in [("name", &mut schedule.name), ("description", &mut schedule.description)] {
            let Some(new) = said.remove(name) else { continue };
            let new = new.as_str().unwrap_or_default().to_owned();
            changes.push(AuditedField { name, before: (!is_new).then(|| old.clone()), value: Some(new.clone()) });
            *old = new;
        }
        if let Some((name, zone)) = zone {
            (schedule.time_zone_name, schedule.time_zone) = (name, zone);
        }
        if let Some(layers) = layers {
            schedule.layers = layers;
        }
        if let Some(teams) = teams {
            schedule.teams = teams;
        }
        let action = if is_new { AuditAction::Create } else { AuditAction::Update };
        record(account, call, Subject::Schedule(key), action, changes, None);
        Ok(key)
    }

    fn delete(account: &mut Account, call: &Call<'_>, key: Key<Self>) -> Result<(), ApiError> {
        refuse_shift_based(account, Some(key))?;
        if account.policies_with(key).next().is_some() {
            let error = "Schedule can't be deleted if it's being used by escalation policies";
            return Err(ApiError::invalid_input(error));
        }
        account[key].is_deleted = true;
        record(account, call, Subject::Schedule(key), AuditAction::Delete, Vec::new(), None);
        Ok(())
    }
}

fn refuse_shift_based(account: &Account, key: Option<Key<Schedule>>) -> Result<(), ApiError> {
    match key.is_some_and(|key| account[key].is_shift_based) {
        true => Err(ApiError::shift_based_schedule()),
        false => Ok(()),
    }
}

fn invalid(name: &str) -> ApiError {
    ApiError::invalid_input(&format!("{name} is invalid."))
}

fn zone(name: &Value) -> Result<(String, TimeZone), ApiError> {
    let name = name.as_str().unwrap_or_default();
    let zone = time_zone(name).ok_or_else(|| invalid("Time zone"))?;
    Ok((name.to_owned(), zone))
}

/// The layers of a body. The one that hides the others comes first there, and last here.
fn read_layers(account: &Account, layers: &Value, zone: &TimeZone) -> Result<Vec<Layer>, ApiError> {
    let layers = layers.as_array().filter(|layers| !layers.is_empty()).ok_or_else(|| invalid("Schedule layers"))?;
    let count = layers.len();
    let named = layers.iter().enumerate().rev();
    named.map(|(place, layer)| read_layer(account, layer, count - place, zone)).collect()
}

fn read_layer(account: &Account, layer: &Value, number: usize, zone: &TimeZone) -> Result<Layer, ApiError> {
    let time = |name: &str| -> Option<Timestamp> { Zone::Local(zone.clone()).read(layer[name].as_str()?) };
    let turn_length = layer["rotation_turn_length_seconds"].as_i64().filter(|seconds| *seconds >= 3600);
    let users = layer["users"].as_array().filter(|users| !users.is_empty()).ok_or_else(|| invalid("Users"))?;
    let user = |user: &Value| -> Result<Key<User>, ApiError> {
        user["user"]["id"].as_str().and_then(|id| account.find(id)).ok_or_else(|| invalid("Users"))
    };
    let virtual_start = time("rotation_virtual_start").ok_or_else(|| invalid("Rotation virtual start"))?;
    let restrictions = layer["restrictions"].as_array().map(Vec::as_slice).unwrap_or_default();
    Ok(Layer {
        name: layer["name"].as_str().map_or_else(|| format!("Layer {number}"), str::to_owned),
        start: time("start").ok_or_else(|| invalid("Start"))?,
        end: time("end"),
        virtual_start: zone.to_datetime(virtual_start),
        turn_length: SignedDuration::from_secs(turn_length.ok_or_else(|| invalid("Rotation turn length seconds"))?),
        users: users.iter().map(user).collect::<Result<_, _>>()?,
        restrictions: restrictions.iter().map(read_restriction).collect::<Result<_, _>>()?,
    })
}

fn read_restriction(restriction: &Value) -> Result<Restriction, ApiError> {
    let start: Option<Time> = restriction["start_time_of_day"].as_str().and_then(|text| text.parse().ok());
    let day = restriction["start_day_of_week"].as_i64().filter(|day| (1..=7).contains(day));
    let day_of_week = match restriction["type"].as_str() {
        Some("daily_restriction") => None,
        Some("weekly_restriction") => Some(day.ok_or_else(|| invalid("Start day of week"))? as i8),
        _ => return Err(invalid("Restrictions")),
    };
    let seconds = restriction["duration_seconds"].as_i64().filter(|seconds| *seconds > 0);
    Ok(Restriction {
        day_of_week,
        start: start.ok_or_else(|| invalid("Start time of day"))?,
        duration: SignedDuration::from_secs(seconds.ok_or_else(|| invalid("Duration seconds"))?),
    })
}
