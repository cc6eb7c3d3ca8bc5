//! The endpoints, in a file per area of the API. A list is a [`ListQuery`], which says so in `model/` where it is at the path of its
//! rows; each of the others is a method. What changes something is in `changes` and `shift_based`.

mod changes;
mod directory;
mod history;
mod incidents;
mod oncall;
mod shift_based;

use serde::Serialize;

use crate::{
    ById, Client, Id, ListQuery, Page, Resource, Result, Row, Window,
    model::address::{collection, object},
};

/// Parts of an object that PagerDuty sends only when asked: its `include[]` parameter.
#[derive(Debug, Default, Serialize)]
struct Include<'a> {
    include: &'a [&'a str],
}

impl Client {
    /// The rows of a list.
    pub async fn list<Q: ListQuery>(&self, query: &Q, window: Window) -> Result<Page<Q::Row>> {
        self.get_list(&query.path(), Q::Row::KIND.plural(), query, window).await
    }

    /// The object of this ID.
    pub async fn get<T: ById>(&self, id: &Id<T>) -> Result<Row<T>> {
        self.get_with(id, T::INCLUDE).await
    }

    /// The same; `include` names the parts that PagerDuty sends only when asked, such as `body`.
    pub async fn get_with<T: ById>(&self, id: &Id<T>, include: &[&str]) -> Result<Row<T>> {
        self.get_one(&object(id), T::KIND.singular(), &Include { include }).await
    }
}
