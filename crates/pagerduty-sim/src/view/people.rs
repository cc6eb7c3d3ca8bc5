//! Users, how to reach them, and teams.

use serde_json::{Value, json};

use super::{Object, View, api_url};
use crate::account::{ContactMethod, SUBDOMAIN, Team, User};
use crate::id::{Key, Kind};
use crate::random::mix;

/// More contact methods or rules than a user has.
const PLACES: u64 = 1 << 4;

impl View<'_> {
    pub(crate) fn user(&self, key: Key<User>) -> Value {
        let user = &self.account[key];
        let methods = 0..user.contact_methods.len();
        let rules = 0..user.notification_rules.len();
        let contact_methods: Vec<Value> = if self.includes("contact_methods") {
            methods.map(|place| self.contact_method(key, place)).collect()
        } else {
            methods.map(|place| self.contact_method_reference(key, place)).collect()
        };
        let notification_rules: Vec<Value> = if self.includes("notification_rules") {
            rules.map(|place| self.notification_rule(key, place)).collect()
        } else {
            rules.map(|place| self.notification_rule_head(key, place, "_reference").into()).collect()
        };
        let teams: Vec<Value> =
            self.account.teams_of(key).map(|team| self.included("teams", team, View::team)).collect();
        let mut object = self
            .head(key)
            .with("name", &*user.name)
            .with("email", &*user.email)
            .with("time_zone", user.time_zone)
            .with("color", user.color)
            .with("role", user.role)
            .with("avatar_url", "https://pd-static-assets.pagerduty.com/users/blank-avatar.png")
            .with("description", user.description)
            .with("invitation_sent", false)
            .with("job_title", user.job_title)
            .with("locale", "en-US")
            .with("created_via_sso", user.created_via_sso)
            .with("teams", teams)
            .with("contact_methods", contact_methods)
            .with("notification_rules", notification_rules);
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

    pub(crate) fn contact_method(&self, user: Key<User>, place: usize) -> Value {
        let facts = &self.account[user];
        let object = self.contact_method_head(user, place, "");
        match &facts.contact_methods[place] {
            ContactMethod::Email => object
                .with("label", "Work")
                .with("address", &*facts.email)
                .with("send_short_email", false)
                .with("send_html_email", false)
                .with("enabled", true),
            ContactMethod::Phone { country_code, number } | ContactMethod::Sms { country_code, number } => object
                .with("label", "Mobile")
                .with("address", &**number)
                .with("country_code", *country_code)
                .with("blacklisted", false)
                .with("enabled", true),
            ContactMethod::Push { device, device_type } => {
                let token = mix(user.index() as u64 ^ self.account.seed);
                object
                    .with("label", *device)
                    .with("address", format!("{token:016x}"))
                    .with("device_type", *device_type)
                    .with(
                        "sounds",
                        json!([
                            {"type": "alert_high_urgency", "file": "default"},
                            {"type": "alert_low_urgency", "file": "default"},
                        ]),
                    )
                    .with("blacklisted", false)
                    .with("created_at", "2023-02-14T09:30:00-05:00")
            }
        }
        .into()
    }

    fn contact_method_reference(&self, user: Key<User>, place: usize) -> Value {
        self.contact_method_head(user, place, "_reference").into()
    }

    fn contact_method_head(&self, user: Key<User>, place: usize, suffix: &str) -> Object {
        let id = self.account.ids.encode(Kind::ContactMethod, user.index() as u64 * PLACES + place as u64);
        let (method, label) = match &self.account[user].contact_methods[place] {
            ContactMethod::Email => ("email", "Work"),
            ContactMethod::Phone { .. } => ("phone", "Mobile"),
            ContactMethod::Sms { .. } => ("sms", "Mobile"),
            ContactMethod::Push { device, .. } => ("push_notification", *device),
        };
        let user = self.account.id(user);
        let api = api_url(&format!("users/{user}/contact_methods/{id}"));
        Object::new()
            .with("id", id)
            .with("type", format!("{method}_contact_method{suffix}"))
            .with("summary", label)
            .with("self", api)
            .with("html_url", Value::Null)
    }

    pub(crate) fn notification_rule(&self, user: Key<User>, place: usize) -> Value {
        let rule = &self.account[user].notification_rules[place];
        let contact_method = if self.includes("contact_methods") {
            self.contact_method(user, rule.contact_method)
        } else {
            self.contact_method_reference(user, rule.contact_method)
        };
        self.notification_rule_head(user, place, "")
            .with("start_delay_in_minutes", rule.start_delay_in_minutes)
            .with("contact_method", contact_method)
            .with("urgency", rule.urgency.name())
            .into()
    }

    fn notification_rule_head(&self, user: Key<User>, place: usize, suffix: &str) -> Object {
        let index = user.index() as u64 * PLACES + place as u64;
        let id = self.account.ids.encode(Kind::NotificationRule, index);
        let rule = &self.account[user].notification_rules[place];
        let minutes = rule.start_delay_in_minutes;
        let user = self.account.id(user);
        let api = api_url(&format!("users/{user}/notification_rules/{id}"));
        Object::new()
            .with("id", id)
            .with("type", format!("assignment_notification_rule{suffix}"))
            .with("summary", format!("{minutes} minutes: {} urgency", rule.urgency.name()))
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
            .into()
    }
}
