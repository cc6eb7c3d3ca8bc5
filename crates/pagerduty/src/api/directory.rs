//! Abilities, escalation policies, services, teams and users: what there is.

use super::{Include, collection, object};
use crate::{
    Client, Id, Page, Resource, Result, Row, Window,
    client::ABILITIES,
    model::{
        ContactMethod, EscalationPolicy, Service, Team, User,
        escalation_policy::{EscalationPoliciesQuery, STRATEGIES},
        service::ServicesQuery,
        team::TeamsQuery,
        user::UsersQuery,
    },
    path::Path,
};

impl Client {
    /// `GET /abilities`: what the account's plan lets it do, by name.
    pub async fn abilities(&self) -> Result<Vec<String>> {
        self.get_texts(&Path::root(ABILITIES), ABILITIES).await
    }

    /// `GET /escalation_policies`
    pub async fn escalation_policies(
        &self,
        query: &EscalationPoliciesQuery,
        window: Window,
    ) -> Result<Page<EscalationPolicy>> {
        self.list(query, window).await
    }

    /// `GET /escalation_policies/{id}`, with how the people of a level are assigned.
    pub async fn escalation_policy(&self, id: &Id<EscalationPolicy>) -> Result<Row<EscalationPolicy>> {
        self.get(id, &Include { include: &[STRATEGIES] }).await
    }

    /// `GET /services`
    pub async fn services(&self, query: &ServicesQuery, window: Window) -> Result<Page<Service>> {
        self.list(query, window).await
    }

    /// `GET /services/{id}`
    pub async fn service(&self, id: &Id<Service>) -> Result<Row<Service>> {
        self.get(id, &()).await
    }

    /// `GET /teams`
    pub async fn teams(&self, query: &TeamsQuery, window: Window) -> Result<Page<Team>> {
        self.list(query, window).await
    }

    /// `GET /teams/{id}`
    pub async fn team(&self, id: &Id<Team>) -> Result<Row<Team>> {
        self.get(id, &()).await
    }

    /// `GET /users`
    pub async fn users(&self, query: &UsersQuery, window: Window) -> Result<Page<User>> {
        self.list(query, window).await
    }

    /// `GET /users/{id}`
    pub async fn user(&self, id: &Id<User>) -> Result<Row<User>> {
        self.get(id, &()).await
    }

    /// The same; `include` names what is included whole, such as `contact_methods`.
    pub async fn user_with(&self, id: &Id<User>, include: &[&str]) -> Result<Row<User>> {
        self.get(id, &Include { include }).await
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
