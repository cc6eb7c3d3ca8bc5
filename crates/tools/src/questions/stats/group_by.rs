//! By what incidents are grouped.

use jiff::tz::TimeZone;
use pagerduty::{Field, Timestamp, model::Incident};
use schemars::JsonSchema;
use serde::Deserialize;

use super::name::Name;
use crate::{
    incidents::titles,
    on_calls::shifts::Span,
    questions::calendar::{self, Local},
};

/// By what incidents are grouped.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum GroupBy {
    #[default]
    Service,
    Team,
    Urgency,
    Priority,
    Status,
    Hour,
    Day,
    Weekday,
    Week,
    Month,
    Assignee,
    Title,
    ExactTitle,
    TitlePattern,
}

impl GroupBy {
    /// The groups that an incident is in, as far as it says; several where it has several teams.
    pub(super) fn groups(self, incident: &Incident, zone: &TimeZone) -> Vec<Name> {
        let local = || {
            let created: Timestamp = incident.created_at.parsed()?;
            Some(Local::of(created, zone))
        };
        let plain = |name: Option<&str>| name.map(Name::plain).into_iter().collect();
        match self {
            Self::Service => incident.service.get().and_then(Name::of).into_iter().collect(),
            Self::Team => incident.teams.get().into_iter().flatten().filter_map(|team| Name::of(team.get()?)).collect(),
            Self::Assignee => {
                let all = incident.assignments.get().into_iter().flatten().filter_map(Field::get);
                all.filter_map(|one| Name::of(one.assignee.get()?)).collect()
            }
            Self::Urgency => plain(incident.urgency.as_deref()),
            Self::Status => plain(incident.status.as_deref()),
            Self::ExactTitle => plain(incident.title.as_deref()),
            Self::Title | Self::TitlePattern => plain(incident.title.as_deref().map(titles::pattern).as_deref()),
            Self::Priority => plain(incident.priority.get().and_then(|priority| priority.name())),
            Self::Hour => plain(local().map(|local| local.hour()).as_deref()),
            Self::Day => plain(local().map(|local| local.date()).as_deref()),
            Self::Weekday => plain(local().map(|local| local.weekday()).as_deref()),
            Self::Week => plain(local().map(|local| local.week()).as_deref()),
            Self::Month => plain(local().map(|local| local.month()).as_deref()),
        }
    }

    /// Where groups are parts of time: all of them that a range touches, in order, also those without incidents.
    pub(super) fn parts_of_time(self, range: Span, zone: &TimeZone) -> Option<Vec<String>> {
        let each_day = |name: fn(&Local) -> String| {
            let mut names: Vec<String> = calendar::days(range, zone).map(|day| name(&day)).collect();
            names.dedup();
            names
        };
        match self {
            Self::Hour => Some((0..24).map(|hour| format!("{hour:02}")).collect()),
            Self::Weekday => Some(calendar::WEEKDAYS.map(str::to_owned).into()),
            Self::Day => Some(each_day(Local::date)),
            Self::Week => Some(each_day(Local::week)),
            Self::Month => Some(each_day(Local::month)),
            Self::Service | Self::Team | Self::Urgency | Self::Priority | Self::Status => None,
            Self::Assignee | Self::Title | Self::ExactTitle | Self::TitlePattern => None,
        }
    }
}
