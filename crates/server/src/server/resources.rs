//! Resources: what can be read by its address, and how each is called with a tool.

use rmcp::model::{Resource, ResourceTemplate};
use serde_json::{Map, Value};

use crate::docs;

/// Who is on call with the current user.
const MY_ONCALLS: &str = "pagerduty://oncall/me";

/// Objects that are read by ID: the start of their address, the tool that reads them and its parameter, and words.
const OBJECTS: &[Object] = &[
    Object {
        start: "pagerduty://incidents/",
        name: "incident",
        tool: "get_incidents",
        parameter: "incident_id",
        description: "One incident with its details, by ID or number",
    },
    Object {
        start: "pagerduty://services/",
        name: "service",
        tool: "get_services",
        parameter: "service_id",
        description: "One service, by ID",
    },
    Object {
        start: "pagerduty://schedules/",
        name: "schedule",
        tool: "get_schedules",
        parameter: "schedule_id",
        description: "One schedule with its layers, by ID",
    },
];

struct Object {
    start: &'static str,
    name: &'static str,
    tool: &'static str,
    parameter: &'static str,
    description: &'static str,
}

/// What a resource is read from.
#[derive(Debug, PartialEq)]
pub(super) enum From {
    /// The documentation of the tools.
    Docs,
    /// A call of a tool.
    Tool(&'static str, Map<String, Value>),
}

/// The resources with an address of their own.
pub(super) fn all() -> Vec<Resource> {
    vec![
        Resource::new(docs::TOOLS_URI, "tools")
            .with_title("Tools")
            .with_description("Every tool with its parameters, rules and fields, and every error code")
            .with_mime_type("text/markdown"),
        Resource::new(MY_ONCALLS, "oncall-me")
            .with_title("On call with me")
            .with_description("Who is on call now in the escalation policies of the current user")
            .with_mime_type("application/json"),
    ]
}

/// The resources that are found by ID.
pub(super) fn templates() -> Vec<ResourceTemplate> {
    let template = |object: &Object| {
        ResourceTemplate::new(format!("{}{{id}}", object.start), object.name)
            .with_description(object.description)
            .with_mime_type("application/json")
    };
    OBJECTS.iter().map(template).collect()
}

/// What the resource of an address is read from; nothing where there is none. The ID is checked by the tool.
pub(super) fn of(uri: &str) -> Option<From> {
    if uri == docs::TOOLS_URI {
        return Some(From::Docs);
    }
    if uri == MY_ONCALLS {
        return Some(From::Tool("get_oncalls", Map::new()));
    }
    OBJECTS.iter().find_map(|object| {
        let id = uri.strip_prefix(object.start).filter(|id| !id.is_empty())?;
        let arguments = Map::from_iter([(object.parameter.to_owned(), id.into())]);
        Some(From::Tool(object.tool, arguments))
    })
}

/// The call that finds what an argument may be completed to, and the list and field that hold it.
pub(super) fn completing(
    reference: &str,
    argument: &str,
    value: &str,
) -> Option<(&'static str, Map<String, Value>, &'static str, &'static str)> {
    let kind = match (reference, argument) {
        (_, "incident") => "incident",
        (_, "team") => "team",
        (template, "id") => OBJECTS.iter().find(|object| template.starts_with(object.start))?.name,
        _ => return None,
    };
    let (tool, list, field) = match kind {
        "incident" => ("get_incidents", "incidents", "incident_number"),
        "service" => ("get_services", "services", "id"),
        "schedule" => ("get_schedules", "schedules", "id"),
        _ => ("get_teams", "teams", "name"),
    };
    let mut arguments = Map::from_iter([("include".to_owned(), [field].as_slice().into())]);
    if kind == "incident" {
        arguments.insert("statuses".to_owned(), ["triggered", "acknowledged"].as_slice().into());
    } else if kind == "team" && !value.trim().is_empty() {
        arguments.insert("query".to_owned(), value.into());
    }
    Some((tool, arguments, list, field))
}
