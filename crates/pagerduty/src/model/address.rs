//! Where lists and objects are: at the plural name of their resource, unless a query says another path.

use serde::Serialize;
use serde_json::{Value, json};

use super::resource::Resource;
use crate::{Id, path::Path};

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

/// What a request says of an object that it creates or changes.
pub trait BodyOf: Serialize {
    /// What the object is.
    type Object: Resource;

    /// Under the key of one object, as requests have it.
    fn in_envelope(&self) -> Value {
        json!({ (Self::Object::KIND.singular()): self })
    }
}

/// What PagerDuty answers to `GET /{plural}/{id}`.
pub trait ById: Resource {
    /// Parts that PagerDuty sends only when asked, and that every reader wants.
    const INCLUDE: &'static [&'static str] = &[];
}

/// `/{plural}`
pub(crate) fn collection<T: Resource>() -> Path {
    Path::root(T::KIND.plural())
}

/// `/{plural}/{id}`
pub(crate) fn object<T: Resource>(id: &Id<T>) -> Path {
    collection::<T>().id(id)
}
