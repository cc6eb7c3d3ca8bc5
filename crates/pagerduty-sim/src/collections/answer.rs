//! Listing and getting, for all collections alike.

use serde_json::{Map, Value, json};

use super::description::{Action, Collection, Layout, Order, Paging, Store, Times, Typed};
use super::find::described;
use crate::account::Account;
use crate::api::{ApiError, Call, Outcome, Page, require};
use crate::rows::Row;
use crate::time::Zone;
use crate::view::{Occasion, View};

/// The rows of a page that a cursor leads through, unless `limit` says otherwise.
const DEFAULT_LIMIT: usize = 25;
const MAX_LIMIT: usize = 100;

/// Reads of a collection.
pub(crate) fn respond(account: &Account, call: &Call<'_>, collection: &'static Collection, action: Action) -> Outcome {
    collection.check_ability(account)?;
    let parent = collection.parent_of(account, call)?;
    let mut view = View::new(account, collection.zone(call)?, call);
    if let Layout::Links(field, to) = collection.layout {
        return collection.links(&view, call, (parent, field, to), action);
    }
    if matches!(action, Action::List) {
        view.occasion = Occasion::List;
        return collection.list(&view, call, parent);
    }
    match collection.place_of(account, call, parent) {
        Ok(place) => Ok(collection.wrapped(&view, place).into()),
        Err(_) if collection.layout == Layout::Single && !collection.fields.iter().any(|field| field.is_required) => {
            Ok(collection.named(collection.write_untouched(&view, parent)).into())
        }
        Err(error) => Err(error),
    }
}

impl Collection {
    fn list(&'static self, view: &View<'_>, call: &Call<'_>, parent: usize) -> Outcome {
        let account = view.account;
        let page = Page::of(call.request)?;
        let mut places = Vec::new();
        for place in self.places(account, parent) {
            if self.lists(account, call, place)? {
                places.push(place);
            }
        }
        if self.order == Order::ByName {
            places.sort_by_key(|place| self.name(account, *place).to_lowercase());
            if call.request.one("sort_by") == Some("name:desc") {
                places.reverse();
            }
        }
        let places = places.into_iter();
        Ok(match self.paging {
            Paging::Offset => page.answer(self.plural, places, |place| self.write(view, place)),
            Paging::Whole(others) => {
                let rows: Vec<Value> = places.map(|place| self.write(view, place)).collect();
                let mut answer = Map::from_iter([(self.plural.to_owned(), rows.into())]);
                answer.extend(others.iter().map(|name| ((*name).to_owned(), Value::Null)));
                Value::Object(answer)
            }
            Paging::Cursor => self.part(view, call, &places.collect::<Vec<usize>>()),
        }
        .into())
    }

    /// A part of a list; the cursor is the ID of the object that the next part begins with.
    fn part(&'static self, view: &View<'_>, call: &Call<'_>, places: &[usize]) -> Value {
        let id = |place: &usize| self.id(view.account, *place);
        let limit = call.request.one("limit").and_then(|text| text.parse().ok()).unwrap_or(DEFAULT_LIMIT);
        let limit = limit.clamp(1, MAX_LIMIT);
        let cursor = call.request.one("cursor").filter(|cursor| !cursor.is_empty());
        let first = cursor.map_or(Some(0), |cursor| places.iter().position(|place| id(place) == cursor));
        let rest = &places[first.unwrap_or(places.len())..];
        let rows: Vec<Value> = rest.iter().take(limit).map(|place| self.write(view, *place)).collect();
        json!({self.plural: rows, "limit": limit, "next_cursor": rest.get(limit).map(id)})
    }

    /// Whether a list has an object.
    fn lists(&self, account: &Account, call: &Call<'_>, place: usize) -> Result<bool, ApiError> {
        let nothing = Row::default();
        let row = account.rows.get(self.kind, place).unwrap_or(&nothing);
        for filter in self.filters {
            if !filter.matches(account, call, place, row)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The name of an object.
    pub(super) fn name(&self, account: &Account, place: usize) -> String {
        match self.store {
            Store::Rows | Store::Shown { .. } => {
                account.rows.get(self.kind, place).map_or("", |row| row.text("name")).to_owned()
            }
            Store::Facts(living) => living.name(account, place),
        }
    }

    pub(super) fn check_ability(&self, account: &Account) -> Result<(), ApiError> {
        self.ability.map_or(Ok(()), |(ability, purpose)| require(account, ability, purpose))
    }

    /// The place of the object that this collection is in, which the path names.
    pub(super) fn parent_of(&self, account: &Account, call: &Call<'_>) -> Result<usize, ApiError> {
        let places = self.path.split('/').enumerate().filter(|(_, piece)| *piece == "{}").map(|(place, _)| place);
        let mut kinds = Vec::new();
        let mut within = self.within;
        while let Some(kind) = within {
            kinds.push(kind);
            within = described(kind).within;
        }
        let mut parent = 0;
        for (segment, kind) in places.zip(kinds.into_iter().rev()) {
            parent = described(kind).place_at(account, call.segment(segment), parent)?;
        }
        Ok(parent)
    }

    /// The place of the object of this collection that the path names.
    pub(super) fn place_of(&self, account: &Account, call: &Call<'_>, parent: usize) -> Result<usize, ApiError> {
        match self.layout {
            Layout::Many => self.place_at(account, call.segment(self.path.split('/').count()), parent),
            Layout::Links(..) => Err((self.not_found)()),
            Layout::Keyed(field) => self.keyed(account, call, parent, field),
            Layout::Single => account.rows.within(self.kind, parent).next_back().ok_or_else(self.not_found),
        }
    }

    /// The object that holds in a field what the path names.
    fn keyed(&self, account: &Account, call: &Call<'_>, parent: usize, field: &str) -> Result<usize, ApiError> {
        let key = call.segment(self.path.split('/').count());
        let has_key = |place: &usize| account.rows.get(self.kind, *place).is_some_and(|row| row.text(field) == key);
        account.rows.within(self.kind, parent).find(has_key).ok_or_else(self.not_found)
    }

    fn place_at(&self, account: &Account, id: &str, parent: usize) -> Result<usize, ApiError> {
        let place = self.find(account, id).ok_or_else(self.not_found)?;
        if self.parent(account, place) == parent { Ok(place) } else { Err((self.not_found)()) }
    }

    pub(super) fn zone(&self, call: &Call<'_>) -> Result<Zone, ApiError> {
        Ok(match self.times {
            Times::Utc => Zone::Utc,
            Times::Account => Zone::account(),
            Times::Asked => call.zone(Zone::account())?,
        })
    }

    /// The object in the body.
    pub(super) fn body(&self, call: &Call<'_>, is_new: bool) -> Result<Map<String, Value>, ApiError> {
        let body = if self.singular.is_empty() { call.whole_body()? } else { call.body(self.singular)? };
        let own = [self.singular];
        let types = if self.types.is_empty() { &own } else { self.types };
        let given = body.get("type").and_then(Value::as_str);
        let is_known = given.is_some_and(|given| types.contains(&given));
        let is_needed = match self.typed {
            Typed::Never => false,
            Typed::Created => is_new,
            Typed::Always => true,
        };
        if (is_needed && !is_known) || (types.len() > 1 && given.is_some() && !is_known) {
            return Err(ApiError::invalid_input(&format!("Type must be {}.", types.join(" or "))));
        }
        Ok(body)
    }
}
