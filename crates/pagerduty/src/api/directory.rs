//! Abilities, escalation policies, services, teams and users: what there is.

use super::{ById, ListQuery, collection, object};
use crate::{
    Client, Id, Page, Resource, Result, Row,
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

/// `GET /escalation_policies`
impl ListQuery for EscalationPoliciesQuery {
    type Row = EscalationPolicy;

    fn name_part(&mut self) -> Option<&mut Option<String>> {
        Some(&mut self.query)
    }
}

/// `GET /escalation_policies/{id}`, with how the people of a level are assigned.
impl ById for EscalationPolicy {
    const INCLUDE: &'static [&'static str] = &[STRATEGIES];
}

/// `GET /services`
impl ListQuery for ServicesQuery {
    type Row = Service;

    fn name_part(&mut self) -> Option<&mut Option<String>> {
        Some(&mut self.query)
    }
}

/// `GET /services/{id}`
impl ById for Service {}

/// `GET /teams`
impl ListQuery for TeamsQuery {
    type Row = Team;

    fn name_part(&mut self) -> Option<&mut Option<String>> {
        Some(&mut self.query)
    }
}

/// `GET /teams/{id}`
impl ById for Team {}

/// `GET /users`
impl ListQuery for UsersQuery {
    type Row = User;

    fn name_part(&mut self) -> Option<&mut Option<String>> {
        Some(&mut self.query)
    }
}

/// `GET /users/{id}`; with `contact_methods` also how they are reached.
impl ById for User {}

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
