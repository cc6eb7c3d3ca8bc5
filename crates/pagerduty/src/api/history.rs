//! What happened: alerts, log entries and change events.

use super::{ListQuery, collection, object};
use crate::{
    Client, Id, Page, Resource, Result, Row,
    model::{
        Alert, ChangeEvent, Incident, LogEntry, alert::AlertsQuery, change_event::ChangeEventsQuery,
        log_entry::LogEntriesQuery,
    },
    path::Path,
};

/// `GET /incidents/{id}/alerts`
impl ListQuery for AlertsQuery {
    type Row = Alert;

    fn path(&self) -> Path {
        object(&self.incident_id).literal(Alert::KIND.plural())
    }
}

/// `GET /log_entries`, or `GET /incidents/{id}/log_entries`: the latest first.
impl ListQuery for LogEntriesQuery {
    type Row = LogEntry;

    fn path(&self) -> Path {
        let Some(incident) = &self.incident_id else { return collection::<LogEntry>() };
        object(incident).literal(LogEntry::KIND.plural())
    }
}

/// `GET /change_events`, or `GET /services/{id}/change_events`: the latest first.
impl ListQuery for ChangeEventsQuery {
    type Row = ChangeEvent;

    fn path(&self) -> Path {
        let Some(service) = &self.service_id else { return collection::<ChangeEvent>() };
        object(service).literal(ChangeEvent::KIND.plural())
    }
}

impl Client {
    /// `GET /incidents/{id}/alerts/{alert_id}`
    pub async fn incident_alert(&self, incident: &Id<Incident>, id: &Id<Alert>) -> Result<Row<Alert>> {
        self.get_one(&object(incident).literal("alerts").id(id), Alert::KIND.singular(), &()).await
    }

    /// `GET /incidents/{id}/related_change_events`: each with the reason why it may belong to the incident.
    pub async fn related_change_events(&self, id: &Id<Incident>) -> Result<Page<ChangeEvent>> {
        self.get_all(&object(id).literal("related_change_events"), ChangeEvent::KIND.plural(), &()).await
    }
}
