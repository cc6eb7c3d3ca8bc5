//! The objects as JSON, field by field as PagerDuty sends them.
//!
//! Sources: the OpenAPI description, its examples, and PagerDuty REST documentation, "References".

mod alert;
pub(crate) mod analytics;
mod audit;
mod change_event;
mod custom_field;
mod escalation_policy;
mod incident;
mod log_entry;
mod note;
mod object;
mod on_call;
mod outlier;
mod people;
mod priority;
mod responders;
pub(crate) mod schedule;
mod sent;
mod service;
mod shift_schedule;
mod status_update;

use jiff::Timestamp;
use serde_json::Value;

pub(crate) use self::object::Object;

use crate::account::resource::Resource;
use crate::account::{Account, SUBDOMAIN};
use crate::api::Call;
use crate::id::Key;
use crate::model::{Agent, Incident, User};
use crate::time::Zone;

/// What an object is written for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Occasion {
    Get,
    /// Lists leave out what is not included.
    List,
    /// The answer to a creation shows secrets that nothing else shows.
    Creation,
}

/// How an account looks to one request.
pub(crate) struct View<'a> {
    pub(crate) account: &'a Account,
    /// The zone of the times in it.
    zone: Zone,
    /// What is to be written out in full instead of as a reference.
    include: Vec<&'a str>,
    pub(crate) occasion: Occasion,
}

/// The address of something in the REST API.
pub(crate) fn api_url(path: &str) -> String {
    format!("https://api.pagerduty.com/{path}")
}

/// The address of something on the web.
pub(crate) fn web_url(path: &str) -> String {
    format!("https://{SUBDOMAIN}.pagerduty.com/{path}")
}

impl<'a> View<'a> {
    /// With the includes of a call.
    pub(crate) fn new(account: &'a Account, zone: Zone, call: &'a Call<'_>) -> Self {
        let include = call.request.many("include[]").unwrap_or_default();
        Self { account, zone, include, occasion: Occasion::Get }
    }

    /// The same without includes: what is inside an included object stays a reference.
    pub(crate) fn plain(&self) -> View<'a> {
        View { account: self.account, zone: self.zone.clone(), include: Vec::new(), occasion: Occasion::Get }
    }

    pub(crate) fn includes(&self, name: &str) -> bool {
        self.include.contains(&name)
    }

    pub(crate) fn time(&self, time: Timestamp) -> String {
        self.zone.write(time)
    }

    /// The five fields that every object starts with.
    fn head<T: Resource>(&self, key: Key<T>) -> Object {
        self.identified(key, self.account[key].object_type().to_owned())
    }

    /// A reference to an object: the same five fields, and since when it is gone, if it is.
    pub(crate) fn reference<T: Resource>(&self, key: Key<T>) -> Value {
        let object = self.identified(key, format!("{}_reference", self.account[key].object_type()));
        match self.account[key].deleted_at() {
            Some(at) => object.with("deleted_at", self.time(at)),
            None => object,
        }
        .into()
    }

    fn identified<T: Resource>(&self, key: Key<T>, object_type: String) -> Object {
        let id = self.account.id(key);
        let api = api_url(&format!("{}/{id}", self.account[key].path()));
        // What is gone has no page.
        let web = T::WEB_PATH
            .filter(|_| self.account[key].deleted_at().is_none())
            .map(|path| web_url(&format!("{path}/{id}")));
        Object::new()
            .with("id", id)
            .with("type", object_type)
            .with("summary", self.account[key].summary(key))
            .with("self", api)
            .with("html_url", web)
    }

    fn references<T: Resource>(&self, keys: impl IntoIterator<Item = Key<T>>) -> Value {
        keys.into_iter().map(|key| self.reference(key)).collect()
    }

    /// A reference, or the whole object if it is included under this name and still there.
    pub(crate) fn included<T: Resource>(
        &self,
        name: &str,
        key: Key<T>,
        whole: fn(&View<'a>, Key<T>) -> Value,
    ) -> Value {
        let is_gone = self.account[key].deleted_at().is_some();
        if self.includes(name) && !is_gone { whole(&self.plain(), key) } else { self.reference(key) }
    }

    /// A reference to whoever did something to an incident.
    fn agent(&self, agent: Agent, incident: Key<Incident>) -> Value {
        match agent {
            Agent::User(user) => self.reference(user),
            Agent::Service => self.reference(self.account[incident].service),
        }
    }

    fn users(&self, users: &[Key<User>]) -> Value {
        self.references(users.iter().copied())
    }
}
