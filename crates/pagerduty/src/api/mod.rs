//! The endpoints, in a file per area of the API: a list is a [`ListQuery`], an object with an address of its own is [`ById`], and
//! each of the others is a method. What changes something is in `changes` and `shift_based`.

mod changes;
mod directory;
mod history;
mod incidents;
mod oncall;
mod shift_based;

use serde::Serialize;

use crate::{Client, Id, Page, Resource, Result, Row, Window, path::Path};

/// The filters of a list, which know what its rows are and where it is.
pub trait ListQuery: Serialize + Sync {
    /// What the rows are.
    type Row: Resource;

    /// Where the list is.
    fn path(&self) -> Path {
        collection::<Self::Row>()
    }

    /// The text that its rows are searched for by name, where PagerDuty can do that.
    fn name_part(&mut self) -> Option<&mut Option<String>> {
        None
    }
}

/// What PagerDuty answers to `GET /{plural}/{id}`.
pub trait ById: Resource {
    /// Parts that PagerDuty sends only when asked, and that every reader wants.
    const INCLUDE: &'static [&'static str] = &[];
}

/// Parts of an object that PagerDuty sends only when asked: its `include[]` parameter.
#[derive(Debug, Default, Serialize)]
struct Include<'a> {
    include: &'a [&'a str],
}

fn collection<T: Resource>() -> Path {
    Path::root(T::KIND.plural())
}

fn object<T: Resource>(id: &Id<T>) -> Path {
    collection::<T>().id(id)
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
