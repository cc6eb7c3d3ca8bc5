//! IDs as people type and copy them: with spaces around, with the `#` of an incident number, or as the address of a page.

use pagerduty::{Id, ResourceKind};
use serde_json::Value;

use super::shown;
use crate::{
    answer::untrusted,
    error::{Error, ResourceWording, Result},
    parameters::names,
};

/// The domain of PagerDuty's pages; each account has a name below it, or below `eu.` of it.
const DOMAIN: &str = ".pagerduty.com";

/// The ID in what was given for a parameter, or the name that it may be.
///
/// # Errors
///
/// `INVALID_<RESOURCE>_ID` for what is neither.
pub(crate) fn read(parameter: &str, kind: ResourceKind, value: Value) -> Result<Value> {
    let given = shown(&value);
    let text = given.trim_matches(' ');
    let text = match (kind, text.strip_prefix('#')) {
        (ResourceKind::Incident, Some(number)) if is_number(number) => number,
        _ => text,
    };
    let invalid = || ResourceWording::of(kind).map(|resource| Error::malformed_id(parameter, &given, resource));
    let text = match linked(text) {
        Some(pages) => match pages.into_iter().find(|(page, _)| *page == kind) {
            Some((_, id)) => id,
            None => {
                const HINT: &str = "this is the address of another page: give the ID, or the address of its own page";
                return invalid().map_or_else(|| Ok(text.into()), |error| Err(error.hint(HINT)));
            }
        },
        None => text,
    };
    let may_be_id = text.parse::<Id<()>>().is_ok() || names::is_possible(kind, text) && is_visible(text);
    match invalid() {
        Some(error) if !value.is_string() || !may_be_id => Err(error),
        _ => Ok(text.into()),
    }
}

/// Whether a part of a text between commas is an ID, or something else that has no commas: names may have them.
pub(super) fn has_no_comma(kind: ResourceKind, part: &str) -> bool {
    let is_address = kind == ResourceKind::User && part.contains('@') && !part.contains(' ');
    let is_number = kind == ResourceKind::Incident && is_number(part.trim_start_matches('#'));
    !names::has_names(kind) || names::is_id(part) || is_number || is_address || linked(part).is_some()
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text shows anything on a screen.
fn is_visible(text: &str) -> bool {
    let mut text = text.to_owned();
    untrusted::clean(&mut text);
    !text.trim().is_empty()
}

/// What the address of a page of PagerDuty's is about, the page itself first; nothing where a text is no such address.
fn linked(text: &str) -> Option<Vec<(ResourceKind, &str)>> {
    let lower = text.to_ascii_lowercase();
    let scheme = ["https://", "http://"].into_iter().find(|scheme| lower.starts_with(scheme)).unwrap_or_default();
    let (host, page) = text[scheme.len()..].split_once('/')?;
    let account = host.to_ascii_lowercase();
    let account = account.strip_suffix(DOMAIN)?;
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    if account.is_empty() || !account.bytes().all(is_name) {
        return None;
    }
    // Old pages name what they are about after a `#`.
    let (page, fragment) = page.split_once('#').unwrap_or((page, ""));
    let page = page.split('?').next().unwrap_or_default();
    let segments: Vec<&str> = page.split('/').chain([fragment]).filter(|segment| !segment.is_empty()).collect();
    let mut found = Vec::new();
    let mut rest = segments.as_slice();
    while let [_, others @ ..] = rest {
        rest = match page_of(rest).and_then(|(kind, length)| Some((kind, length, *rest.get(length)?))) {
            Some((kind, length, id)) if is_id(id) => {
                found.push((kind, id));
                &rest[length + 1..]
            }
            _ => others,
        };
    }
    found.reverse();
    Some(found)
}

/// The kind whose page these segments begin with, and how many name it: the longest name wins.
fn page_of(segments: &[&str]) -> Option<(ResourceKind, usize)> {
    let pages = ResourceKind::ALL.into_iter().flat_map(|kind| kind.pages().iter().map(move |page| (kind, page)));
    let here = pages.filter(|(_, page)| segments.starts_with(page)).map(|(kind, page)| (kind, page.len()));
    here.max_by_key(|(_, length)| *length)
}

/// Whether a segment is an ID and no word: words have small letters only.
fn is_id(segment: &str) -> bool {
    segment.parse::<Id<()>>().is_ok() && segment.bytes().any(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn id(kind: ResourceKind, text: &str) -> Option<String> {
        read("incident_id", kind, json!(text)).ok().and_then(|value| value.as_str().map(str::to_owned))
    }

    #[test]
    fn what_people_copy_is_read() {
        use ResourceKind::{Alert, EscalationPolicy, Incident, LogEntry, Schedule, Service, Team, User};
        for (kind, text, expected) in [
            (Incident, "#43686", "43686"),
            (Incident, " QPV1ABC ", "QPV1ABC"),
            (Incident, "https://acme.pagerduty.com/incidents/QPV1ABC", "QPV1ABC"),
            (Incident, "https://acme.eu.pagerduty.com/incidents/QPV1ABC/timeline?tab=1#top", "QPV1ABC"),
            (Incident, "HTTPS://Acme.PagerDuty.com/incidents/QPV1ABC/", "QPV1ABC"),
            (Incident, "acme.pagerduty.com/incidents/43686", "43686"),
            (Incident, "https://acme.pagerduty.com/incidents/QPV1ABC/log_entries/R123", "QPV1ABC"),
            (LogEntry, "https://acme.pagerduty.com/incidents/QPV1ABC/log_entries/R123", "R123"),
            (Incident, "https://api.pagerduty.com/incidents/QPV1ABC", "QPV1ABC"),
            (Service, "https://acme.pagerduty.com/service-directory/PSVC123", "PSVC123"),
            (Service, "https://acme.pagerduty.com/services/PSVC123/integrations", "PSVC123"),
            (Team, "https://acme.pagerduty.com/teams/PTEAM12/members", "PTEAM12"),
            (User, "https://acme.pagerduty.com/users/PUSER12", "PUSER12"),
            (Schedule, "https://acme.pagerduty.com/schedules#PSCHED1", "PSCHED1"),
            (EscalationPolicy, "https://acme.pagerduty.com/escalation_policies/PESC123", "PESC123"),
            (Alert, "https://acme.pagerduty.com/alerts/QALERT1", "QALERT1"),
            (Team, "Me", "Me"),
            (Team, " Night, Watch ", "Night, Watch"),
        ] {
            assert_eq!(id(kind, text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_means_another_thing_is_refused() {
        use ResourceKind::{Incident, Service, Team};
        for (kind, text) in [
            (Service, "https://acme.pagerduty.com/incidents/QPV1ABC"),
            (Service, "https://acme.pagerduty.com/service-directory/maintenance-windows/PMW1234"),
            (Incident, "https://acme.pagerduty.com/incidents"),
            (Incident, "https://acme.pagerduty.com/incidents/types"),
            (Incident, "https://pagerduty.com/incidents/QPV1ABC"),
            (Incident, "https://pagerduty.com.example.org/incidents/QPV1ABC"),
            (Incident, "https://acme.pagerduty.com@example.org/incidents/QPV1ABC"),
            (Incident, "https://example.org/incidents/QPV1ABC"),
            (Incident, "https://evilpagerduty.com/incidents/QPV1ABC"),
            (Incident, "#QPV1ABC"),
            (Incident, "##43686"),
            (Team, "#43686"),
            (Incident, "types"),
            (Incident, "Me"),
            (Incident, " "),
            (Team, "\u{200b}"),
            (Team, "  "),
        ] {
            assert_eq!(id(kind, text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_an_incident_is_a_plain_id(text in "(https://[a-z]{1,3}[.]pagerduty[.]com/)?[ #/a-zA-Z0-9?.%-]{0,30}") {
            if let Some(id) = id(ResourceKind::Incident, &text) {
                prop_assert!(id.parse::<Id<()>>().is_ok(), "{} {}", text, id);
            }
        }
    }
}
