//! Outlier incidents.

use serde_json::{Value, json};

use super::View;
use crate::id::{Key, Kind};
use crate::model::{Incident, Occurrence};

impl View<'_> {
    /// An incident with how often its like happened, and the pattern of its title.
    pub(crate) fn outlier_incident(&self, key: Key<Incident>, occurrence: &Occurrence, whole: bool) -> Value {
        let mut incident = if whole { self.incident(key) } else { self.incident_stub(key) };
        incident["occurrence"] = json!({
            "count": occurrence.count,
            "frequency": (occurrence.frequency * 10_000.0).round() / 10_000.0,
            "category": occurrence.category(),
            "since": self.time(occurrence.since),
            "until": self.time(occurrence.until),
        });
        let pattern = occurrence.pattern.index() as u64;
        let service = self.account[key].service.index() as u64;
        json!({
            "incident": incident,
            "incident_template": {
                "id": self.account.ids.encode(Kind::IncidentTemplate, 2 * pattern),
                // Patterns are compared within a service.
                "cluster_id": self.account.ids.encode(Kind::IncidentTemplate, 2 * service + 1),
                "mined_text": mined(&self.account[key].title),
            },
        })
    }
}

/// The title with a placeholder for every word that has a digit in it.
fn mined(title: &str) -> String {
    let words =
        title.split(' ').map(|word| if word.contains(|letter: char| letter.is_ascii_digit()) { "<*>" } else { word });
    words.collect::<Vec<_>>().join(" ")
}
