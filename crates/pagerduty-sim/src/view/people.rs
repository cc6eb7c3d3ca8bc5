//! Users, how to reach them, and teams.

use serde_json::Value;

use super::{Object, View, api_url};
use crate::account::SUBDOMAIN;
use crate::id::{Key, Kind};
use crate::model::{Team, User};
use crate::random::mix;

impl View<'_> {
    pub(crate) fn user(&self, key: Key<User>) -> Value {
        let user = &self.account[key];
        let rows = &self.account.rows;
        let methods = rows.within(Kind::ContactMethod, key.index());
        let contact_methods: Vec<Value> = match self.includes("contact_methods") {
            true => methods.map(|place| self.contact_method(place)).collect(),
            false => methods.map(|place| self.contact_method_reference(place)).collect(),
        };
        let rules = rows.within(Kind::NotificationRule, key.index());
        let notification_rules: Vec<Value> = match self.includes("notification_rules") {
            true => rules.map(|place| self.notification_rule(place)).collect(),
            false => rules.map(|place| self.notification_rule_reference(place)).collect(),
        };
        let teams: Vec<Value> =
            self.account.teams_of(key).map(|team| self.included("teams", team, View::team)).collect();
        let mut object = self
            .head(key)
            .with("name", &*user.name)
            .with("email", &*user.email)
            .with("time_zone", &*user.time_zone)
            .with("color", user.color)
            .with("role", &*user.role)
            .with("avatar_url", "https://pd-static-assets.pagerduty.com/users/blank-avatar.png")
            .with("description", user.description)
            .with("invitation_sent", false)
            .with("job_title", user.job_title)
            .with("locale", "en-US")
            .with("created_via_sso", user.created_via_sso)
            .with("teams", teams)
            .with("contact_methods", contact_methods)
            .with("notification_rules", notification_rules)
            .with_all(&user.said);
        if self.includes("calendar_urls") {
            let path = format!("users/{}", self.account.id(key));
            let (http, web) = self.calendar_urls(&path);
            object = object.with("http_cal_url", http).with("web_cal_url", web);
        }
        if self.includes("subdomains") {
            object = object.with("subdomains", vec![SUBDOMAIN]);
        }
        object.into()
    }

    /// A user as a member of a team.
    pub(crate) fn member(&self, user: Key<User>) -> Value {
        self.included("users", user, View::user)
    }

    /// The private feeds of a calendar. Whoever knows one needs no token.
    pub(super) fn calendar_urls(&self, path: &str) -> (String, String) {
        let secret = path.bytes().fold(self.account.seed, |sum, byte| mix(sum ^ u64::from(byte)));
        let feed = format!("{SUBDOMAIN}.pagerduty.com/private/{secret:016x}{:016x}/feed/{path}", mix(secret));
        (format!("https://{feed}"), format!("webcal://{feed}"))
    }

    /// A contact method, by its place among the rows.
    pub(crate) fn contact_method(&self, place: usize) -> Value {
        let row = self.account.rows.get(Kind::ContactMethod, place);
        let mut fields = row.map(|row| row.fields.clone()).unwrap_or_default();
        fields.remove("type");
        self.contact_method_head(place, "").with_all(&fields).into()
    }

    pub(crate) fn contact_method_reference(&self, place: usize) -> Value {
        self.contact_method_head(place, "_reference").into()
    }

    fn contact_method_head(&self, place: usize, suffix: &str) -> Object {
        let Some(row) = self.account.rows.get(Kind::ContactMethod, place) else { return Object::new() };
        let id = self.account.row_id(Kind::ContactMethod, place);
        let user = self.account.id(Key::<User>::new(row.parent));
        let api = api_url(&format!("users/{user}/contact_methods/{id}"));
        Object::new()
            .with("id", id)
            .with("type", format!("{}{suffix}", row.text("type")))
            .with("summary", row.text("label"))
            .with("self", api)
            .with("html_url", Value::Null)
    }

    /// A notification rule, by its place among the rows.
    pub(crate) fn notification_rule(&self, place: usize) -> Value {
        let Some(row) = self.account.rows.get(Kind::NotificationRule, place) else { return Value::Null };
        let method = self.account.find_row(Kind::ContactMethod, row.text("contact_method"));
        let contact_method = method.map(|method| match self.includes("contact_methods") {
            true => self.contact_method(method),
            false => self.contact_method_reference(method),
        });
        self.notification_rule_head(place, "")
            .with("start_delay_in_minutes", row.number("start_delay_in_minutes"))
            .with("contact_method", contact_method)
            .with("urgency", row.text("urgency"))
            .into()
    }

    pub(crate) fn notification_rule_reference(&self, place: usize) -> Value {
        self.notification_rule_head(place, "_reference").into()
    }

    fn notification_rule_head(&self, place: usize, suffix: &str) -> Object {
        let Some(row) = self.account.rows.get(Kind::NotificationRule, place) else { return Object::new() };
        let id = self.account.row_id(Kind::NotificationRule, place);
        let minutes = row.number("start_delay_in_minutes");
        let user = self.account.id(Key::<User>::new(row.parent));
        let api = api_url(&format!("users/{user}/notification_rules/{id}"));
        Object::new()
            .with("id", id)
            .with("type", format!("assignment_notification_rule{suffix}"))
            .with("summary", format!("{minutes} minutes: {} urgency", row.text("urgency")))
            .with("self", api)
            .with("html_url", Value::Null)
    }

    pub(crate) fn team(&self, key: Key<Team>) -> Value {
        let team = &self.account[key];
        let parent = team.parent.map(|parent| self.reference(parent));
        self.head(key)
            .with("name", &*team.name)
            .with("description", &*team.description)
            .with("default_role", "manager")
            .with("parent", parent)
            .with_all(&team.said)
            .into()
    }
}
