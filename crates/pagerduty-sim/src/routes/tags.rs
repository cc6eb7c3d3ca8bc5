//! What is tagged: `/tags/{id}/{entity_type}`, `/{entity_type}/{id}/tags` and `/{entity_type}/{id}/change_tags`.

use serde_json::{Value, json};

use crate::account::Account;
use crate::api::{ApiError, Call, Outcome, Page};
use crate::collections::write;
use crate::id::Kind;
use crate::model::Tagged;
use crate::rows::Row;
use crate::time::Zone;
use crate::view::View;

/// The users, teams or escalation policies that have a tag, as references.
pub(crate) fn entities(account: &Account, call: &Call<'_>) -> Outcome {
    let tag = account.find_row(Kind::Tag, call.id()).ok_or_else(ApiError::not_found)?;
    let page = Page::of(call.request)?;
    let view = View::new(account, Zone::Utc, call);
    let name = call.segment(2);
    let entities = account.tagged_with(tag).filter(|tagged| tagged.entity_type() == name);
    let write = |tagged| match tagged {
        Tagged::User(user) => view.reference(user),
        Tagged::Team(team) => view.reference(team),
        Tagged::EscalationPolicy(policy) => view.reference(policy),
    };
    Ok(page.answer(name, entities, write).into())
}

pub(crate) fn of_entity(account: &Account, call: &Call<'_>) -> Outcome {
    let tagged = find(account, call)?;
    let page = Page::of(call.request)?;
    let view = View::new(account, Zone::Utc, call);
    Ok(page.answer("tags", account.tags_of(tagged), |tag| write(&view, Kind::Tag, tag)).into())
}

/// A tag that is to be added may be new: then it has a label and no ID. Answers an empty object.
pub(crate) fn change(account: &mut Account, call: &Call<'_>) -> Outcome {
    let tagged = find(account, call)?;
    let body = call.whole_body()?;
    let list = |name: &str| body.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let known = |tag: &Value| {
        let id = tag["id"].as_str().unwrap_or_default();
        account.find_row(Kind::Tag, id).ok_or_else(|| ApiError::invalid_input("Tag not found."))
    };
    let remove = list("remove").iter().map(known).collect::<Result<Vec<usize>, _>>()?;
    let mut add = Vec::new();
    let mut labels = Vec::new();
    for tag in list("add") {
        match (tag["type"].as_str(), tag["label"].as_str()) {
            (Some("tag"), Some(label)) if !label.trim().is_empty() => labels.push(label.to_owned()),
            (Some("tag_reference"), _) => add.push(known(tag)?),
            _ => return Err(ApiError::invalid_input("Tag is invalid.")),
        }
    }
    for label in labels {
        add.push(labelled(account, &label));
    }
    account.change_tags(tagged, &add, &remove);
    Ok(json!({}).into())
}

/// The tag with a label, which is created if it does not exist.
fn labelled(account: &mut Account, label: &str) -> usize {
    let rows = &mut account.rows;
    let mut tags = rows.places(Kind::Tag);
    let known = tags.find(|tag| rows.get(Kind::Tag, *tag).is_some_and(|row| row.text("label") == label));
    drop(tags);
    known.unwrap_or_else(|| rows.add(Kind::Tag, Row::new(0, json!({"label": label}))))
}

fn find(account: &Account, call: &Call<'_>) -> Result<Tagged, ApiError> {
    Tagged::find(account, call.segment(0), call.id()).ok_or_else(ApiError::not_found)
}
