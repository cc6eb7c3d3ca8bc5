//! Incidents, and what belongs to one.

use serde::Serialize;

use super::{Include, collection, object};
use crate::{
    Client, ErrorKind, Id, Page, Resource, Result, Row, Timestamp,
    model::{
        CustomField, CustomFieldDefinition, Incident, IncidentType, Note, OutlierIncident, PastIncident, Priority,
        RelatedIncident,
    },
};

/// The parameters of `GET /incidents/{id}/related_incidents`.
#[derive(Debug, Serialize)]
struct RelatedIncidentsQuery<'a> {
    additional_details: &'a [&'a str],
}

/// The parameters of `GET /incidents/{id}/past_incidents`.
#[derive(Debug, Serialize)]
struct PastIncidentsQuery {
    limit: Option<u64>,
    total: Option<bool>,
}

/// The parameters of `GET /incidents/{id}/outlier_incident`.
#[derive(Debug, Serialize)]
struct OutlierQuery {
    since: Option<Timestamp>,
}

impl Client {
    /// `GET /priorities`: `None` where the account does not use them, which PagerDuty answers with 404.
    pub async fn priorities(&self) -> Result<Option<Page<Priority>>> {
        match self.get_all(&collection::<Priority>(), Priority::KIND.plural(), &()).await {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            priorities => priorities.map(Some),
        }
    }

    /// `GET /incidents/{id}/notes`
    pub async fn incident_notes(&self, id: &Id<Incident>) -> Result<Page<Note>> {
        self.get_all(&object(id).literal("notes"), "notes", &()).await
    }

    /// `GET /incidents/{id}/past_incidents`: the most similar ones, and how many there are in all where a `limit` is given,
    /// 999 at most; without one PagerDuty lists 5.
    pub async fn past_incidents(&self, id: &Id<Incident>, limit: Option<u64>) -> Result<Page<PastIncident>> {
        let query = PastIncidentsQuery { limit, total: limit.map(|_| true) };
        self.get_all(&object(id).literal("past_incidents"), "past_incidents", &query).await
    }

    /// `GET /incidents/{id}/related_incidents`, each with all its fields, which PagerDuty sends only when asked.
    pub async fn related_incidents(&self, id: &Id<Incident>) -> Result<Page<RelatedIncident>> {
        let query = RelatedIncidentsQuery { additional_details: &["incident"] };
        self.get_all(&object(id).literal("related_incidents"), "related_incidents", &query).await
    }

    /// `GET /incidents/{id}/custom_fields/values`: every field, also those without a value.
    pub async fn custom_fields(&self, id: &Id<Incident>) -> Result<Page<CustomField>> {
        let path = object(id).literal("custom_fields").literal("values");
        self.get_all(&path, CustomField::KIND.plural(), &()).await
    }

    /// `GET /incidents/types/{type_id_or_name}/custom_fields`, with the values that each field may have.
    pub async fn custom_field_definitions(&self, id: &Id<IncidentType>) -> Result<Page<CustomFieldDefinition>> {
        let path = collection::<Incident>().literal("types").id(id).literal("custom_fields");
        self.get_all(&path, "fields", &Include { include: &["field_options"] }).await
    }

    /// `GET /incidents/{id}/outlier_incident`
    pub async fn outlier_incident(&self, id: &Id<Incident>, since: Option<Timestamp>) -> Result<Row<OutlierIncident>> {
        let path = object(id).literal("outlier_incident");
        self.get_one(&path, OutlierIncident::KIND.singular(), &OutlierQuery { since }).await
    }
}
