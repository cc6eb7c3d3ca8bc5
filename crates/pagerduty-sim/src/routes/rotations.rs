//! `/v3/schedules/{id}/rotations` and their events.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use super::shift_fields::{member_of, time};
use super::shift_schedules::{PARTS, find, lean, view};
use crate::account::Account;
use crate::api::{Answer, ApiError, Call, Outcome, Page};
use crate::id::{Key, Kind};
use crate::model::{EVENT_PLACES, Frequency, ROTATION_PLACES, Rotation, RotationEvent, Schedule, Strategy};
use crate::time::{Zone, after, days, time_zone};

/// Events that a rotation has at most, and members that an event has. Source: OpenAPI, events.
const MAX_EVENTS: usize = 5;
const MAX_MEMBERS: usize = 20;

/// How far ahead an event comes into force. Source: OpenAPI, the example of an error.
const MAX_DAYS_AHEAD: i64 = 365;

pub(crate) fn list(account: &Account, call: &Call<'_>) -> Outcome {
    let schedule = find(account, call)?;
    let page = Page::within(call.request, PARTS.0, PARTS.1)?;
    let view = view(account, call, schedule)?;
    let rotations = account[schedule].rotation_places();
    Ok(lean(page.answer("rotations", rotations, |place| view.rotation(schedule, place))))
}

pub(crate) fn get(account: &Account, call: &Call<'_>) -> Outcome {
    let (schedule, place) = named(account, call)?;
    let rotation = view(account, call, schedule)?.rotation(schedule, place);
    Ok(json!({"rotation": rotation}).into())
}

/// An empty one: whatever it does is said by its events.
pub(crate) fn create(account: &mut Account, call: &Call<'_>) -> Outcome {
    let schedule = find(account, call)?;
    if call.request.json().is_some_and(|body| body != json!({})) {
        return Err(ApiError::v3_invalid("rotation", "must be empty"));
    }
    let place = account[schedule].rotations.len();
    if place >= ROTATION_PLACES {
        return Err(ApiError::v3_invalid("schedule.rotations", "are too many"));
    }
    account[schedule].rotations.push(Rotation::default());
    let rotation = view(account, call, schedule)?.rotation(schedule, place);
    Ok(Answer::created(json!({"rotation": rotation})))
}

/// Shifts that are over stay, what holds ends now, and what is to come goes.
pub(crate) fn delete(account: &mut Account, call: &Call<'_>) -> Outcome {
    let (schedule, place) = named(account, call)?;
    let now = account.now();
    let rotation = &mut account[schedule].rotations[place];
    rotation.is_deleted = true;
    rotation.events.iter_mut().for_each(|event| event.delete(now));
    Ok(Answer::NOTHING)
}

pub(crate) fn events(account: &Account, call: &Call<'_>) -> Outcome {
    let (schedule, rotation) = named(account, call)?;
    let page = Page::within(call.request, PARTS.0, PARTS.1)?;
    let view = view(account, call, schedule)?;
    let places = account[schedule].rotations[rotation].event_places();
    Ok(lean(page.answer("events", places.into_iter(), |place| view.event(schedule, rotation, place))))
}

pub(crate) fn event(account: &Account, call: &Call<'_>) -> Outcome {
    let (schedule, rotation, place) = named_event(account, call)?;
    let event = view(account, call, schedule)?.event(schedule, rotation, place);
    Ok(json!({"event": event}).into())
}

pub(crate) fn create_event(account: &mut Account, call: &Call<'_>) -> Outcome {
    let (schedule, rotation) = named(account, call)?;
    let mut body = call.whole_body()?;
    let Some(Value::Object(fields)) = body.remove("event") else {
        return Err(ApiError::v3_invalid("event", "is required"));
    };
    let event = read(account, &fields)?;
    let events = &account[schedule].rotations[rotation];
    let places = events.event_places();
    if places.len() >= MAX_EVENTS || events.events.len() >= EVENT_PLACES {
        return Err(ApiError::v3_invalid("rotation.events", "cannot be more than 5"));
    }
    let ends = |event: &RotationEvent| event.until.unwrap_or(Timestamp::MAX);
    let overlaps = |place: &usize| {
        let other = &events.events[*place];
        event.since < ends(other) && other.since < ends(&event)
    };
    if places.iter().any(overlaps) {
        return Err(ApiError::v3_invalid("rotation.events", "cannot overlap"));
    }
    let place = events.events.len();
    account[schedule].rotations[rotation].events.push(event);
    let event = view(account, call, schedule)?.event(schedule, rotation, place);
    Ok(Answer::created(json!({"event": event})))
}

/// As when its rotation is deleted.
pub(crate) fn delete_event(account: &mut Account, call: &Call<'_>) -> Outcome {
    let (schedule, rotation, place) = named_event(account, call)?;
    let now = account.now();
    account[schedule].rotations[rotation].events[place].delete(now);
    Ok(Answer::NOTHING)
}

/// The rotation that the path names.
fn named(account: &Account, call: &Call<'_>) -> Result<(Key<Schedule>, usize), ApiError> {
    let schedule = find(account, call)?;
    let place = account.find_rotation(schedule, call.segment(4)).ok_or_else(ApiError::not_found)?;
    Ok((schedule, place))
}

/// The event that the path names, which must be one of the rotation that the path names.
fn named_event(account: &Account, call: &Call<'_>) -> Result<(Key<Schedule>, usize, usize), ApiError> {
    let (schedule, rotation) = named(account, call)?;
    let part = account.find_part(Kind::RotationEvent, schedule, call.segment(6));
    let place = part.filter(|part| part / EVENT_PLACES == rotation).map(|part| part % EVENT_PLACES);
    let events = &account[schedule].rotations[rotation].events;
    let place = place.filter(|place| events.get(*place).is_some_and(|event| !event.is_deleted));
    Ok((schedule, rotation, place.ok_or_else(ApiError::not_found)?))
}

fn read(account: &Account, fields: &Map<String, Value>) -> Result<RotationEvent, ApiError> {
    let name = fields.get("name").and_then(Value::as_str).filter(|name| name.chars().count() <= 255);
    let name = name.ok_or_else(|| ApiError::v3_invalid("event.name", "is invalid"))?.to_owned();
    let (time_zone_name, time_zone, start) = zoned(fields, "start_time")?;
    let (.., end) = zoned(fields, "end_time")?;
    if end <= start {
        return Err(ApiError::v3_invalid("event.end_time", "must be after start_time"));
    }
    let now = account.now();
    let since = time(fields, "event", "effective_since")?;
    if since > after(now, days(MAX_DAYS_AHEAD)) {
        let error = "Date cannot be more than 12 months in the future";
        return Err(ApiError::v3_invalid("event.effective_since", error));
    }
    let since = since.max(now);
    let until = match fields.get("effective_until") {
        None | Some(Value::Null) => None,
        Some(_) => Some(time(fields, "event", "effective_until")?),
    };
    if until.is_some_and(|until| until <= since) {
        return Err(ApiError::v3_invalid("event.effective_until", "must be after effective_since"));
    }
    let rules = fields.get("recurrence").and_then(Value::as_array).filter(|rules| rules.len() == 1);
    let frequency = rules.and_then(|rules| Frequency::read(rules[0].as_str()?));
    let frequency = frequency.ok_or_else(|| ApiError::v3_invalid("event.recurrence", "must be one RRULE"))?;
    let (strategy, members) = strategy(account, fields.get("assignment_strategy").unwrap_or(&Value::Null))?;
    Ok(RotationEvent {
        name,
        time_zone_name,
        time_zone,
        start,
        end,
        since,
        until,
        frequency,
        strategy,
        members,
        is_deleted: false,
    })
}

/// A time with a zone, as the clock on a wall there shows it.
fn zoned(fields: &Map<String, Value>, name: &str) -> Result<(String, TimeZone, DateTime), ApiError> {
    let invalid = |part: &str| ApiError::v3_invalid(&format!("event.{name}.{part}"), "is invalid");
    let value = fields.get(name).unwrap_or(&Value::Null);
    let zone_name = value["time_zone"].as_str().unwrap_or_default();
    let zone = time_zone(zone_name).ok_or_else(|| invalid("time_zone"))?;
    let time = value["date_time"].as_str().and_then(|text| Zone::Local(zone.clone()).read(text));
    let time = zone.to_datetime(time.ok_or_else(|| invalid("date_time"))?);
    Ok((zone_name.to_owned(), zone, time))
}

type Members = Vec<Option<Key<crate::model::User>>>;

fn strategy(account: &Account, value: &Value) -> Result<(Strategy, Members), ApiError> {
    const OF: &str = "event.assignment_strategy";
    let shifts = value["shifts_per_member"].as_u64().and_then(|shifts| usize::try_from(shifts).ok());
    let strategy = match value["type"].as_str() {
        Some("rotating_member_assignment_strategy") => {
            let shifts = shifts.filter(|shifts| *shifts > 0);
            let invalid = || ApiError::v3_invalid(&format!("{OF}.shifts_per_member"), "must be at least 1");
            Strategy::Rotating(shifts.ok_or_else(invalid)?)
        }
        Some("every_member_assignment_strategy") => Strategy::Everybody,
        _ => return Err(ApiError::v3_invalid(&format!("{OF}.type"), "is invalid")),
    };
    let members = value["members"].as_array().filter(|members| (1..=MAX_MEMBERS).contains(&members.len()));
    let members = members.ok_or_else(|| ApiError::v3_invalid(&format!("{OF}.members"), "must be 1 to 20"))?;
    let members = members.iter().map(|member| member_of(account, member, &format!("{OF}.members")));
    Ok((strategy, members.collect::<Result<_, _>>()?))
}
