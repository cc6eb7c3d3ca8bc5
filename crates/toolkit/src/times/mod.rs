//! The times of one call: how those of the arguments are read, and in which zone those of the answer are shown.
//!
//! A time without an offset is on the clock of the call's `time_zone`; where a change is about one schedule, of that schedule;
//! where an answer is shown in the zone of a schedule or a person, on that clock; else it is UTC. What was read, and in which zone, is told in the metadata, so that nobody has to guess.

pub mod local;
mod moment;
mod rails;
mod shown;
mod zone;

use jiff::tz::TimeZone;
use pagerduty::{Client, Timestamp, model::schedule::ScheduleQuery};
use serde_json::{Map, Value};

use self::moment::{Moment, Unusual};
pub(crate) use self::shown::{fields_in_zone, in_utc, in_zone};
pub use self::{
    shown::one as shown,
    zone::{named, zone},
};
use crate::{
    error::{Code, Error, Result},
    phrasing,
};

/// Whose zone times without an offset are in, where the call names none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZoneOf {
    /// They are in UTC.
    Nobody,
    /// The schedule that this parameter names.
    Schedule(&'static str),
    /// The schedules or the user that these parameters name, else the current user.
    Own(&'static [&'static str]),
}

/// The times of one call.
#[derive(Clone, Debug)]
pub struct Times {
    /// When the call takes place; where a list goes on, when its first call did.
    now: Timestamp,
    /// The zone that the call names, or that of the schedule it changes.
    zone: Option<TimeZone>,
    /// Whose zone it is where the call names none.
    zone_of: ZoneOf,
    /// Parameters that wait for that zone.
    waiting: Vec<String>,
    /// What the times that were not absolute were read as, by parameter.
    read: Map<String, Value>,
    /// Whether the call means another time when it is made later.
    is_bound_to_now: bool,
    /// Whether a time was read on the clock of a zone.
    has_local: bool,
    wants_now: bool,
    /// What a caller has to know of the times.
    warnings: Vec<String>,
}

impl Times {
    /// Of a call at this time, with times without an offset in this zone.
    pub fn new(now: Timestamp, zone_of: ZoneOf) -> Self {
        Self {
            now,
            zone: None,
            zone_of,
            waiting: Vec::new(),
            read: Map::new(),
            is_bound_to_now: false,
            has_local: false,
            wants_now: false,
            warnings: Vec::new(),
        }
    }

    /// When the call takes place.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The zone that the answer is shown in, where it is not UTC by default.
    pub fn zone(&self) -> Option<&TimeZone> {
        self.zone.as_ref()
    }

    /// Whether nothing says yet in which zone the answer is: neither the call, nor a time that was read in UTC because it had none.
    pub(crate) fn is_without_zone(&self) -> bool {
        self.zone.is_none() && !self.has_local
    }

    /// The zone in which the answer is shown where nothing else says so. PagerDuty may name it as Rails does.
    pub fn show_in(&mut self, name: Option<&str>) {
        if self.is_without_zone() {
            self.zone = name.and_then(named);
        }
    }

    /// The time that cursors of the call are bound to, if they are to any.
    pub(crate) fn bound_to(&self) -> Option<Timestamp> {
        self.is_bound_to_now.then_some(self.now)
    }

    /// Reads the zone of the call. Returns its name as the IANA database writes it.
    ///
    /// # Errors
    ///
    /// `INVALID_PARAMETER` where there is no such zone.
    pub(crate) fn read_zone(&mut self, name: &str) -> Result<String> {
        let zone = zone(name)?;
        let name = zone.iana_name().unwrap_or(name).to_owned();
        self.zone = Some(zone);
        Ok(name)
    }

    /// Reads the time of a parameter. Returns it as PagerDuty reads it, or, while its zone is not known, as it was
    /// written.
    ///
    /// # Errors
    ///
    /// `INVALID_TIMESTAMP` with how it should be written.
    pub fn read(&mut self, parameter: &str, text: &str) -> Result<String> {
        let invalid = |hint: String| {
            let message = format!("`{}` in `{parameter}` cannot be read as a time", phrasing::short(text));
            Error::new(Code::InvalidTimestamp, message).hint(hint)
        };
        let moment = Moment::read(text).map_err(invalid)?;
        self.is_bound_to_now |= moment.is_relative();
        if moment.needs_zone() {
            if self.zone_of != ZoneOf::Nobody && self.zone.is_none() {
                self.waiting.push(parameter.to_owned());
                return Ok(text.to_owned());
            }
            self.has_local = true;
        }
        let zone = self.zone.clone().unwrap_or(TimeZone::UTC);
        let Some((time, unusual)) = moment.at(self.now, &zone) else {
            return Err(invalid("the calendar ends before it: use a time nearer to now".to_owned()));
        };
        if let Some(unusual) = unusual {
            self.warnings.push(format!(
                "`{parameter}`: {} in {}, so it was read as {}",
                match unusual {
                    Unusual::Skipped => "the clock goes forward over this time",
                    Unusual::Twice => "this time comes twice, because the clock goes back,",
                },
                zone.iana_name().unwrap_or("UTC"),
                shown(&time.to_string(), &zone).unwrap_or_default(),
            ));
        }
        if moment.needs_zone() || moment.is_relative() {
            self.read_as(parameter, time);
        }
        Ok(time.to_string())
    }

    /// Tells the caller which time stands for one that was not given, or not in full.
    pub fn read_as(&mut self, parameter: &str, time: Timestamp) {
        self.read.insert(parameter.to_owned(), time.to_string().into());
    }

    /// The same for the end of a range that is now.
    pub fn read_as_now(&mut self, parameter: &str) {
        self.is_bound_to_now = true;
        self.read_as(parameter, self.now);
    }

    /// That the caller wants to know what time it is.
    pub(crate) fn ask_for_now(&mut self) {
        self.wants_now = true;
    }

    /// Reads the times that wait for the zone of the schedule that a call changes, instead of what was written.
    ///
    /// # Errors
    ///
    /// `INVALID_TIMESTAMP` where PagerDuty does not say the zone, and whatever it answers.
    pub async fn settle(&mut self, client: Option<&Client>, values: &mut Map<String, Value>) -> Result<()> {
        let ZoneOf::Schedule(name) = self.zone_of else { return Ok(()) };
        let schedule = values.get(name).and_then(|id| id.as_str()?.parse().ok());
        let (Some(first), Some(schedule)) = (self.waiting.first().cloned(), schedule) else { return Ok(()) };
        let client = client.ok_or_else(Error::auth_required)?;
        let schedule = client.schedule(&schedule, &ScheduleQuery::default()).await?.item;
        self.zone = schedule.time_zone.as_deref().and_then(named);
        if self.zone.is_none() {
            let message = format!("`{first}` has no offset, and the zone of the schedule is not known");
            return Err(Error::new(Code::InvalidTimestamp, message).hint("write the offset, such as `-05:00`, or `Z`"));
        }
        self.read_waiting(values)
    }

    /// The parameters of those in whose zone times wait to be read, if any do.
    pub(crate) fn waits_for_own(&self) -> Option<&'static [&'static str]> {
        match self.zone_of {
            ZoneOf::Own(names) if !self.waiting.is_empty() => Some(names),
            _ => None,
        }
    }

    /// Reads the times that wait, in this zone; where it is not known, in UTC. The answer is shown in the same one.
    ///
    /// # Errors
    ///
    /// `INVALID_TIMESTAMP` for a time after the end of the calendar.
    pub(crate) fn settle_in(&mut self, zone: Option<TimeZone>, values: &mut Map<String, Value>) -> Result<()> {
        self.zone = zone;
        self.zone_of = ZoneOf::Nobody;
        self.read_waiting(values)
    }

    fn read_waiting(&mut self, values: &mut Map<String, Value>) -> Result<()> {
        for name in std::mem::take(&mut self.waiting) {
            if let Some(text) = values.get(&name).and_then(Value::as_str).map(str::to_owned) {
                let time = self.read(&name, &text)?;
                values.insert(name, time.into());
            }
        }
        Ok(())
    }

    /// What is said once it is known.
    pub(crate) fn take_warnings(&mut self) -> Vec<String> {
        std::mem::take(&mut self.warnings)
    }

    /// What the metadata says of times.
    pub fn metadata(&self) -> Map<String, Value> {
        let mut metadata = Map::new();
        if !self.read.is_empty() {
            metadata.insert("times".into(), self.read.clone().into());
        }
        let name = self.zone.as_ref().map(|zone| zone.iana_name().unwrap_or("UTC"));
        if let Some(name) = name.or((self.has_local).then_some("UTC")) {
            metadata.insert("time_zone".into(), name.into());
        }
        if self.wants_now || self.is_bound_to_now {
            metadata.insert("now".into(), self.now.to_string().into());
        }
        if let Some(zone) = &self.zone {
            fields_in_zone(&mut metadata, zone);
            if let Some(Value::Object(times)) = metadata.get_mut("times") {
                for time in times.values_mut() {
                    let text = time.as_str().and_then(|text| shown(text, zone));
                    *time = text.map_or_else(|| time.take(), Value::from);
                }
            }
        }
        metadata
    }
}
