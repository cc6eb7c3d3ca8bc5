//! The incidents that are open on services which a change silences.

use pagerduty::model::{
    Incident, IncidentStatus, Service,
    incident::{DateRange, IncidentsQuery},
};
use toolkit::prelude::*;

/// Incidents that are named; of more it is only said that there are others.
const MAX_NAMED: u64 = 25;

/// What becomes of the incidents that are open on these services when they are silenced, as a sentence; nothing where nobody reads
/// it.
pub(crate) async fn on_silenced(services: &[Id<Service>], cx: &Context) -> Option<String> {
    if !cx.describes(Effect::Silences) {
        return None;
    }
    let query = IncidentsQuery {
        service_ids: services.to_vec(),
        statuses: vec![IncidentStatus::Triggered, IncidentStatus::Acknowledged],
        date_range: Some(DateRange::All),
        ..IncidentsQuery::default()
    };
    let read = async { Ok::<_, Error>(cx.pagerduty()?.list(&query, Window::new(0, MAX_NAMED)).await?) };
    Some(match read.await {
        Ok(page) if page.rows.is_empty() => "No incident is open there now.".to_owned(),
        Ok(page) => {
            let number = |row: &Row<Incident>| Some(format!("#{}", row.item.incident_number.get()?));
            let numbers = page.rows.iter().filter_map(number).chain(page.next.map(|_| "others".to_owned()));
            let numbers = write::listed(numbers, "incidents");
            format!("Incidents that are open there now stay open and go on paging: {numbers}.")
        }
        Err(error) => {
            cx.warn_of("which incidents are open there is not known", &error);
            "Which incidents are open there is not known.".to_owned()
        }
    })
}
