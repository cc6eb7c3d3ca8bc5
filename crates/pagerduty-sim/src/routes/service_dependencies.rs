//! `/service_dependencies`. The lists have no pages.

use serde_json::{Value, json};

use crate::account::Account;
use crate::api::{ApiError, Call, Outcome};
use crate::id::Kind;
use crate::model::{Node, ServiceDependency};

pub(crate) fn of_technical_service(account: &Account, call: &Call<'_>) -> Outcome {
    let service = account.find(call.segment(2)).ok_or_else(ApiError::service_not_found)?;
    Ok(answer(account, account.service_dependencies(Node::Technical(service))))
}

pub(crate) fn of_business_service(account: &Account, call: &Call<'_>) -> Outcome {
    let place = account.find_row(Kind::BusinessService, call.segment(2)).ok_or_else(ApiError::not_found)?;
    Ok(answer(account, account.service_dependencies(Node::Business(place))))
}

pub(crate) fn associate(account: &mut Account, call: &Call<'_>) -> Outcome {
    let wanted = read(account, call)?;
    for dependency in &wanted {
        account.associate(*dependency);
    }
    Ok(answer(account, wanted))
}

/// Answers what is no more.
pub(crate) fn disassociate(account: &mut Account, call: &Call<'_>) -> Outcome {
    let wanted = read(account, call)?;
    if !wanted.iter().all(|each| account.service_dependencies(each.supporting).contains(each)) {
        return Err(ApiError::not_found());
    }
    for dependency in &wanted {
        account.disassociate(*dependency);
    }
    Ok(answer(account, wanted))
}

/// The relationships in a body.
fn read(account: &Account, call: &Call<'_>) -> Result<Vec<ServiceDependency>, ApiError> {
    let body = call.whole_body()?;
    let relationships = body.get("relationships").and_then(Value::as_array).filter(|each| !each.is_empty());
    let relationships = relationships.ok_or_else(|| ApiError::invalid_input("Relationships cannot be empty."))?;
    relationships
        .iter()
        .map(|each| {
            let supporting = node(account, &each["supporting_service"])?;
            let dependent = node(account, &each["dependent_service"])?;
            if supporting == dependent {
                return Err(ApiError::invalid_input("A service cannot depend on itself."));
            }
            Ok(ServiceDependency { supporting, dependent })
        })
        .collect()
}

/// A service of either sort, by ID and type.
fn node(account: &Account, value: &Value) -> Result<Node, ApiError> {
    let id = value["id"].as_str().unwrap_or_default();
    let object_type = value["type"].as_str().unwrap_or_default();
    match object_type.trim_end_matches("_reference") {
        "business_service" => account.find_row(Kind::BusinessService, id).map(Node::Business),
        "service" | "technical_service" => account.find(id).map(Node::Technical),
        _ => return Err(ApiError::invalid_input("Type must be business_service or technical_service.")),
    }
    .ok_or_else(ApiError::not_found)
}

fn answer(account: &Account, dependencies: Vec<ServiceDependency>) -> crate::api::Answer {
    let part = |node: Node| {
        let id = match node {
            Node::Technical(service) => account.id(service),
            Node::Business(place) => account.row_id(Kind::BusinessService, place),
        };
        json!({"id": id, "type": node.reference_type()})
    };
    let write = |each: ServiceDependency| {
        json!({
            "id": account.service_dependency_id(each),
            "type": "service_dependency",
            "supporting_service": part(each.supporting),
            "dependent_service": part(each.dependent),
        })
    };
    let relationships: Vec<Value> = dependencies.into_iter().map(write).collect();
    json!({"relationships": relationships}).into()
}
