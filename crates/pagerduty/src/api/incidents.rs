//! Incidents, and what belongs to one.

use reqwest::Method;
use serde::Serialize;
use serde_json::json;

use super::{Include, collection, object};
use crate::{
    Client, Id, Page, Resource, Result, Row, Window,
    client::Write,
    model::{
        Incident, Note, PastIncident, Priority, RelatedIncident,
        incident::{IncidentUpdate, IncidentsQuery},
    },
};

/// The parameters of `GET /incidents/{id}/related_incidents`.
#[derive(Debug, Serialize)]
struct RelatedIncidentsQuery<'a> {
    additional_details: &'a [&'a str],
}

impl Client {
    /// `GET /incidents`
    pub async fn incidents(&self, query: &IncidentsQuery, window: Window) -> Result<Page<Incident>> {
        self.list(query, window).await
    }

    /// `GET /incidents/{id}`, by ID or number; `include` names parts that PagerDuty sends only when asked, such as
    /// `body`.
    pub async fn incident(&self, id: &Id<Incident>, include: &[&str]) -> Result<Row<Incident>> {
        self.get(id, &Include { include }).await
    }

    /// `PUT /incidents/{id}`, made by the user whose e-mail address is `from`.
    pub async fn update_incident(
        &self,
        id: &Id<Incident>,
        update: &IncidentUpdate,
        from: &str,
    ) -> Result<Row<Incident>> {
        let body = json!({ "incident": update });
        self.write(&Method::PUT, &object(id), "incident", Write { body: &body, from }).await
    }

    /// `GET /priorities`: none where the account does not use them.
    pub async fn priorities(&self) -> Result<Page<Priority>> {
        self.get_all(&collection::<Priority>(), Priority::KIND.plural(), &()).await
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
}
