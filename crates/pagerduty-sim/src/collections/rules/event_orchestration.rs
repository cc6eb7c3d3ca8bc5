//! What only event orchestrations have: keys that events are sent to, and numbers that follow from rules.

use serde_json::{Value, json};

use crate::id::Kind;
use crate::random::mix;
use crate::rows::Row;
use crate::view::View;

/// The integrations in full, as the orchestration shows them.
pub(in crate::collections) fn integrations(view: &View<'_>, place: usize, _row: &Row) -> Value {
    let write = |integration: usize| {
        let row = view.account.rows.get(Kind::OrchestrationIntegration, integration);
        let id = view.account.row_id(Kind::OrchestrationIntegration, integration);
        json!({"id": id, "label": row.map(|row| row.text("label")), "parameters": key(view, integration)})
    };
    view.account.rows.within(Kind::OrchestrationIntegration, place).map(write).collect()
}

pub(in crate::collections) fn routing_key(view: &View<'_>, place: usize, _row: &Row) -> Value {
    key(view, place)
}

fn key(view: &View<'_>, integration: usize) -> Value {
    let secret = mix(view.account.seed ^ mix(integration as u64 ^ 0x0E0));
    json!({"routing_key": format!("R{secret:015X}{:016X}", mix(secret)), "type": "global"})
}

/// How many rules the router has.
pub(in crate::collections) fn routes(view: &View<'_>, place: usize, _row: &Row) -> Value {
    let rows = &view.account.rows;
    let router = rows.within(Kind::OrchestrationRouter, place).next_back();
    let router = router.and_then(|router| rows.get(Kind::OrchestrationRouter, router));
    let sets = router.and_then(|router| router.fields.get("sets")).and_then(Value::as_array);
    let rules = sets.into_iter().flatten().filter_map(|set| set["rules"].as_array());
    json!(rules.map(Vec::len).sum::<usize>())
}

pub(in crate::collections) fn version(view: &View<'_>, place: usize, row: &Row) -> Value {
    let seed =
        row.text("updated_at").bytes().fold(view.account.seed ^ place as u64, |sum, byte| mix(sum ^ u64::from(byte)));
    format!("{seed:016x}").into()
}
