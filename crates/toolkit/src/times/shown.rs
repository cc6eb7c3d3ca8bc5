//! The times of an answer in one zone. PagerDuty writes some in UTC, some in the zone of a schedule, of the token's user or
//! of whatever sent an alert; an answer has all of them in UTC, or in the zone that the call names.

use jiff::tz::TimeZone;
use serde_json::{Map, Value};

/// Fields that hold a time, beside those that end in `_at`.
const FIELDS: [&str; 14] = [
    "at",
    "created",
    "effective_since",
    "effective_until",
    "end",
    "end_time",
    "last_incident_timestamp",
    "now",
    "rotation_virtual_start",
    "since",
    "start",
    "start_time",
    "timestamp",
    "until",
];

/// Lists of texts that begin with a time, or are intervals as ISO 8601 writes them.
const LISTS: [&str; 2] = ["timeline", "times"];

/// Fields that hold what others sent: nothing in them is changed.
const OF_OTHERS: [&str; 12] = [
    "body",
    "body_details",
    "contexts",
    "custom_details",
    "custom_fields",
    "details",
    "event_details",
    "images",
    "links",
    "relationship_metadata",
    "steps",
    "value",
];

fn holds_time(name: &str) -> bool {
    name.ends_with("_at") || FIELDS.contains(&name)
}

/// Writes the time of a field in UTC, where it has another offset.
pub(crate) fn in_utc(name: &str, text: &mut String) {
    // Nearly all of them are in UTC already.
    if looks_like_time(text)
        && !text.ends_with('Z')
        && holds_time(name)
        && let Ok(time) = text.parse::<jiff::Timestamp>()
    {
        *text = time.to_string();
    }
}

/// Writes every time of a value in this zone.
pub(crate) fn in_zone(value: &mut Value, zone: &TimeZone) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| in_zone(value, zone)),
        Value::Object(fields) => fields_in_zone(fields, zone),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The same of an object.
pub(crate) fn fields_in_zone(fields: &mut Map<String, Value>, zone: &TimeZone) {
    for (name, value) in fields {
        match value {
            Value::String(text) if holds_time(name) => {
                if let Some(shown) = one(text, zone) {
                    *text = shown;
                }
            }
            Value::Array(values) if LISTS.contains(&name.as_str()) => {
                for value in values {
                    match value {
                        Value::String(text) => *text = line(text, zone),
                        other => in_zone(other, zone),
                    }
                }
            }
            _ if OF_OTHERS.contains(&name.as_str()) => {}
            value => in_zone(value, zone),
        }
    }
}

/// A time as the zone writes it; nothing if the text is not a time.
pub fn one(text: &str, zone: &TimeZone) -> Option<String> {
    let time = looks_like_time(text).then(|| text.parse::<jiff::Timestamp>().ok())??;
    Some(if *zone == TimeZone::UTC {
        time.to_string()
    } else {
        time.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%.f%:z").to_string()
    })
}

/// An interval, or a line that begins with a time.
fn line(text: &str, zone: &TimeZone) -> String {
    let Some(place) = text.find(['/', ' ']) else {
        return one(text, zone).unwrap_or_else(|| text.to_owned());
    };
    let (first, rest) = text.split_at(place);
    let Some(first) = one(first, zone) else { return text.to_owned() };
    match rest.strip_prefix('/').and_then(|end| one(end, zone)) {
        Some(end) => format!("{first}/{end}"),
        None => format!("{first}{rest}"),
    }
}

/// Whether a text begins as a date with a time does.
fn looks_like_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= "2026-02-26T00:00Z".len()
        && bytes[0].is_ascii_digit()
        && bytes[4] == b'-'
        && matches!(bytes[10], b'T' | b' ' | b't')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn times_are_shown_in_one_zone_and_nothing_else_changes() {
        let mut value = json!({
            "created_at": "2026-06-15T07:00:00-07:00",
            "start": "2026-06-15T14:00:00.250Z",
            "since": "not yet",
            "title": "2026-06-15T14:00:00Z",
            "details": {"start": "2026-06-15T14:00:00Z"},
            "times": ["2026-06-15T14:00:00Z/2026-06-15T16:00:00Z"],
            "timeline": ["2026-06-15T14:00:00Z Ada / Ben: 2026-06-15T14:00:00Z", "? unknown"],
            "shifts": [{"until": "2026-01-15T14:00:00Z"}],
        });
        in_zone(&mut value, &TimeZone::get("America/New_York").unwrap());
        let expected = json!({
            "created_at": "2026-06-15T10:00:00-04:00",
            "start": "2026-06-15T10:00:00.25-04:00",
            "since": "not yet",
            "title": "2026-06-15T14:00:00Z",
            "details": {"start": "2026-06-15T14:00:00Z"},
            "times": ["2026-06-15T10:00:00-04:00/2026-06-15T12:00:00-04:00"],
            "timeline": ["2026-06-15T10:00:00-04:00 Ada / Ben: 2026-06-15T14:00:00Z", "? unknown"],
            "shifts": [{"until": "2026-01-15T09:00:00-05:00"}],
        });
        assert_eq!(value, expected);
    }

    #[test]
    fn utc_is_written_with_its_letter() {
        for (name, text, expected) in [
            ("created_at", "2026-06-15T07:00:00-07:00", "2026-06-15T14:00:00Z"),
            ("end", "2026-06-15T14:00:00+00:00", "2026-06-15T14:00:00Z"),
            ("end", "2026-06-15T14:00:00Z", "2026-06-15T14:00:00Z"),
            ("summary", "2026-06-15T07:00:00-07:00", "2026-06-15T07:00:00-07:00"),
            ("start", "08:00:00", "08:00:00"),
        ] {
            let mut text = text.to_owned();
            in_utc(name, &mut text);
            assert_eq!(text, expected, "{name}");
        }
    }
}
