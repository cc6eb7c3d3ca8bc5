//! What happened: alerts, log entries and change events.

use super::{Include, collection, object};
use crate::{
    Client, Id, Page, Resource, Result, Row, Window,
    model::{
        Alert, ChangeEvent, Incident, LogEntry, Service, alert::AlertsQuery, change_event::ChangeEventsQuery,
        log_entry::LogEntriesQuery,
    },
};

impl Client {
    /// `GET /incidents/{id}/alerts`
    pub async fn incident_alerts(&self, id: &Id<Incident>, query: &AlertsQuery, window: Window) -> Result<Page<Alert>> {
        self.get_list(&object(id).literal("alerts"), Alert::KIND.plural(), query, window).await
    }

    /// `GET /incidents/{id}/alerts/{alert_id}`
    pub async fn incident_alert(&self, incident: &Id<Incident>, id: &Id<Alert>) -> Result<Row<Alert>> {
        self.get_one(&object(incident).literal("alerts").id(id), Alert::KIND.singular(), &()).await
    }

    /// `GET /log_entries/{id}`; `include` names what PagerDuty sends whole instead of in short, such as `channels`.
    pub async fn log_entry(&self, id: &Id<LogEntry>, include: &[&str]) -> Result<Row<LogEntry>> {
        self.get(id, &Include { include }).await
    }

    /// `GET /change_events/{id}`
    pub async fn change_event(&self, id: &Id<ChangeEvent>) -> Result<Row<ChangeEvent>> {
        self.get(id, &()).await
    }

    /// `GET /log_entries`: of the whole account, the latest first.
    pub async fn log_entries(&self, query: &LogEntriesQuery, window: Window) -> Result<Page<LogEntry>> {
        self.list(query, window).await
    }

    /// `GET /incidents/{id}/log_entries`: of one incident, the latest first.
    pub async fn incident_log_entries(
        &self,
        id: &Id<Incident>,
        query: &LogEntriesQuery,
        window: Window,
    ) -> Result<Page<LogEntry>> {
        self.get_list(&object(id).literal("log_entries"), LogEntry::KIND.plural(), query, window).await
    }

    /// `GET /change_events`: of the whole account, the latest first.
    pub async fn change_events(&self, query: &ChangeEventsQuery, window: Window) -> Result<Page<ChangeEvent>> {
        self.get_list(&collection::<ChangeEvent>(), ChangeEvent::KIND.plural(), query, window).await
    }

    /// `GET /services/{id}/change_events`
    pub async fn service_change_events(
        &self,
        id: &Id<Service>,
        query: &ChangeEventsQuery,
        window: Window,
    ) -> Result<Page<ChangeEvent>> {
        self.get_list(&object(id).literal("change_events"), ChangeEvent::KIND.plural(), query, window).await
    }

    /// `GET /incidents/{id}/related_change_events`: each with the reason why it may belong to the incident.
    pub async fn related_change_events(&self, id: &Id<Incident>) -> Result<Page<ChangeEvent>> {
        self.get_all(&object(id).literal("related_change_events"), ChangeEvent::KIND.plural(), &()).await
    }
}
