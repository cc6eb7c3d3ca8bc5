//! One method per endpoint, in a file per area of the API; what changes something is in `changes` and
//! `shift_based`.

mod changes;
mod directory;
mod history;
mod incidents;
mod oncall;
mod shift_based;

use serde::Serialize;

use crate::{Client, Id, Page, Resource, Result, Row, Window, path::Path};

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
    async fn get<T: Resource>(&self, id: &Id<T>, query: &impl Serialize) -> Result<Row<T>> {
        self.get_one(&object(id), T::KIND.singular(), query).await
    }

    async fn list<T: Resource>(&self, query: &impl Serialize, window: Window) -> Result<Page<T>> {
        self.get_list(&collection::<T>(), T::KIND.plural(), query, window).await
    }
}
