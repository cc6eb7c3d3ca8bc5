//! Resources: what can be read by address, the tool that reads each, and the completions for addresses and for
//! arguments of prompts.

use pagerduty::{Timestamp, operation::Operation};
use percent_encoding::percent_decode_str;
use rmcp::{
    ErrorData,
    model::{CompleteResult, CompletionInfo, Resource, ResourceTemplate},
};
use serde_json::{Map, Value};
use toolkit::{call::offered::Offered, fold, tool_docs};

/// Who is on call with the current user.
const MY_ONCALLS: &str = "pagerduty://oncall/me";

/// The tool that it is read with.
const ONCALLS: &str = "get_oncalls";

/// What the addresses of operations begin with.
const OPERATIONS: &str = "pagerduty://operations/";

/// Longest completion that is offered, in characters.
const LONGEST_COMPLETION: usize = 100;

/// Objects that are read by ID: the start of their address, the tool and parameter that read them, and how they are
/// described.
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
        description: "One service, by ID or name",
    },
    Object {
        start: "pagerduty://schedules/",
        name: "schedule",
        tool: "get_schedules",
        parameter: "schedule_id",
        description: "One schedule with its layers and its shifts of the next two weeks, by ID or name",
    },
    Object {
        start: OPERATIONS,
        name: "operation",
        tool: "get_operations",
        parameter: "operation_id",
        description: "One operation of PagerDuty's REST API with its parameters, its body and an example",
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

/// The resources with a fixed address whose tools can be called.
pub(super) fn all(offered: &Offered) -> Vec<Resource> {
    let mut all = vec![
        Resource::new(tool_docs::TOOLS_URI, "tools")
            .with_title("Tools")
            .with_description("Every tool with its parameters, rules and fields, and every error code")
            .with_mime_type("text/markdown"),
    ];
    if offered.has(ONCALLS) {
        all.push(
            Resource::new(MY_ONCALLS, "oncall-me")
                .with_title("On call with me")
                .with_description("Who is on call now in the escalation policies of the current user")
                .with_mime_type("application/json"),
        );
    }
    all
}

/// The resources that are read by ID and whose tools can be called.
pub(super) fn templates(offered: &Offered) -> Vec<ResourceTemplate> {
    let template = |object: &Object| {
        ResourceTemplate::new(format!("{}{{id}}", object.start), object.name)
            .with_description(object.description)
            .with_mime_type("application/json")
    };
    OBJECTS.iter().filter(|object| offered.has(object.tool)).map(template).collect()
}

/// What a resource is read from; nothing if there is no such resource, or if its tool is off. The tool checks the ID; a
/// name works too, percent-encoded as in any address (RFC 6570).
pub(super) fn of(uri: &str, now: Timestamp, offered: &Offered) -> Option<From> {
    if uri == tool_docs::TOOLS_URI {
        return Some(From::Docs);
    }
    if uri == MY_ONCALLS {
        return offered.has(ONCALLS).then(|| From::Tool(ONCALLS, Map::new()));
    }
    OBJECTS.iter().filter(|object| offered.has(object.tool)).find_map(|object| {
        let id = uri.strip_prefix(object.start).filter(|id| !id.is_empty())?;
        let id = percent_decode_str(id).decode_utf8().ok()?;
        let mut arguments = Map::from_iter([(object.parameter.to_owned(), id.into())]);
        if object.name == "schedule" {
            // Its shifts from now on.
            arguments.insert("since".to_owned(), now.to_string().into());
        }
        Some(From::Tool(object.tool, arguments))
    })
}

/// The IDs of operations that have what was typed, where those are completed and offered; those that begin with it come first.
pub(super) fn operation_ids(reference: &str, argument: &str, typed: &str, offered: &Offered) -> Option<Vec<String>> {
    let object = OBJECTS.iter().find(|object| object.start == OPERATIONS && reference.starts_with(object.start))?;
    let mut ids: Vec<String> = Operation::all().iter().map(|operation| operation.id().to_owned()).collect();
    ids.retain(|id| argument == "id" && offered.has(object.tool) && fold::contains(id, typed.trim()));
    let begins = |id: &String| id.to_lowercase().starts_with(&typed.trim().to_lowercase());
    ids.sort_by_key(|id| !begins(id));
    Some(ids)
}

/// What is offered of these values.
pub(super) fn completed(mut values: Vec<String>) -> Result<CompleteResult, ErrorData> {
    // Very long names are of no use as completions.
    values.retain(|value| value.chars().count() <= LONGEST_COMPLETION && !value.contains(['\n', '\t']));
    values.truncate(CompletionInfo::MAX_VALUES);
    let info = CompletionInfo::new(values).map_err(|error| ErrorData::internal_error(error, None))?;
    Ok(CompleteResult::new(info))
}

/// How typed text is completed: the call of a tool, and how its items become completions.
#[derive(Debug)]
pub(super) struct Completing {
    pub(super) tool: &'static str,
    pub(super) arguments: Map<String, Value>,
    list: &'static str,
    /// The field that replaces what was typed.
    offered: &'static str,
    /// The field by which people know the item.
    known_by: &'static str,
}

/// How an argument of a prompt or template is completed; nothing if it has no completions.
pub(super) fn completing(reference: &str, argument: &str, typed: &str) -> Option<Completing> {
    let kind = match (reference, argument) {
        (_, "incident") => "incident",
        (_, "team") => "team",
        (template, "id") => OBJECTS.iter().find(|object| template.starts_with(object.start))?.name,
        _ => return None,
    };
    let (tool, list, offered, known_by) = match kind {
        "incident" => ("get_incidents", "incidents", "incident_number", "title"),
        "service" => ("get_services", "services", "name", "id"),
        "schedule" => ("get_schedules", "schedules", "name", "id"),
        _ => ("get_teams", "teams", "name", "id"),
    };
    let mut arguments = Map::from_iter([("include".to_owned(), [offered, known_by].as_slice().into())]);
    if reference == "postmortem" {
        // Resolved incidents too.
        arguments.insert("sort_by".to_owned(), "created_at:desc".into());
    } else if kind == "incident" {
        arguments.insert("statuses".to_owned(), ["triggered", "acknowledged"].as_slice().into());
        arguments.insert("all_dates".to_owned(), true.into());
    } else if !typed.trim().is_empty() && !looks_like_an_id(typed) {
        arguments.insert("query".to_owned(), typed.trim().into());
        if kind == "service" {
            // A typed name may be that of another team's service.
            arguments.insert("current_user_context".to_owned(), false.into());
        }
    }
    Some(Completing { tool, arguments, list, offered, known_by })
}

/// PagerDuty's IDs are in capitals; its search looks at names only.
fn looks_like_an_id(typed: &str) -> bool {
    typed.trim().bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

impl Completing {
    /// The completions in an answer: values that contain what was typed, or that belong to an item whose name does.
    pub(super) fn values(&self, answer: &Value, typed: &str) -> Vec<String> {
        let typed = typed.trim();
        let shown = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let items = answer[self.list].as_array().into_iter().flatten();
        let meant = items.filter(|item| {
            [self.offered, self.known_by].iter().any(|field| fold::contains(&shown(&item[*field]), typed))
        });
        meant.map(|item| shown(&item[self.offered])).collect()
    }
}
