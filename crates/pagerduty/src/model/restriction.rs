//! Restrictions of schedule layers: the hours of a day or week in which a layer has somebody on call at all.

use serde::{Deserialize, Serialize, Serializer};

use crate::Field;

/// A restriction, shown as one line: `daily 09:00 to 17:00`, or `Friday 17:00 to Monday 09:00`; in the schedule's time zone.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Restriction {
    /// `daily_restriction` or `weekly_restriction`.
    r#type: Field<String>,
    /// Such as `09:00:00`.
    start_time_of_day: Field<String>,
    /// 1 is Monday (ISO 8601); of a weekly one only.
    start_day_of_week: Field<u32>,
    duration_seconds: Field<u32>,
}

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const MINUTES_OF_DAY: u32 = 24 * 60;

impl Restriction {
    /// The line; nothing where a part is missing or makes no sense.
    fn line(&self) -> Option<String> {
        let (hours, minutes) = self.start_time_of_day.as_deref()?.split_once(':')?;
        let minutes = minutes.get(..2).unwrap_or(minutes);
        let start = hours.parse::<u32>().ok()?.checked_mul(60)?.checked_add(minutes.parse().ok()?)?;
        let length = self.duration_seconds.get()?.div_ceil(60);
        let end = start.checked_add(length).filter(|_| start < MINUTES_OF_DAY)?;
        let clock = |time: u32| format!("{:02}:{:02}", time % MINUTES_OF_DAY / 60, time % 60);
        match self.start_day_of_week.get() {
            Some(day @ 1..=7) => {
                let name = |days: u32| DAYS[((day - 1 + days) % 7) as usize];
                let last =
                    if end < MINUTES_OF_DAY { String::new() } else { format!("{} ", name(end / MINUTES_OF_DAY)) };
                Some(format!("{} {} to {last}{}", name(0), clock(start), clock(end)))
            }
            Some(_) => None,
            None if length >= MINUTES_OF_DAY => Some("daily, all day".to_owned()),
            None => Some(format!("daily {} to {}", clock(start), clock(end))),
        }
    }
}

impl Serialize for Restriction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.line() {
            Some(line) => serializer.serialize_str(&line),
            None => serializer.collect_map([
                ("type", serde_json::json!(self.r#type)),
                ("start_time_of_day", serde_json::json!(self.start_time_of_day)),
                ("start_day_of_week", serde_json::json!(self.start_day_of_week)),
                ("duration_seconds", serde_json::json!(self.duration_seconds)),
            ]),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn restrictions_are_read_as_people_say_them() {
        let line = |json: Value| json!(serde_json::from_str::<Restriction>(&json.to_string()).unwrap());
        let daily = |start: &str, seconds: u32| json!({"type": "daily_restriction", "start_time_of_day": start, "duration_seconds": seconds});
        let weekly = |day: u32, start: &str, seconds: u32| json!({"type": "weekly_restriction", "start_day_of_week": day, "start_time_of_day": start, "duration_seconds": seconds});
        for (restriction, expected) in [
            (daily("09:00:00", 8 * 3600), "daily 09:00 to 17:00"),
            (daily("20:30:00", 12 * 3600), "daily 20:30 to 08:30"),
            (daily("00:00:00", 86_400), "daily, all day"),
            (weekly(1, "09:00:00", 28_800), "Monday 09:00 to 17:00"),
            (weekly(5, "17:00:00", 230_400), "Friday 17:00 to Monday 09:00"),
        ] {
            assert_eq!(line(restriction.clone()), expected, "{restriction}");
        }
        for odd in
            [daily("later", 1), daily("99:00:00", 1), weekly(9, "09:00:00", 1), json!({"type": "daily_restriction"})]
        {
            assert!(line(odd.clone()).is_object(), "{odd}");
        }
    }
}
