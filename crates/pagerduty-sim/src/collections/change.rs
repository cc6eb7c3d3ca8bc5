//! Creating, changing and deleting, for all collections alike.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::answer;
use super::description::{Action, Collection, Deletion, Does, Layout, Store};
use super::field::Holds;
use super::read::{read, spoken};
use super::rules::maintenance;
use crate::account::Account;
use crate::api::{Answer, ApiError, Call, Outcome};
use crate::id::{Key, Kind};
use crate::model::User;
use crate::rows::Row;
use crate::view::{Occasion, View};

impl Collection {
    /// Changes of a collection.
    pub(crate) fn change(&'static self, account: &mut Account, call: &Call<'_>, action: Action) -> Outcome {
        self.check_ability(account)?;
        let parent = self.parent_of(account, call)?;
        if let Layout::Links(field, to) = self.layout {
            return self.change_links(account, call, (parent, field, to), action);
        }
        match action {
            Action::Create => self.create(account, call, parent, self.created),
            Action::Change => match self.place_of(account, call, parent) {
                Err(_) if self.layout == Layout::Single => self.create(account, call, parent, 200),
                place => self.update(account, call, place?),
            },
            Action::Delete => {
                let place = self.place_of(account, call, parent)?;
                match self.store {
                    Store::Facts(living) => living.delete(account, call, place)?,
                    Store::Rows | Store::Shown { .. } => self.delete(account, place)?,
                }
                (self.follow)(account, parent);
                Ok(Answer { status: self.deleted, body: None })
            }
            Action::Act(act) => {
                let place = self.place_of(account, call, parent)?;
                match act.does {
                    Does::Nothing(status) => Ok(Answer { status, body: None }),
                    Does::Set(field, value) => {
                        if let Some(row) = account.rows.get_mut(self.kind, place) {
                            row.fields.insert(field.to_owned(), serde_json::from_str(value).unwrap_or_default());
                        }
                        self.written(account, call, place, 200)
                    }
                }
            }
            Action::List | Action::Get => answer::respond(account, call, self, action),
        }
    }

    fn create(&'static self, account: &mut Account, call: &Call<'_>, parent: usize, status: u16) -> Outcome {
        let author = if self.needs_author { Some(call.requester(account)?) } else { call.current_user(account) };
        let body = self.body(call, true)?;
        let mut fields = read(account, self.fields, &body, true)?;
        self.check_unique(account, parent, None, &fields)?;
        if let Store::Facts(living) = self.store {
            let place = living.set(account, call, None, fields)?;
            return self.written(account, call, place, status);
        }
        if self.types.len() > 1 {
            fields.extend(body.get("type").map(|given| ("type".to_owned(), given.clone())));
        }
        self.stamp(account, &mut fields, author, true);
        let row = Row { parent, fields, is_deleted: false };
        (self.check)(account, &row)?;
        let place = self.add(account, row);
        (self.follow)(account, parent);
        self.written(account, call, place, status)
    }

    fn update(&'static self, account: &mut Account, call: &Call<'_>, place: usize) -> Outcome {
        let mut body = self.body(call, false)?;
        let parent = self.parent(account, place);
        let mut row = account.rows.get(self.kind, place).cloned().unwrap_or_default();
        if self.types.len() > 1 {
            // A type is for good; it says which fields there are.
            body.insert("type".to_owned(), self.object_type(&row).into());
        }
        let changes = read(account, self.fields, &body, false)?;
        self.check_unique(account, parent, Some(place), &changes)?;
        if let Store::Facts(living) = self.store {
            living.set(account, call, Some(place), changes)?;
            return self.written(account, call, place, 200);
        }
        row.fields.extend(changes);
        self.stamp(account, &mut row.fields, call.current_user(account), false);
        (self.check)(account, &row)?;
        if let Some(old) = account.rows.get_mut(self.kind, place) {
            *old = row;
        }
        (self.follow)(account, parent);
        self.written(account, call, place, 200)
    }

    fn delete(&self, account: &mut Account, place: usize) -> Result<(), ApiError> {
        let now = account.now();
        let row = account.rows.get_mut(self.kind, place).ok_or_else(self.not_found)?;
        match self.deletion {
            Deletion::Remove => row.is_deleted = true,
            Deletion::EndWindow => maintenance::end(row, now)?,
        }
        Ok(())
    }

    fn written(&'static self, account: &Account, call: &Call<'_>, place: usize, status: u16) -> Outcome {
        let mut view = View::new(account, self.zone(call)?, call);
        if call.request.method == "POST" {
            view.occasion = Occasion::Creation;
        }
        Ok(Answer { status, body: Some(self.wrapped(&view, place)) })
    }

    /// Says who did it and when.
    fn stamp(&self, account: &Account, fields: &mut Map<String, Value>, by: Option<Key<User>>, is_new: bool) {
        let now: Timestamp = account.now();
        for field in self.fields {
            let value = match field.holds {
                Holds::Author if is_new => by.map(|by| account.id(by)),
                Holds::Editor => by.map(|by| account.id(by)),
                Holds::Created if is_new => Some(now.to_string()),
                Holds::Changed => Some(now.to_string()),
                _ => None,
            };
            fields.extend(value.map(|value| (field.name.to_owned(), value.into())));
        }
    }

    /// That it is refused is documented or known; how, only for names.
    fn check_unique(
        &self,
        account: &Account,
        parent: usize,
        own: Option<usize>,
        fields: &Map<String, Value>,
    ) -> Result<(), ApiError> {
        let Some(field) = self.unique else { return Ok(()) };
        let Some(wanted) = fields.get(field).and_then(Value::as_str) else { return Ok(()) };
        let text = |place: usize| match self.store {
            Store::Facts(_) => self.name(account, place),
            Store::Rows | Store::Shown { .. } => {
                account.rows.get(self.kind, place).map_or("", |row| row.text(field)).to_owned()
            }
        };
        let mut others = self.places(account, parent).into_iter().filter(|place| Some(*place) != own);
        if others.any(|place| text(place) == wanted) {
            return Err(ApiError::invalid_input(&format!("{} has already been taken.", spoken(field))));
        }
        Ok(())
    }

    /// Adds a row, and a row of its own for each child in it.
    fn add(&'static self, account: &mut Account, mut row: Row) -> usize {
        let mut children: Vec<(Kind, Value)> = Vec::new();
        for field in self.fields {
            if let Holds::Children { of, .. } = field.holds {
                children.extend(row.fields.remove(field.name).map(|value| (of, value)));
            }
        }
        let place = account.rows.add(self.kind, row);
        for (kind, values) in children {
            for value in values.as_array().into_iter().flatten() {
                account.rows.add(kind, Row::new(place, value.clone()));
            }
        }
        place
    }
}
