//! Users.

use serde::{Deserialize, Serialize};

use super::{
    address::{ById, ListQuery},
    reference::TypedReference,
    resource::Resource,
    resource_kind::ResourceKind,
    team::Team,
    untrusted::Untrusted,
};
use crate::{Field, Id};

/// A user.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct User {
    pub id: Field<String>,
    pub name: Field<String>,
    pub email: Field<String>,
    pub r#type: Field<String>,
    pub description: Field<String>,
    pub job_title: Field<String>,
    pub time_zone: Field<String>,
    pub teams: Field<Vec<Field<TypedReference>>>,
    pub contact_methods: Field<Vec<Field<UserContactMethod>>>,
    pub notification_rules: Field<Vec<Field<NotificationRule>>>,
    /// Of a user who left.
    pub deleted_at: Field<String>,
}

/// A contact method of a user: a reference, or all of it where PagerDuty is asked to include it.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct UserContactMethod {
    pub id: Field<String>,
    pub r#type: Field<String>,
    pub summary: Field<String>,
    pub address: Field<String>,
    /// Of a telephone number.
    pub country_code: Field<u64>,
    /// Only where it is not.
    pub enabled: Field<bool>,
    /// Only where PagerDuty sends nothing there any more.
    pub blacklisted: Field<bool>,
}

/// A notification rule of a user.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are PagerDuty's own")]
pub struct NotificationRule {
    pub id: Field<String>,
    pub r#type: Field<String>,
}

impl Resource for User {
    const KIND: ResourceKind = ResourceKind::User;
    // Never the calendar URLs: whoever has one reads the user's shifts.
    const ON_REQUEST: &'static [&'static str] = &["role", "html_url", "avatar_url", "locale"];
    const UNTRUSTED: Untrusted = Untrusted { details: &["description", "job_title"], ..Untrusted::NONE };

    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    fn complete(&mut self) {
        for method in self.contact_methods.get_mut().into_iter().flatten().filter_map(Field::get_mut) {
            if method.enabled.get() == Some(&true) {
                method.enabled = Field::Absent;
            }
            if method.blacklisted.get() == Some(&false) {
                method.blacklisted = Field::Absent;
            }
        }
    }
}

/// The filters of `GET /users`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct UsersQuery {
    /// Members of any of these teams.
    pub team_ids: Vec<Id<Team>>,
    /// Part of the name or e-mail address.
    pub query: Option<String>,
    /// What PagerDuty includes whole where it else refers to it, such as `contact_methods`.
    pub include: Vec<&'static str>,
}

/// `GET /users`
impl ListQuery for UsersQuery {
    type Row = User;

    fn name_part(&mut self) -> Option<&mut Option<String>> {
        Some(&mut self.query)
    }
}

/// `GET /users/{id}`; with `contact_methods` also how they are reached.
impl ById for User {}
