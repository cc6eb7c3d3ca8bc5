//! Change events.

use serde_json::{Value, json};

use super::{Object, View, api_url, web_url};
use crate::model::Tool;

impl View<'_> {
    /// A change event, by its place; with the reason for suspecting it, if there is one.
    pub(crate) fn change_event(&self, place: usize, correlation: Option<&str>) -> Value {
        let change = &self.account.change_events[place];
        let id = self.account.change_event_id(place);
        let slug = self.account[change.service].slug();
        let api = api_url(&format!("change_events/{id}"));
        let web = web_url(&format!("change-events/{id}"));
        let object = Object::new()
            .with("id", id)
            .with("type", "change_event")
            .with("summary", &*change.summary)
            .with("self", api)
            .with("html_url", web)
            .with("timestamp", self.time(change.timestamp))
            .with("services", vec![self.reference(change.service)])
            .with("integration", self.integration(change.service, Tool::Pipeline))
            .with("source", format!("build-pipeline/{slug}"))
            .with(
                "links",
                json!([{
                    "href": format!("https://builds.larkspur.example/{slug}/{}", change.build),
                    "text": format!("Build {}", change.build),
                }]),
            )
            .with("images", json!([]))
            .with(
                "custom_details",
                json!({
                    "build_number": change.build.to_string(),
                    "build_state": "passed",
                    "run_time": format!("{}s", change.seconds),
                    "repository": slug,
                }),
            );
        match correlation {
            Some(reason) => object.with("correlation_reason", json!({"reason": reason})),
            None => object,
        }
        .into()
    }
}
