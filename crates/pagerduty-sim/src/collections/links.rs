//! References of an object that have endpoints of their own.

use serde_json::{Value, json};

use super::description::{Action, Collection};
use super::field::Refers;
use super::find::find_object;
use crate::account::Account;
use crate::api::{Answer, ApiError, Call, Outcome};
use crate::rows::Row;
use crate::view::View;

/// The object that they are in, the field of it, and what they are about.
type Links = (usize, &'static str, Refers);

impl Collection {
    pub(super) fn links(&self, view: &View<'_>, call: &Call<'_>, links: Links, action: Action) -> Outcome {
        let (parent, field, to) = links;
        let row = view.account.rows.get(self.kind, parent).ok_or_else(self.not_found)?;
        if let Action::List = action {
            let all: Vec<Value> = row.texts(field).map(|id| to.write(view, id)).collect();
            return Ok(json!({self.plural: all}).into());
        }
        let wanted = self.link_in(call);
        let found = row.texts(field).find(|id| *id == wanted).ok_or_else(self.not_found)?;
        Ok(json!({self.singular: to.write(view, found)}).into())
    }

    pub(super) fn change_links(&self, account: &mut Account, call: &Call<'_>, links: Links, action: Action) -> Outcome {
        let (parent, field, to) = links;
        let row = account.rows.get(self.kind, parent).ok_or_else(self.not_found)?;
        let mut ids: Vec<String> = row.texts(field).map(str::to_owned).collect();
        if let Action::Create = action {
            let body = call.body(self.singular)?;
            let id = body.get("id").and_then(Value::as_str);
            let id = id.filter(|id| find_object(account, to.kind(), id).is_some());
            let id = id.ok_or_else(|| ApiError::invalid_input("Id is invalid."))?.to_owned();
            if !ids.contains(&id) {
                ids.push(id.clone());
            }
            set(account.rows.get_mut(self.kind, parent), field, ids);
            let view = View::new(account, self.zone(call)?, call);
            return Ok(Answer { status: self.created, body: Some(json!({self.singular: to.write(&view, &id)})) });
        }
        let wanted = self.link_in(call);
        let place = ids.iter().position(|id| *id == wanted).ok_or_else(self.not_found)?;
        ids.remove(place);
        set(account.rows.get_mut(self.kind, parent), field, ids);
        Ok(Answer::NOTHING)
    }

    /// The ID behind the path.
    fn link_in<'a>(&self, call: &'a Call<'_>) -> &'a str {
        call.segment(self.path.split('/').count())
    }
}

fn set(row: Option<&mut Row>, field: &str, ids: Vec<String>) {
    if let Some(row) = row {
        row.fields.insert(field.to_owned(), ids.into());
    }
}
