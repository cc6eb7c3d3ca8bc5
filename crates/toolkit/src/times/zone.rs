//! Time zones, by their names in the IANA database or in PagerDuty's own list.

use jiff::tz::TimeZone;

use super::rails::RAILS;
use crate::{
    error::{Code, Error, Result},
    phrasing,
};

/// The zone of a name that a caller gave.
///
/// # Errors
///
/// `INVALID_PARAMETER`, about `time_zone`, where the IANA database has no such name.
pub fn zone(name: &str) -> Result<TimeZone> {
    TimeZone::get(name.trim()).map_err(|_| {
        let list = named(name).and_then(|zone| Some(format!("`{}`", zone.iana_name()?)));
        let example = list.unwrap_or_else(|| "such as `Europe/Berlin`".to_owned());
        Error::new(Code::InvalidParameter, format!("`time_zone` has no zone called `{}`", phrasing::short(name)))
            .hint(format!("use a name of the IANA database, {example}"))
    })
}

/// The zone of a name that PagerDuty gave: it also has a list of its own, with names such as `Eastern Time (US & Canada)`.
pub fn named(name: &str) -> Option<TimeZone> {
    let name = name.trim();
    let of_list = || RAILS.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, iana)| *iana);
    TimeZone::get(name).ok().or_else(|| TimeZone::get(of_list()?).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_have_names() {
        assert!(zone(" europe/berlin ").is_ok());
        let error = zone("Berlin").unwrap_err();
        assert!(error.hint_text().unwrap().contains("`Europe/Berlin`"));
        assert_eq!(named("Eastern Time (US & Canada)").unwrap().iana_name(), Some("America/New_York"));
        assert_eq!(named("Mars/Olympus"), None);
    }

    #[test]
    fn every_name_of_the_list_is_a_zone() {
        for (name, iana) in RAILS {
            assert!(TimeZone::get(iana).is_ok(), "{name}: {iana}");
        }
    }
}
