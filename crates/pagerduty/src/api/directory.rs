//! Abilities, and how users are reached.

use super::{collection, object};
use crate::{
    Client, Id, Page, Resource, Result, Row,
    client::ABILITIES,
    model::{ContactMethod, User},
    path::Path,
};

impl Client {
    /// `GET /abilities`: what the account's plan lets it do, by name.
    pub async fn abilities(&self) -> Result<Vec<String>> {
        self.get_texts(&Path::root(ABILITIES), ABILITIES).await
    }

    /// `GET /users/{id}/contact_methods`: how a user is reached. Tokens with scopes need one of its own for it.
    pub async fn contact_methods(&self, id: &Id<User>) -> Result<Page<ContactMethod>> {
        self.get_all(&object(id).literal("contact_methods"), ContactMethod::KIND.plural(), &()).await
    }

    /// `GET /users/me`: the user that the token belongs to. An account-level token has none
    /// ([`ErrorKind::NoUser`](crate::ErrorKind::NoUser)).
    pub async fn current_user(&self) -> Result<Row<User>> {
        self.get_one(&collection::<User>().literal("me"), User::KIND.singular(), &()).await
    }
}
