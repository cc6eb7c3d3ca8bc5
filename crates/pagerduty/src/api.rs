//! One method per endpoint.

use reqwest::Method;
use serde::Serialize;
use serde_json::json;

use crate::{
    Client, Id, Page, Resource, Result, Row, Timestamp, Window,
    client::{ABILITIES, Write},
    model::{
        EscalationPolicy, Incident, IncidentStatus, Note, Oncall, PastIncident, RelatedIncident, Schedule, Service,
        Team, User,
        escalation_policy::EscalationPoliciesQuery,
        incident::IncidentsQuery,
        oncall::OncallsQuery,
        schedule::{ScheduleQuery, SchedulesQuery},
        service::ServicesQuery,
        team::TeamsQuery,
        user::UsersQuery,
    },
    path::Path,
};

/// Parts of an object that PagerDuty sends only when asked: its `include[]` parameter.
#[derive(Debug, Default, Serialize)]
struct Include<'a> {
    include: &'a [&'a str],
}

/// The parameters of `GET /incidents/{id}/related_incidents`.
#[derive(Debug, Serialize)]
struct RelatedIncidentsQuery<'a> {
    additional_details: &'a [&'a str],
}

fn collection<T: Resource>() -> Path {
    Path::root(T::KIND.plural())
}

fn object<T: Resource>(id: &Id<T>) -> Path {
    collection::<T>().id(id)
}

impl Client {
    /// `GET /abilities`: what the account's plan lets it do, by name.
    pub async fn abilities(&self) -> Result<Vec<String>> {
        self.get_texts(&Path::root(ABILITIES), ABILITIES).await
    }

    /// `GET /incidents`
    pub async fn incidents(&self, query: &IncidentsQuery, window: Window) -> Result<Page<Incident>> {
        self.list(query, window).await
    }

    /// `GET /incidents/{id}`, by ID or number; `include` names parts that PagerDuty sends only when asked, such as
    /// `body`.
    pub async fn incident(&self, id: &Id<Incident>, include: &[&str]) -> Result<Row<Incident>> {
        self.get(id, &Include { include }).await
    }

    /// `PUT /incidents/{id}` with a new status, made by the user whose e-mail address is `from`.
    pub async fn set_incident_status(
        &self,
        id: &Id<Incident>,
        status: IncidentStatus,
        from: &str,
    ) -> Result<Row<Incident>> {
        let body = json!({ "incident": { "type": "incident_reference", "status": status } });
        self.write(&Method::PUT, &object(id), "incident", Write { body: &body, from }).await
    }

    /// `GET /incidents/{id}/notes`
    pub async fn incident_notes(&self, id: &Id<Incident>) -> Result<Page<Note>> {
        self.get_all(&object(id).literal("notes"), "notes", &()).await
    }

    /// `POST /incidents/{id}/notes`, written by the user whose e-mail address is `from`.
    pub async fn add_incident_note(&self, id: &Id<Incident>, content: &str, from: &str) -> Result<Row<Note>> {
        let body = json!({ "note": { "content": content } });
        self.write(&Method::POST, &object(id).literal("notes"), "note", Write { body: &body, from }).await
    }

    /// `GET /incidents/{id}/past_incidents`
    pub async fn past_incidents(&self, id: &Id<Incident>) -> Result<Page<PastIncident>> {
        self.get_all(&object(id).literal("past_incidents"), "past_incidents", &()).await
    }

    /// `GET /incidents/{id}/related_incidents`, each with all its fields, which PagerDuty sends only when asked.
    pub async fn related_incidents(&self, id: &Id<Incident>) -> Result<Page<RelatedIncident>> {
        let query = RelatedIncidentsQuery { additional_details: &["incident"] };
        self.get_all(&object(id).literal("related_incidents"), "related_incidents", &query).await
    }

    /// `GET /escalation_policies`
    pub async fn escalation_policies(
        &self,
        query: &EscalationPoliciesQuery,
        window: Window,
    ) -> Result<Page<EscalationPolicy>> {
        self.list(query, window).await
    }

    /// `GET /escalation_policies/{id}`
    pub async fn escalation_policy(&self, id: &Id<EscalationPolicy>) -> Result<Row<EscalationPolicy>> {
        self.get(id, &()).await
    }

    /// `GET /oncalls`
    pub async fn oncalls(&self, query: &OncallsQuery, window: Window) -> Result<Page<Oncall>> {
        self.list(query, window).await
    }

    /// `GET /schedules`
    pub async fn schedules(&self, query: &SchedulesQuery, window: Window) -> Result<Page<Schedule>> {
        self.list(query, window).await
    }

    /// `GET /schedules/{id}`; with a range also who is on call in it.
    pub async fn schedule(&self, id: &Id<Schedule>, query: &ScheduleQuery) -> Result<Row<Schedule>> {
        self.get(id, query).await
    }

    /// `GET /schedules/{id}/users`: who is on call between the two times. Without them PagerDuty would list every
    /// member of the schedule, so they are not optional.
    pub async fn users_oncall(&self, id: &Id<Schedule>, since: Timestamp, until: Timestamp) -> Result<Page<User>> {
        let query = ScheduleQuery { since: Some(since), until: Some(until) };
        self.get_all(&object(id).literal("users"), "users", &query).await
    }

    /// `GET /services`
    pub async fn services(&self, query: &ServicesQuery, window: Window) -> Result<Page<Service>> {
        self.list(query, window).await
    }

    /// `GET /services/{id}`
    pub async fn service(&self, id: &Id<Service>) -> Result<Row<Service>> {
        self.get(id, &()).await
    }

    /// `GET /teams`
    pub async fn teams(&self, query: &TeamsQuery, window: Window) -> Result<Page<Team>> {
        self.list(query, window).await
    }

    /// `GET /teams/{id}`
    pub async fn team(&self, id: &Id<Team>) -> Result<Row<Team>> {
        self.get(id, &()).await
    }

    /// `GET /users`
    pub async fn users(&self, query: &UsersQuery, window: Window) -> Result<Page<User>> {
        self.list(query, window).await
    }

    /// `GET /users/{id}`
    pub async fn user(&self, id: &Id<User>) -> Result<Row<User>> {
        self.get(id, &()).await
    }

    /// `GET /users/me`: the user that the token belongs to. An account-level token has none
    /// ([`ErrorKind::NoUser`](crate::ErrorKind::NoUser)).
    pub async fn current_user(&self) -> Result<Row<User>> {
        self.get_one(&collection::<User>().literal("me"), User::KIND.singular(), &()).await
    }

    async fn get<T: Resource>(&self, id: &Id<T>, query: &impl Serialize) -> Result<Row<T>> {
        self.get_one(&object(id), T::KIND.singular(), query).await
    }

    async fn list<T: Resource>(&self, query: &impl Serialize, window: Window) -> Result<Page<T>> {
        self.get_list(&collection::<T>(), T::KIND.plural(), query, window).await
    }
}
