//! What is known of the account from plain reads of PagerDuty's REST API, page by page: a second way to the answers.

use pagerduty::{
    Client, Id, Resource, Row, Timestamp, Window,
    model::{
        IncidentStatus, Schedule, Service, Team, User,
        change_event::ChangeEventsQuery,
        escalation_policy::EscalationPoliciesQuery,
        incident::{DateRange, IncidentsQuery},
        oncall::OncallsQuery,
        schedule::ScheduleQuery,
        user::UsersQuery,
    },
};
use pagerduty_sim::Facts;
use serde_json::Value;

use crate::Result;

/// What was read.
pub(super) struct Reads {
    pub(super) now: Timestamp,
    pub(super) team: String,
    pub(super) service: String,
    pub(super) schedule: String,
    /// Incidents of the user's teams, created within the last thirty days.
    pub(super) month: Vec<Value>,
    /// Those that are open, whenever they were created.
    pub(super) open: Vec<Value>,
    /// What the schedule shows for the next eight weeks.
    pub(super) shifts: Vec<Value>,
    /// On-calls of the user in the next four weeks.
    pub(super) my_shifts: Vec<Value>,
    /// Members of the team.
    pub(super) members: Vec<Value>,
    /// Changes of the service in the last thirty days.
    pub(super) changes: Vec<Value>,
    /// Escalation policies of the team.
    pub(super) policies: Vec<Value>,
}

impl Reads {
    pub(super) async fn of(facts: &Facts, client: &Client, now: Timestamp) -> Result<Self> {
        let teams: Vec<Id<Team>> = facts.demo_teams.iter().map(|team| team.id.parse()).collect::<Result<_, _>>()?;
        let team = teams.first().ok_or("the user is in no team")?.clone();
        let user: Id<User> = facts.demo_user.id.parse()?;
        let service: Id<Service> = facts.service.id.parse()?;
        let schedule: Id<Schedule> = facts.demo_schedule.as_ref().ok_or("no schedule")?.id.parse()?;
        let of_teams = IncidentsQuery { team_ids: teams, ..IncidentsQuery::default() };
        let month = IncidentsQuery { since: Some(now.plus_days(-30)), until: Some(now), ..of_teams.clone() };
        let statuses = vec![IncidentStatus::Triggered, IncidentStatus::Acknowledged];
        let open = IncidentsQuery { statuses, date_range: Some(DateRange::All), ..of_teams };
        let mine = OncallsQuery {
            user_ids: vec![user],
            since: Some(now),
            until: Some(now.plus_days(28)),
            ..OncallsQuery::default()
        };
        let range = ScheduleQuery { since: Some(now), until: Some(now.plus_days(56)) };
        let shifts = client.schedule(&schedule, &range).await?;
        let shifts = shifts.fields()["final_schedule"]["rendered_schedule_entries"].as_array().cloned();
        let members = UsersQuery { team_ids: vec![team.clone()], ..UsersQuery::default() };
        let changes = ChangeEventsQuery {
            service_id: Some(service.clone()),
            since: Some(now.plus_days(-30)),
            until: Some(now),
            ..ChangeEventsQuery::default()
        };
        let policies = EscalationPoliciesQuery { team_ids: vec![team.clone()], ..EscalationPoliciesQuery::default() };
        Ok(Self {
            now,
            team: team.to_string(),
            service: service.to_string(),
            schedule: schedule.to_string(),
            month: raw(client.list(&month, Window::ALL).await?.rows),
            open: raw(client.list(&open, Window::ALL).await?.rows),
            shifts: shifts.unwrap_or_default(),
            my_shifts: raw(client.list(&mine, Window::ALL).await?.rows),
            members: raw(client.list(&members, Window::ALL).await?.rows),
            changes: raw(client.list(&changes, Window::ALL).await?.rows),
            policies: raw(client.list(&policies, Window::ALL).await?.rows),
        })
    }

    /// How many incidents of a service were created within this number of days.
    pub(super) fn incidents_of(&self, service: &str, days: i64) -> usize {
        let since = self.now.plus_days(-days);
        let is_meant = |one: &&Value| one["service"]["id"] == service && time(&one["created_at"]) >= Some(since);
        self.month.iter().filter(is_meant).count()
    }
}

/// A time as PagerDuty writes it.
pub(super) fn time(value: &Value) -> Option<Timestamp> {
    value.as_str()?.parse().ok()
}

fn raw<T: Resource>(rows: Vec<Row<T>>) -> Vec<Value> {
    rows.iter().map(|row| Value::Object(row.fields().into_iter().collect())).collect()
}
