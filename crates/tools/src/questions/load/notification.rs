//! That somebody was told of an incident, and by what.

use pagerduty::{
    Timestamp,
    model::{LogEntry, Reference},
};

/// By what somebody was told. Only e-mail rings nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Channel {
    Push,
    Sms,
    Phone,
    Email,
    /// PagerDuty does not say.
    Unknown,
}

/// That somebody was told of an incident.
#[derive(Debug)]
pub(super) struct Notification {
    pub(super) user: String,
    pub(super) incident: String,
    pub(super) title: String,
    pub(super) service: Option<String>,
    pub(super) at: Timestamp,
    pub(super) channel: Channel,
    /// Whether PagerDuty says that it did not arrive.
    pub(super) has_failed: bool,
}

impl Notification {
    pub(super) fn of(entry: &LogEntry) -> Option<Self> {
        let is_one = entry.r#type.as_deref() == Some("notify");
        let incident = entry.incident.get()?;
        let service = entry.service.get().and_then(|service| service.summary.as_deref());
        Some(Self {
            user: entry.user.get().filter(|_| is_one)?.id.as_deref()?.to_owned(),
            incident: incident.id.as_deref()?.to_owned(),
            title: title(incident).to_owned(),
            service: service.map(str::to_owned),
            at: entry.created_at.parsed()?,
            channel: Channel::of(entry),
            has_failed: entry.delivery.as_deref().is_some_and(|status| status.starts_with("fail")),
        })
    }
}

impl Channel {
    /// The channel of a notification says it; where it does not, the sentence about it does.
    fn of(entry: &LogEntry) -> Self {
        let of_channel = entry.channel.get().and_then(|channel| channel.notification());
        of_channel.map(Self::named).filter(|one| *one != Self::Unknown).unwrap_or_else(|| {
            // Whoever is told may have any name, so only what stands behind the last `via` counts.
            let way = entry.summary.as_deref().and_then(|summary| summary.rsplit_once(" via "));
            way.map_or(Self::Unknown, |(_, way)| Self::named(&way.to_lowercase()))
        })
    }

    /// Of a name such as `push_notification`.
    fn named(name: &str) -> Self {
        let known = [
            ("push", Self::Push),
            ("sms", Self::Sms),
            ("phone", Self::Phone),
            ("email", Self::Email),
            ("e-mail", Self::Email),
        ];
        known.into_iter().find(|(start, _)| name.starts_with(start)).map_or(Self::Unknown, |(_, channel)| channel)
    }

    /// Whether it wakes somebody, as far as is known.
    pub(super) fn rings(self) -> bool {
        self != Self::Email
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Push => "push",
            Self::Sms => "sms",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Unknown => "unknown",
        }
    }
}

/// The title of an incident out of its reference, `[#1234] Title`.
fn title(incident: &Reference) -> &str {
    let summary = incident.summary.as_deref().unwrap_or_default();
    let rest = summary.strip_prefix("[#").and_then(|rest| rest.split_once("] "));
    match rest {
        Some((number, title)) if number.bytes().all(|byte| byte.is_ascii_digit()) => title,
        _ => summary,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_mail_does_not_ring() {
        let entry = |channel: &str, summary: &str| {
            let json = format!(r#"{{"summary": "{summary}", "channel": {channel}}}"#);
            Channel::of(&serde_json::from_str(&json).unwrap())
        };
        let by = |kind: &str| format!(r#"{{"type": "auto", "notification": {{"type": "{kind}"}}}}"#);
        for (channel, summary, expected) in [
            (by("email_notification"), "Notified Ada via phone", Channel::Email),
            (by("push_notification"), "", Channel::Push),
            (by("sms"), "", Channel::Sms),
            (by("carrier_pigeon"), "Notified Ada", Channel::Unknown),
            (r#"{"type": "auto"}"#.to_owned(), "Notified Via Email via phone", Channel::Phone),
            (r#"{"type": "auto"}"#.to_owned(), "Notified Ada via email", Channel::Email),
            ("null".to_owned(), "Notified Ada via SMS", Channel::Sms),
            ("[]".to_owned(), "", Channel::Unknown),
        ] {
            assert_eq!(entry(&channel, summary), expected, "{channel} {summary}");
        }
        assert!(Channel::Unknown.rings() && !Channel::Email.rings());
    }

    #[test]
    fn titles_stand_behind_the_number() {
        for (summary, expected) in [("[#12] Disk [#3] full", "Disk [#3] full"), ("[#x] Odd", "[#x] Odd"), ("", "")] {
            let reference = Reference { summary: Some(summary.to_owned()).into(), ..Reference::default() };
            assert_eq!(title(&reference), expected);
        }
    }
}
