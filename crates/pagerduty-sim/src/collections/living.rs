//! Collections of what incidents and on-calls follow from: their objects are facts of the account, and no rows.

use std::marker::PhantomData;

use serde_json::{Map, Value};

use crate::account::Account;
use crate::account::resource::Resource;
use crate::api::{ApiError, Call};
use crate::id::Key;
use crate::view::View;

/// How one kind of facts is created, changed, deleted and written.
pub(super) trait Facts: Resource {
    /// An object.
    fn write(view: &View<'_>, key: Key<Self>) -> Value;

    /// Takes what was said of a new object, or of one that is there.
    fn set(
        account: &mut Account,
        call: &Call<'_>,
        key: Option<Key<Self>>,
        said: Map<String, Value>,
    ) -> Result<Key<Self>, ApiError>;

    fn delete(account: &mut Account, call: &Call<'_>, key: Key<Self>) -> Result<(), ApiError>;
}

/// The same by places, so that collections need not know which facts they are.
pub(super) trait Living: Sync {
    fn places(&self, account: &Account) -> Vec<usize>;
    fn find(&self, account: &Account, id: &str) -> Option<usize>;
    fn id(&self, account: &Account, place: usize) -> String;
    fn name(&self, account: &Account, place: usize) -> String;
    fn write(&self, view: &View<'_>, place: usize) -> Value;
    fn reference(&self, view: &View<'_>, place: usize) -> Value;
    fn set(
        &self,
        account: &mut Account,
        call: &Call<'_>,
        place: Option<usize>,
        said: Map<String, Value>,
    ) -> Result<usize, ApiError>;
    fn delete(&self, account: &mut Account, call: &Call<'_>, place: usize) -> Result<(), ApiError>;
}

/// The facts of one type.
pub(super) struct Of<T>(PhantomData<fn() -> T>);

impl<T> Of<T> {
    pub(super) const FACTS: Self = Self(PhantomData);
}

impl<T: Facts> Living for Of<T> {
    fn places(&self, account: &Account) -> Vec<usize> {
        account.keys::<T>().map(Key::index).collect()
    }

    fn find(&self, account: &Account, id: &str) -> Option<usize> {
        account.find::<T>(id).map(Key::index)
    }

    fn id(&self, account: &Account, place: usize) -> String {
        account.id(Key::<T>::new(place))
    }

    fn name(&self, account: &Account, place: usize) -> String {
        let key = Key::<T>::new(place);
        account[key].summary(key).into_owned()
    }

    fn write(&self, view: &View<'_>, place: usize) -> Value {
        T::write(view, Key::new(place))
    }

    fn reference(&self, view: &View<'_>, place: usize) -> Value {
        view.reference(Key::<T>::new(place))
    }

    fn set(
        &self,
        account: &mut Account,
        call: &Call<'_>,
        place: Option<usize>,
        said: Map<String, Value>,
    ) -> Result<usize, ApiError> {
        T::set(account, call, place.map(Key::new), said).map(Key::index)
    }

    fn delete(&self, account: &mut Account, call: &Call<'_>, place: usize) -> Result<(), ApiError> {
        T::delete(account, call, Key::new(place))
    }
}
