//! Values of a parameter, made from its kind.

use pagerduty::ResourceKind;
use serde_json::{Value, json};
use toolkit::{
    access::Access,
    parameters::schema::{Kind, Parameter},
    tool::Entry,
    toolset::Toolset,
};

use crate::account::{Existing, ScheduleKind};

/// Values that the parameter can have: each that an enumeration knows, else one or two.
pub(crate) fn of(entry: &Entry, parameter: &Parameter, schedules: ScheduleKind, existing: &Existing) -> Vec<Value> {
    let values = match parameter.kind.item() {
        Kind::Id(ResourceKind::Schedule) => vec![existing.schedule(schedules)],
        Kind::Id(ResourceKind::User) => vec![existing.user(entry)],
        Kind::Id(kind) => vec![existing.id(*kind)],
        Kind::Text if matches!(parameter.name.as_str(), "priority" | "priorities") => vec![json!("P2")],
        Kind::Text => vec![json!("Kettle on floor seven")],
        // The tools of the whole API have a run of their own.
        Kind::Object | Kind::Path => panic!("{} takes anything", entry.info.name),
        Kind::NameValue => vec![json!("vendor_ticket=https://vendor.example/7")],
        Kind::TimeZone => vec![json!("Asia/Tokyo")],
        Kind::Timestamp => vec![time(entry, parameter)],
        Kind::Integer { minimum, .. } => vec![json!(minimum + 1)],
        Kind::Boolean => vec![json!(parameter.default != Some(json!(true)))],
        Kind::OneOf(values) => values.iter().map(|value| json!(value)).collect(),
        Kind::Field { default, on_request, .. } => {
            // All that come on request only, together; where none do, one of those that come anyway.
            return vec![if on_request.is_empty() {
                json!(default.iter().take(1).collect::<Vec<_>>())
            } else {
                json!(on_request)
            }];
        }
        // Known when there is an answer.
        Kind::Cursor => vec![Value::Null],
        Kind::List(_) => panic!("a list of lists"),
    };
    let is_list = matches!(parameter.kind, Kind::List(_));
    values.into_iter().map(|value| if is_list { json!([value]) } else { value }).collect()
}

/// A time of the last days for what is read, with an end in the next days where a tool looks ahead; for what is changed, of the
/// next days. Ends are after starts.
fn time(entry: &Entry, parameter: &Parameter) -> Value {
    let is_end = matches!(parameter.name.as_str(), "until" | "end" | "end_time");
    json!(match (entry.info.access, is_end) {
        (Access::Read, false) => "2026-06-10T05:00:00Z",
        (Access::Read, true) if entry.info.toolset != Toolset::Oncall => "2026-06-14T19:00:00Z",
        (_, true) => "2026-06-20T19:00:00Z",
        (_, false) => "2026-06-20T05:00:00Z",
    })
}
