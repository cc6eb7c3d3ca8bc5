//! `oncall_load`: what being on call costs each person.

mod notification;
mod person;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use pagerduty::model::{Team, User, log_entry::LogEntriesQuery, oncall::OncallsQuery, user::UsersQuery};
use toolkit::{
    answer::strangers::Strangers,
    prelude::*,
    times::{named, zone},
};

use self::{
    notification::{Channel, Notification},
    person::Person,
};
use super::DEFAULT_DAYS;
use crate::{
    on_calls::shifts::{self, Span, span},
    time_range, yes,
};

pub(crate) const TOOLS: &[fn() -> Entry] = &[Entry::of::<OncallLoad>];

/// The longest range: log entries of more would not be read within a call.
const LONGEST_DAYS: i64 = 92;

/// Log entries of the whole account that are read: two hundred requests, a fifth of what PagerDuty allows in a minute.
const MAX_ENTRIES: u64 = 20_000;

/// Say what being on call in PagerDuty costs each person of your teams: incidents that rang (push, SMS, phone) in all, at
/// night and at weekends; hours, nights and weekends on call. Worst nights first.
#[derive(Debug, Deserialize, JsonSchema)]
struct OncallLoad {
    /// true: the members of your own teams; false: those of team_ids, or everybody.
    #[serde(default = "yes")]
    current_user_context: bool,
    /// The members of these teams.
    #[serde(default)]
    team_ids: Vec<Id<Team>>,
    /// Start of the range; default 30 days before until.
    since: Option<Timestamp>,
    /// End of the range, at most 92 days after since; default now.
    until: Option<Timestamp>,
    /// IANA zone of times, nights (22 to 7 o'clock) and weekends; default each person's own, and UTC for times.
    #[schemars(extend("format" = "time_zone"))]
    time_zone: Option<String>,
}

impl Tool for OncallLoad {
    const INFO: Info = Info::read("oncall_load", "On-call load", Toolset::Insights).on_by_default();
    const RULES: &'static [Rule] = &[Rule::ContextExcludes(&["team_ids"])];

    async fn call(self, cx: &Context) -> Result<Answer> {
        let until = self.until.unwrap_or_else(|| cx.now());
        let since = self.since.unwrap_or_else(|| until.plus_days(-DEFAULT_DAYS));
        time_range::check(since, until, Some(LONGEST_DAYS))?;
        let common = self.time_zone.as_deref().map(zone).transpose()?;
        let Some(team_ids) = cx.teams_or_mine(self.current_user_context, &self.team_ids).await? else {
            return Ok(Answer::items("people", Vec::new()));
        };
        let client = cx.pagerduty()?;
        let members = UsersQuery { team_ids: team_ids.clone(), ..UsersQuery::default() };
        let (members, notifications) =
            tokio::join!(client.list(&members, Window::ALL), notifications(team_ids, (since, until), cx));
        let mut people: BTreeMap<String, Person> = BTreeMap::new();
        for user in members?.rows.into_iter().map(|row| row.item) {
            let Some(id) = user.id.as_deref() else { continue };
            let own = || named(user.time_zone.as_deref()?);
            let person = people.entry(id.to_owned()).or_default();
            person.name = user.name.as_deref().unwrap_or(id).to_owned();
            person.zone = common.clone().or_else(own);
        }
        let user_ids: Vec<Id<User>> = people.keys().filter_map(|id| id.parse().ok()).collect();
        let of_users = |user_ids| OncallsQuery { user_ids, ..OncallsQuery::default() };
        for oncall in shifts::oncalls(&user_ids, of_users, (since, until), cx).await? {
            let id = oncall.user.get().and_then(|user| user.id.as_deref());
            let Some(person) = id.and_then(|id| people.get_mut(id)) else { continue };
            // Whoever a policy names directly is called when nobody else answers, and has no shift.
            match oncall.schedule.get() {
                Some(_) => person.shifts.extend(span(&oncall, (since, until))),
                None => person.is_named_directly = true,
            }
        }
        // PagerDuty begins with the latest; what counts is when somebody was woken first.
        let mut notifications = notifications?;
        notifications.sort_by_key(|one| one.at);
        let unknown = notifications.iter().filter(|one| one.channel == Channel::Unknown).count();
        if unknown > 0 {
            cx.warn(format!("PagerDuty does not say by what {unknown} notifications came: they count as ringing"));
        }
        for notification in notifications {
            if let Some(person) = people.get_mut(&notification.user) {
                person.notified(notification);
            }
        }
        let mut people: Vec<_> = people.into_iter().collect();
        people.sort_by_key(|(_, person)| person.rank());
        let shown = people.into_iter().map(|(id, person)| person.into_value(&id)).collect();
        let zone = common.unwrap_or(TimeZone::UTC);
        let strangers = Strangers::default().titles(&["top_titles.title", "top_titles.example"]);
        Ok(Answer::composed("people", shown, strangers)
            .in_order("worst nights first")
            .metadata("since", since.to_string())
            .metadata("until", until.to_string())
            .metadata("time_zone", zone.iana_name().unwrap_or("UTC")))
    }
}

/// Who was told of which incident, in a range. A phone rings for the incidents of any team, so those of the whole account
/// are read, unless they are too many for one call.
async fn notifications(team_ids: Vec<Id<Team>>, (since, until): Span, cx: &Context) -> Result<Vec<Notification>> {
    let client = cx.pagerduty()?;
    let mut query = LogEntriesQuery { since: Some(since), until: Some(until), ..LogEntriesQuery::default() };
    if !team_ids.is_empty() {
        let total = client.list(&query, Window::new(0, 1).counted()).await?.total;
        if total.is_none_or(|total| total > MAX_ENTRIES) {
            cx.warn(
                "the account has more log entries than one call reads: pages by incidents of other teams are left out",
            );
            query.team_ids = team_ids;
        }
    }
    cx.read_all(query, LONGEST_DAYS, |entry| Notification::of(&entry)).await
}
