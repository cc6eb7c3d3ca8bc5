//! One zone for all times of a handoff: PagerDuty has them in several.

use jiff::tz::TimeZone;
use pagerduty::Timestamp;
use serde_json::Value;

use crate::tools::shifts::local_time;

/// The fields that hold a time, beside those that end in `_at`.
const TIMES: [&str; 5] = ["at", "start", "end", "since", "until"];

/// Makes every time in this value one of the zone.
pub(super) fn localize(value: &mut Value, zone: &TimeZone) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| localize(value, zone)),
        Value::Object(fields) => {
            for (name, value) in fields {
                let time = value.as_str().filter(|_| TIMES.contains(&name.as_str()) || name.ends_with("_at"));
                match time.and_then(|text| text.parse::<Timestamp>().ok()) {
                    Some(time) => *value = local_time(time, zone).into(),
                    None => localize(value, zone),
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn times_are_in_the_zone_and_texts_are_left_alone() {
        let mut value = json!({"start": "2026-06-15T10:00:00-05:00", "note": "2026-06-15T10:00:00Z",
            "on_call": [{"at": "2026-12-15T10:00:00Z"}], "resolved_at": "soon", "end": null});
        localize(&mut value, &TimeZone::get("Europe/Berlin").unwrap());
        let expected = json!({"start": "2026-06-15T17:00:00+02:00", "note": "2026-06-15T10:00:00Z",
            "on_call": [{"at": "2026-12-15T11:00:00+01:00"}], "resolved_at": "soon", "end": null});
        assert_eq!(value, expected);
    }
}
