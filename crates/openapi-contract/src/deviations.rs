//! Where PagerDuty differs from its own document, each with the reason.
//!
//! Only what was seen in answers of the real service, in the prose of the
//! document, or in its examples belongs here. What the simulator or the server
//! would like to be true does not.
//!
//! Two more deviations stand where they are read: the headers that the document
//! describes wrongly (`request/headers.rs`) and the shapes of error bodies
//! (`error_body.rs`).

use serde_json::Value;

use crate::document::{Document, Operation, SCHEMAS};

/// Query values that PagerDuty reads although the document does not list them.
const QUERY_VALUES: &[(&str, &str, &str, &str)] = &[
    // The prose on the incident's `body` says to ask for it in this way; the
    // enumeration of `include[]` leaves it out.
    ("GET", "/incidents/{id}", "include[]", "body"),
    ("GET", "/incidents", "include[]", "body"),
];

/// Successes as they are sent, and as which status the document describes them.
const SUCCESSES: &[(&str, &str, u16, u16)] = &[
    // Nothing is created by reading: slips of the document.
    ("GET", "/schedules/{id}/overrides", 200, 201),
    ("GET", "/incident_workflows/{id}", 200, 201),
    // Reported against the document: the service really answers with 200.
    ("POST", "/schedules", 200, 201),
];

/// Faults that the document finds in what it describes itself elsewhere.
const CONTRADICTED: &[&str] = &[
    // This type is listed for all log entries, and misspelt for this one.
    "`acknowledge_log_entry` is none of acknowledgement_log_entry",
];

/// Types of log entries that PagerDuty sends and the document leaves out.
///
/// Clients of the real service read the first two. The others are described, and forgotten where the lists say which
/// there may be.
const LOG_ENTRY_TYPES: &[&str] = &[
    "responder_request_log_entry",
    "status_update_log_entry",
    "field_value_change_log_entry",
    "custom_field_value_change_log_entry",
];

/// Properties of requests that only an example of the document has.
///
/// The targets of a responder request are wrapped in it: so in the example and
/// in what clients send, while the schema has them bare.
const SENT_PROPERTIES: &[&str] = &["responder_request_target"];

/// Whether the document contradicts itself, or the real service, in this fault.
pub(crate) fn is_contradicted(fault: &str) -> bool {
    let is_sent = |name: &&str| fault.starts_with(&format!("`{name}` is none of "));
    CONTRADICTED.contains(&fault) || LOG_ENTRY_TYPES.iter().any(is_sent)
}

/// Whether PagerDuty reads a property that the schema of a request leaves out.
pub(crate) fn takes_property(name: &str) -> bool {
    SENT_PROPERTIES.contains(&name)
}

/// Errors that come from in front of the operation, which the document lists
/// for some operations and forgets for others.
const ERRORS_EVERYWHERE: &[u16] = &[400, 401, 403, 408, 429, 500, 502, 503, 504];

/// Errors of one operation that the document forgets.
const ERRORS: &[(&str, &str, u16)] = &[
    // Priorities can be switched off for an account.
    ("GET", "/priorities", 404),
    // These belong to plans with event intelligence.
    ("GET", "/incidents/{id}/past_incidents", 402),
    ("GET", "/incidents/{id}/related_incidents", 402),
    ("GET", "/incidents/{id}/outlier_incident", 402),
];

/// Properties by component schema, and the JSON type that they may also have.
///
/// Objects that a component describes in place count as part of it.
const PROPERTIES: &[(&str, &str, &str)] = &[
    // The prose says null, the schema does not: still open, and without alerts.
    ("Incident", "resolved_at", "null"),
    ("Incident", "alert_grouping", "null"),
    // The grouping is still open; so in the document's examples.
    ("Incident", "ended_at", "null"),
    // Not merged into another incident; so in the document's examples.
    ("Incident", "resolve_reason", "null"),
    // Seen in answers of the service, for incidents without one of them.
    ("Incident", "acknowledgements", "null"),
    ("Incident", "conference_bridge", "null"),
    ("Incident", "incident_key", "null"),
    ("Incident", "priority", "null"),
    // What monitoring sent is an object; what a person typed is a string.
    ("IncidentBody", "details", "string"),
    // The prose says object or string, the schema object only; what an event
    // holds comes without it.
    ("Alert", "details", "string"),
    ("Alert", "details", "null"),
    // Null where the form for it was left empty; a string in the schema of one
    // kind of channel, an object in that of others.
    ("Channel", "details", "null"),
    // The prose says null, the schema does not: the feature is off.
    ("Service", "auto_resolve_timeout", "null"),
    ("Service", "acknowledgement_timeout", "null"),
    ("Service", "alert_grouping", "null"),
    // Seen in answers of the service, where nothing was set or happened yet.
    ("Service", "alert_grouping_timeout", "null"),
    ("Service", "description", "null"),
    ("Service", "last_incident_timestamp", "null"),
    ("Service", "support_hours", "null"),
    ("AlertGroupingParameters", "config", "null"),
    // The prose says null, the schema does not: permanently on call.
    ("Oncall", "start", "null"),
    ("Oncall", "end", "null"),
    // The policy names the user directly, without a schedule.
    ("Oncall", "schedule", "null"),
    // The prose says null, the schema does not: the layer or entry never ends,
    // and coverage is computed only for a range.
    ("ScheduleLayer", "end", "null"),
    ("ScheduleLayer", "rendered_coverage_percentage", "null"),
    ("ScheduleLayerEntry", "end", "null"),
    ("SubSchedule", "rendered_coverage_percentage", "null"),
    // The prose says null, the schema does not: the account's zone is used.
    ("User", "time_zone", "null"),
    // The schema wraps every value once more; the document's examples, and the
    // service, have them bare.
    ("CustomFieldsFieldValue", "value", "string"),
    ("CustomFieldsFieldValue", "value", "number"),
    ("CustomFieldsFieldValue", "value", "boolean"),
    ("CustomFieldsFieldValue", "value", "array"),
    ("CustomFieldsFieldValue", "value", "null"),
    ("ServiceCustomFieldsFieldValueUpdateModel", "value", "string"),
    ("CustomFieldsEditableFieldValue", "value", "string"),
    ("CustomFieldsEditableFieldValue", "value", "number"),
    ("CustomFieldsEditableFieldValue", "value", "boolean"),
    ("CustomFieldsEditableFieldValue", "value", "array"),
    ("CustomFieldsEditableFieldValue", "value", "null"),
    // The base type has none; so in the document's example.
    ("IncidentType", "parent", "null"),
    // Optional texts that nobody entered: seen for teams and users, and the
    // others are no different.
    ("EscalationPolicy", "description", "null"),
    ("Schedule", "description", "null"),
    ("Team", "description", "null"),
    ("User", "job_title", "null"),
];

pub(crate) fn takes_query_value(operation: &Operation<'_>, name: &str, value: &str) -> bool {
    QUERY_VALUES.contains(&(&operation.method, operation.template, name, value))
}

/// Whether a schema asks for a time in UTC.
///
/// The document says so by a `pattern` which is a spelling, not an expression:
/// no time ever matches it.
pub(crate) fn wants_utc(schema: &Value) -> bool {
    schema["pattern"] == "YYYY-MM-DDThh:mm:ssZ"
}

/// The status under which the document describes a success.
pub(crate) fn documented_status(operation: &Operation<'_>, status: u16) -> u16 {
    let sent = (operation.method.as_str(), operation.template, status);
    SUCCESSES
        .iter()
        .find(|(method, template, status, _)| (*method, *template, *status) == sent)
        .map_or(status, |(.., documented)| *documented)
}

/// Whether an operation can fail with a status that the document leaves out.
pub(crate) fn answers_with_error(operation: &Operation<'_>, status: u16) -> bool {
    // Whatever has an ID in its path can be asked for something that is gone.
    let misses_resource = status == 404 && operation.template.contains('{');
    misses_resource
        || ERRORS_EVERYWHERE.contains(&status)
        || ERRORS.contains(&(&operation.method, operation.template, status))
}

/// Whether a property may have a JSON type that its schema does not allow.
pub(crate) fn excuses(component: &str, property: &str, kind: &str) -> bool {
    PROPERTIES.contains(&(component, property, kind))
}

/// The component of a whole object that stands where a reference is documented.
///
/// `include[]` replaces references by the objects. The document mentions it in
/// the parameter, and in only some of the schemas.
pub(crate) fn expanded<'d, 'c>(
    document: &'d Document,
    component: &'c str,
    value: &Value,
) -> Option<(&'c str, &'d Value)> {
    let whole = component.strip_suffix("Reference")?;
    if value["type"].as_str()?.ends_with("_reference") {
        return None;
    }
    let schema = document.target(&format!("{SCHEMAS}{whole}"))?;
    Some((whole, schema))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{ERRORS, ERRORS_EVERYWHERE, PROPERTIES, QUERY_VALUES, SUCCESSES};
    use crate::Contract;

    /// Entries that name nothing, or that a newer document has made needless.
    #[test]
    fn every_entry_contradicts_the_document() {
        let Some(contract) = Contract::load().unwrap() else {
            return Contract::announce_skip();
        };
        let operation = |method, template| contract.document.operation(method, template).unwrap();
        for (method, template, name, value) in QUERY_VALUES {
            let parameter = operation(method, template).parameter("query", name).unwrap();
            let values = parameter["schema"]["enum"].as_array().unwrap();
            assert!(!values.contains(&json!(value)), "{method} {template} {name}={value}");
        }
        for (method, template, sent, documented) in SUCCESSES {
            let operation = operation(method, template);
            assert!(operation.response(*sent).is_none(), "{method} {template} {sent}");
            assert!(operation.response(*documented).is_some(), "{method} {template}");
        }
        for (method, template, status) in ERRORS {
            let response = operation(method, template).response(*status);
            assert!(response.is_none(), "{method} {template} {status}");
            assert!(!ERRORS_EVERYWHERE.contains(status), "{method} {template} {status}");
        }
        for (component, property, kind) in PROPERTIES {
            let schema = contract.document.target(&format!("#/components/schemas/{component}"));
            let schema = described(schema.unwrap(), property).unwrap();
            let allows_null = schema["nullable"] == true;
            assert!(schema["type"] != **kind, "{component}.{property}: {kind}");
            assert!(*kind != "null" || !allows_null, "{component}.{property}: {kind}");
        }
    }

    /// The schema of a property, wherever a component describes it.
    fn described<'d>(schema: &'d Value, property: &str) -> Option<&'d Value> {
        let deeper: Vec<_> = match schema {
            Value::Object(object) => object.values().collect(),
            Value::Array(items) => items.iter().collect(),
            _ => return None,
        };
        let here = schema["properties"].get(property);
        here.or_else(|| deeper.into_iter().find_map(|value| described(value, property)))
    }
}
