//! Listing, getting, creating, changing and deleting, for all collections alike.

use serde_json::{Value, json};

use super::field::{Holds, read};
use super::{Action, Collection, Deletion, Row, Shape, Table};
use crate::account::Account;
use crate::api::{Answer, ApiError, Call, Outcome, Page};
use crate::time::Zone;
use crate::view::{Object, View, api_url, web_url};

/// Reads of a collection.
pub(crate) fn respond(account: &Account, call: &Call<'_>, collection: &'static Collection, action: Action) -> Outcome {
    let parent = collection.parent_of(account, call)?;
    let view = View::new(account, collection.zone(), call);
    if action == Action::List {
        let page = Page::of(call.request)?;
        let mut places = Vec::new();
        for place in account.collections.places(collection.table) {
            if collection.lists(account, call, parent, place)? {
                places.push(place);
            }
        }
        return Ok(page.answer(collection.plural, places.into_iter(), |place| collection.write(&view, place)).into());
    }
    let place = collection.place_of(account, call, parent)?;
    Ok(collection.wrapped(&view, place).into())
}

impl Collection {
    /// Changes of a collection.
    pub(crate) fn change(&'static self, account: &mut Account, call: &Call<'_>, action: Action) -> Outcome {
        let parent = self.parent_of(account, call)?;
        let author = if self.needs_author { Some(call.requester(account)?) } else { None };
        let now = account.now();
        match action {
            Action::Create => {
                let body = self.body(call)?;
                let mut fields = read(account, self.fields, &body, true)?;
                for field in self.fields {
                    if let (Holds::Author, Some(author)) = (&field.holds, author) {
                        fields.insert(field.name.to_owned(), account.id(author).into());
                    }
                }
                let row = Row { parent, fields, is_deleted: false };
                self.check(&row)?;
                let place = self.add(account, row);
                let view = View::new(account, self.zone(), call);
                Ok(Answer { status: self.created, body: Some(self.wrapped(&view, place)) })
            }
            Action::Change => {
                let place = self.place_of(account, call, parent)?;
                let body = self.body(call)?;
                let changes = read(account, self.fields, &body, false)?;
                let mut row = account.collections.get(self.table, place).cloned().unwrap_or_default();
                row.fields.extend(changes.into_iter().filter(|(name, _)| !self.is_children(name)));
                self.check(&row)?;
                if let Some(old) = account.collections.get_mut(self.table, place) {
                    *old = row;
                }
                let view = View::new(account, self.zone(), call);
                Ok(self.wrapped(&view, place).into())
            }
            Action::Delete => {
                let place = self.place_of(account, call, parent)?;
                let row = account.collections.get_mut(self.table, place).ok_or_else(self.not_found)?;
                match self.deletion {
                    Deletion::Remove => row.is_deleted = true,
                    Deletion::EndWindow => super::maintenance::end(row, now)?,
                }
                Ok(Answer::NOTHING)
            }
            Action::List | Action::Get => respond(account, call, self, action),
        }
    }

    /// Adds a row, and a row of its own for each child in it.
    fn add(&'static self, account: &mut Account, mut row: Row) -> usize {
        let mut children: Vec<(Table, Value)> = Vec::new();
        for field in self.fields {
            if let Holds::Children { of, .. } = field.holds {
                children.extend(row.fields.remove(field.name).map(|value| (of, value)));
            }
        }
        let place = account.collections.add(self.table, row);
        for (table, values) in children {
            for value in values.as_array().into_iter().flatten() {
                account.collections.add(table, Row::new(place, value.clone()));
            }
        }
        place
    }

    fn is_children(&self, name: &str) -> bool {
        self.fields.iter().any(|field| field.name == name && matches!(field.holds, Holds::Children { .. }))
    }

    /// The object in the body.
    fn body(&self, call: &Call<'_>) -> Result<serde_json::Map<String, Value>, ApiError> {
        let body = call.body(self.singular)?;
        if self.is_typed && body.get("type").and_then(Value::as_str) != Some(self.object_type) {
            return Err(ApiError::invalid_input(&format!("Type must be {}.", self.object_type)));
        }
        Ok(body)
    }

    /// What two fields must be to each other.
    fn check(&self, row: &Row) -> Result<(), ApiError> {
        match self.deletion {
            Deletion::EndWindow => super::maintenance::check(row),
            Deletion::Remove => Ok(()),
        }
    }

    /// The place of the object that this collection is in, which the path names.
    fn parent_of(&self, account: &Account, call: &Call<'_>) -> Result<usize, ApiError> {
        let Some(within) = self.within else { return Ok(0) };
        let grandparent = within.parent_of(account, call)?;
        within.place_of(account, call, grandparent)
    }

    /// The place of the object of this collection that the path names.
    fn place_of(&self, account: &Account, call: &Call<'_>, parent: usize) -> Result<usize, ApiError> {
        let id = call.segment(2 * self.depth() - 1);
        let place = account.find_row(self.table, id).ok_or_else(self.not_found)?;
        let is_here = account.collections.get(self.table, place).is_some_and(|row| row.parent == parent);
        if is_here { Ok(place) } else { Err((self.not_found)()) }
    }

    /// Whether a list has an object.
    fn lists(&self, account: &Account, call: &Call<'_>, parent: usize, place: usize) -> Result<bool, ApiError> {
        let Some(row) = account.collections.get(self.table, place).filter(|row| row.parent == parent) else {
            return Ok(false);
        };
        for filter in self.filters {
            if !filter.matches(account, call, place, row)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Objects with a web page have the account's times, the others those of UTC.
    fn zone(&self) -> Zone {
        match self.shape {
            Shape::Whole { .. } => Zone::account(),
            Shape::Brief | Shape::Bare => Zone::Utc,
        }
    }

    fn wrapped(&'static self, view: &View<'_>, place: usize) -> Value {
        json!({self.singular: self.write(view, place)})
    }

    /// An object.
    pub(crate) fn write(&'static self, view: &View<'_>, place: usize) -> Value {
        let Some(row) = view.account.collections.get(self.table, place) else {
            return Value::Null;
        };
        let id = view.account.row_id(self.table, place);
        let api = api_url(&self.path(view.account, row.parent, &id));
        let mut object = Object::new().with("id", &*id).with("type", self.object_type);
        match self.shape {
            Shape::Whole { summary, web_path } => {
                let web = web_path.map(|path| web_url(&format!("{path}/{id}")));
                let summary = row.fields.get(summary).cloned().unwrap_or_default();
                object = object.with("summary", summary).with("self", api).with("html_url", web);
            }
            Shape::Brief => object = object.with("self", api),
            Shape::Bare => {}
        }
        for field in self.fields {
            object = object.with(field.name, field.write(view, self, place, row));
        }
        object.into()
    }

    /// The path of an object in the API.
    fn path(&self, account: &Account, parent: usize, id: &str) -> String {
        let own = format!("{}/{id}", self.plural);
        let Some(within) = self.within else { return own };
        let grandparent = account.collections.get(within.table, parent).map_or(0, |row| row.parent);
        let parent = within.path(account, grandparent, &account.row_id(within.table, parent));
        format!("{parent}/{own}")
    }
}

impl View<'_> {
    /// An object of a collection.
    pub(crate) fn row(&self, table: Table, place: usize) -> Value {
        table.collection().write(self, place)
    }
}
