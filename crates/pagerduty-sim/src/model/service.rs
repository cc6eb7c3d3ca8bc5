//! Technical services: what incidents happen to.

use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde_json::{Map, Value};

use super::escalation_policy::EscalationPolicy;
use super::people::Team;
use super::status::Urgency;
use crate::id::Key;
use crate::time::ACCOUNT_TIME_ZONE;

/// Something that runs and can break.
pub(crate) struct Service {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) kind: ServiceKind,
    /// That of the escalation policy.
    pub(crate) team: Option<Key<Team>>,
    pub(crate) escalation_policy: Key<EscalationPolicy>,
    pub(crate) created_at: Timestamp,
    pub(crate) integrations: Vec<Integration>,
    /// The services that this one calls.
    pub(crate) depends_on: Vec<Key<Service>>,
    /// Whether urgency follows from the hour instead of the severity.
    pub(crate) support_hours: bool,
    /// Whether it is switched off: nothing opens incidents on it.
    pub(crate) is_disabled: bool,
    /// Whether its monitors are known to cry wolf.
    pub(crate) flapping: bool,
    pub(crate) deleted_at: Option<Timestamp>,
    /// What the API was told besides: settings that nothing here goes by, except that a fixed urgency holds.
    pub(crate) said: Map<String, Value>,
}

impl Service {
    /// The name as a host or a repository would have it.
    pub(crate) fn slug(&self) -> String {
        self.name.to_lowercase().replace(' ', "-")
    }

    /// The urgency of an incident that begins then: by its severity, or in support hours high and else low.
    pub(crate) fn urgency_at(&self, time: Timestamp, is_severe: bool) -> Urgency {
        let fixed = self.said.get("incident_urgency_rule").and_then(|rule| rule["urgency"].as_str());
        if let Some(urgency) = fixed.and_then(Urgency::named) {
            return urgency;
        }
        let is_high = if self.support_hours { is_supported(time) } else { is_severe };
        if is_high { Urgency::High } else { Urgency::Low }
    }

    /// When support hours begin next, which raises the urgency of what nobody has acknowledged.
    pub(crate) fn next_support_start(&self, time: Timestamp) -> Option<Timestamp> {
        if !self.support_hours {
            return None;
        }
        let zone = support_zone();
        let today = zone.to_datetime(time).date();
        // A weekend has two days.
        let starts = today.series(1.day()).take(5).filter(|date| is_workday(date.weekday()));
        let mut starts = starts.filter_map(|date| zone.to_timestamp(date.at(SUPPORT_HOURS.start, 0, 0, 0)).ok());
        starts.find(|start| *start > time)
    }

    /// After how many seconds its incidents resolve by themselves.
    pub(crate) fn auto_resolve_timeout(&self) -> Option<i64> {
        match self.kind {
            _ if self.flapping => Some(14_400),
            ServiceKind::Frontend | ServiceKind::Mobile => Some(86_400),
            _ => None,
        }
    }

    /// For how many seconds an acknowledgement holds.
    pub(crate) fn acknowledgement_timeout(&self) -> Option<i64> {
        matches!(self.kind, ServiceKind::Database | ServiceKind::Queue).then_some(1800)
    }
}

/// The working hours of the services that have any, Monday to Friday in the account's zone.
pub(crate) const SUPPORT_HOURS: std::ops::Range<i8> = 9..17;

fn support_zone() -> TimeZone {
    TimeZone::get(ACCOUNT_TIME_ZONE).unwrap_or(TimeZone::UTC)
}

fn is_supported(time: Timestamp) -> bool {
    let local = support_zone().to_datetime(time);
    is_workday(local.weekday()) && SUPPORT_HOURS.contains(&local.hour())
}

fn is_workday(day: Weekday) -> bool {
    day.to_monday_one_offset() <= 5
}

/// What sort of thing a service is; decides what can go wrong with it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum ServiceKind {
    Api,
    Worker,
    Queue,
    Database,
    Cache,
    Search,
    Batch,
    Frontend,
    Mobile,
    Platform,
    Desk,
}

/// Where a service's events come from.
pub(crate) struct Integration {
    pub(crate) tool: Tool,
}

/// What sends events.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Tool {
    Datadog,
    Prometheus,
    CloudWatch,
    Sentry,
    Pingdom,
    Email,
    /// The build pipeline, which sends change events.
    Pipeline,
}

impl Tool {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Tool::Datadog => "Datadog",
            Tool::Prometheus => "Prometheus",
            Tool::CloudWatch => "Amazon CloudWatch",
            Tool::Sentry => "Sentry",
            Tool::Pingdom => "Pingdom",
            Tool::Email => "Email",
            Tool::Pipeline => "Build pipeline",
        }
    }

    /// The `type` of a reference to such an integration.
    pub(crate) const fn reference_type(self) -> &'static str {
        match self {
            Tool::Datadog | Tool::Prometheus | Tool::Sentry | Tool::Pipeline => {
                "events_api_v2_inbound_integration_reference"
            }
            Tool::CloudWatch => "aws_cloudwatch_inbound_integration_reference",
            Tool::Pingdom => "pingdom_inbound_integration_reference",
            Tool::Email => "generic_email_inbound_integration_reference",
        }
    }
}
