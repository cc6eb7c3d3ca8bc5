//! Every operation is there and judged, and what is said of it can be read.

use std::collections::{BTreeMap, BTreeSet};

use pagerduty::{
    ResourceKind,
    operation::{Access, Effect, Operation, Paging, Place, Refusal, Shape},
};
use serde_json::Value;

use super::operation;

const FACTS: &str = include_str!("../../src/operation/facts.jsonl");
const JUDGEMENT: &str = include_str!("../../src/operation/judgement.jsonl");

/// Words of an operation at least and at most.
const WORDS: std::ops::RangeInclusive<usize> = 8..=40;

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

fn ids(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|line| line["operation"].as_str().unwrap()).collect()
}

#[test]
fn every_operation_is_judged() {
    let (facts, judgement) = (lines(FACTS), lines(JUDGEMENT));
    let [documented, judged] = [&facts, &judgement].map(|lines| ids(lines).into_iter().collect::<BTreeSet<_>>());
    let new: Vec<_> = documented.difference(&judged).collect();
    let gone: Vec<_> = judged.difference(&documented).collect();
    assert!(new.is_empty() && gone.is_empty(), "to be judged: {new:?}; not in the document any more: {gone:?}");
    assert_eq!(ids(&facts), ids(&judgement), "both files have one order");
    let read: Vec<_> = Operation::all().iter().map(Operation::id).collect();
    assert_eq!(read, ids(&facts), "every line can be read");
}

#[test]
fn every_shape_can_be_read() {
    for line in lines(FACTS) {
        let operation = operation(line["operation"].as_str().unwrap());
        assert_eq!(line["body"].is_string() || line["csv"] == true, operation.body().is_some(), "{}", operation.id());
        let in_query = operation.parameters().iter().any(|parameter| parameter.place() == Place::Query);
        assert_eq!(line["query"].is_string(), in_query, "{}", operation.id());
        for choice in line["segments"].as_str().iter().flat_map(|text| text.trim_matches(['{', '}']).split(",")) {
            let name = choice.split('*').next().unwrap();
            let parameter = operation.parameters().iter().find(|parameter| parameter.name() == name).unwrap();
            assert!(!matches!(parameter.shape(), Shape::Scalar(..)), "{} {name}", operation.id());
        }
    }
}

#[test]
fn every_judgement_is_about_something() {
    let mut summaries = BTreeMap::new();
    for (operation, line) in Operation::all().iter().zip(lines(JUDGEMENT)) {
        let id = operation.id();
        assert!(WORDS.contains(&operation.words().len()), "{id} has {} words", operation.words().len());
        let distinct: BTreeSet<_> = operation.words().iter().collect();
        assert_eq!(distinct.len(), operation.words().len(), "{id} says a word twice");
        assert!(!operation.summary().ends_with('.') && !operation.summary().is_empty(), "{id}");
        assert_eq!(summaries.insert(operation.summary(), id), None, "{id} has the summary of another");
        for (effect, condition) in line["effects"].as_object().into_iter().flatten() {
            for path in condition.as_array().into_iter().flatten() {
                let path = path.as_str().unwrap();
                let (place, value) = path.split_once('=').map_or((path, None), |(place, value)| (place, Some(value)));
                let shapes = at(operation.body().unwrap_or_else(|| panic!("{id} has no body")), place);
                assert!(!shapes.is_empty(), "{id}: its body has no `{path}`, which is to say that it {effect}");
                let is_text =
                    |shape: &Shape| value.is_none_or(|value| shape.to_string().contains(&format!("\"{value}\"")));
                assert!(shapes.iter().any(|shape| is_text(shape)), "{id}: `{path}` cannot be");
            }
        }
    }
}

/// The shapes at a path of a body.
fn at<'s>(shape: &'s Shape, path: &str) -> Vec<&'s Shape> {
    let (step, rest) = path.split_once('.').map_or((path, None), |(step, rest)| (step, Some(rest)));
    let name = step.trim_end_matches("[]");
    let fields = shape.branches().iter().flat_map(Shape::fields).filter(|field| field.name == name);
    let found = fields.flat_map(|field| {
        let is_list = step.ends_with("[]");
        field.shape.branches().iter().filter_map(move |shape| match shape {
            Shape::List(item, _) if is_list => Some(&**item),
            shape => (!is_list).then_some(shape),
        })
    });
    match rest {
        Some(rest) => found.flat_map(|shape| at(shape, rest)).collect(),
        None => found.collect(),
    }
}

#[test]
fn access_is_neither_method_nor_scope() {
    let access = |id| operation(id).access();
    for id in ["getAnalyticsMetricsIncidentsAll", "queryEnrichmentData", "renderTemplate", "createSchedulePreview"] {
        assert_eq!((operation(id).method(), access(id)), ("POST", Access::Read), "{id}");
    }
    assert_eq!(access("createIncident"), Access::Change);
    assert!(
        Operation::all().iter().all(|operation| operation.method() != "DELETE" || operation.access() == Access::Change)
    );
    let reads = Operation::all().iter().filter(|operation| operation.access() == Access::Read);
    assert!(reads.clone().all(|operation| operation.possible_effects().all(|effect| effect == Effect::Secret)));
    assert!(reads.count() > 200);
}

#[test]
fn what_guards_the_account_is_refused() {
    for (id, refusal) in [
        ("updateSessionConfigurations", Refusal::Sessions),
        ("deleteUserSessions", Refusal::Sessions),
        ("deleteOauthDelegations", Refusal::OauthDelegations),
        ("createIpAllowList", Refusal::IpAllowLists),
        ("createServiceNowCredentials", Refusal::ThirdPartyCredentials),
        ("testServiceNowTable", Refusal::ThirdPartyCredentials),
        ("createAutomationActionsRunner", Refusal::ThirdPartyCredentials),
        ("createWorkflowIntegrationConnection", Refusal::ThirdPartyCredentials),
        ("listSreMemories", Refusal::AgentMemory),
    ] {
        assert_eq!(operation(id).refused(), Some(refusal), "{id}");
    }
    assert_eq!(operation("regenerateUserPrivateUrlKey").refused(), None);
    assert_eq!(operation("listIncidents").refused(), None);
    for refusal in Refusal::ALL {
        assert!(Operation::all().iter().any(|operation| operation.refused() == Some(refusal)), "{}", refusal.as_str());
    }
}

#[test]
fn parameters_and_bodies_are_described() {
    let windows = operation("createMaintenanceWindow");
    let shown = windows.body().unwrap().to_string();
    assert!(
        shown.starts_with("{maintenance_window*: {type*: \"maintenance_window\", start_time*: date-time"),
        "{shown}"
    );
    let shown: Vec<_> = operation("listIncidents").parameters().iter().map(|parameter| parameter.name()).collect();
    assert!(shown.contains(&"statuses") && shown.contains(&"service_ids"), "{shown:?}");
    let resource = |id: &str, name: &str| {
        operation(id).parameters().iter().find(|parameter| parameter.name() == name).unwrap().resource()
    };
    assert_eq!(resource("getService", "id"), Some(ResourceKind::Service));
    assert_eq!(resource("listIncidents", "team_ids"), Some(ResourceKind::Team));
    assert_eq!(resource("getBusinessService", "id"), None);
    assert_eq!(resource("deleteTeamUser", "user_id"), Some(ResourceKind::User));
    assert_eq!(operation("listIncidents").paging(), Some(Paging::Offset));
    assert_eq!(operation("listAuditRecords").paging(), Some(Paging::Cursor));
    assert_eq!(operation("listAlertGroupingSettings").paging(), Some(Paging::After));
    assert_eq!(operation("getAnalyticsIncidents").paging(), Some(Paging::StartingAfter));
    assert_eq!(operation("getIncident").answer_key(), Some("incident"));
    assert_eq!(operation("createRulesetEventRule").answer_key(), Some("rule"));
    assert_eq!(Operation::nearest("createMaintenanceWindws", 1)[0].id(), "createMaintenanceWindow");
    assert_eq!(Operation::by_id("LISTINCIDENTS").map(Operation::id), Some("listIncidents"));
}
