//! What all objects have in common: a kind of ID, a type, a place in the API and on the web, and a summary.

use std::borrow::Cow;
use std::ops::{Index, IndexMut};

use jiff::Timestamp;

use super::Account;
use crate::id::{Key, Kind};
use crate::model::{EscalationPolicy, FIRST_NUMBER, Incident, Priority, Schedule, Service, Team, User};

/// A kind of object that has an ID and can be referred to.
pub(crate) trait Resource: Sized + 'static {
    /// Of its IDs.
    const KIND: Kind;
    /// Its `type`; a reference to it has this and `_reference`.
    const TYPE: &'static str;
    /// The path of its collection in the REST API.
    const PATH: &'static str;
    /// The path of its collection on the web, if it has a page.
    const WEB_PATH: Option<&'static str>;

    /// Those that are there, and those that are only referred to any more.
    fn all(account: &Account) -> &[Self];

    /// Since when it is only referred to.
    fn deleted_at(&self) -> Option<Timestamp> {
        None
    }

    /// Whether nothing finds it any more.
    fn is_gone(&self) -> bool {
        self.deleted_at().is_some()
    }

    /// The type of this one, where a kind of object has several.
    fn object_type(&self) -> &'static str {
        Self::TYPE
    }

    /// The path of this one's collection, where a kind of object has several.
    fn path(&self) -> &'static str {
        Self::PATH
    }

    /// One line that names it.
    fn summary(&self, key: Key<Self>) -> Cow<'_, str>;
}

macro_rules! resource {
    ($resource:ident, $type:literal, $path:literal, $web_path:expr, $all:expr, $deleted_at:expr) => {
        impl Resource for $resource {
            const KIND: Kind = Kind::$resource;
            const TYPE: &'static str = $type;
            const PATH: &'static str = $path;
            const WEB_PATH: Option<&'static str> = $web_path;

            fn all(account: &Account) -> &[Self] {
                let all: fn(&Account) -> &[Self] = $all;
                all(account)
            }

            fn deleted_at(&self) -> Option<Timestamp> {
                let deleted_at: fn(&Self) -> Option<Timestamp> = $deleted_at;
                deleted_at(self)
            }

            fn summary(&self, _key: Key<Self>) -> Cow<'_, str> {
                Cow::Borrowed(&self.name)
            }
        }
    };
}

resource!(Team, "team", "teams", Some("teams"), |account| &account.teams, |team| team.deleted_at);
resource!(User, "user", "users", Some("users"), |account| &account.users, |user| user.deleted_at);
resource!(Service, "service", "services", Some("service-directory"), |account| &account.services, |service| service
    .deleted_at);
resource!(Priority, "priority", "priorities", None, Account::priorities, |_| None);
resource!(
    EscalationPolicy,
    "escalation_policy",
    "escalation_policies",
    Some("escalation_policies"),
    |account| &account.escalation_policies,
    |policy| policy.deleted_at
);

impl Resource for Schedule {
    const KIND: Kind = Kind::Schedule;
    const TYPE: &'static str = "schedule";
    const PATH: &'static str = "schedules";
    const WEB_PATH: Option<&'static str> = Some("schedules");

    fn all(account: &Account) -> &[Self] {
        &account.schedules
    }

    fn is_gone(&self) -> bool {
        self.is_deleted
    }

    fn object_type(&self) -> &'static str {
        if self.is_shift_based { "schedule_v3" } else { Self::TYPE }
    }

    fn path(&self) -> &'static str {
        if self.is_shift_based { "v3/schedules" } else { Self::PATH }
    }

    fn summary(&self, _key: Key<Self>) -> Cow<'_, str> {
        Cow::Borrowed(&self.name)
    }
}

impl Resource for Incident {
    const KIND: Kind = Kind::Incident;
    const TYPE: &'static str = "incident";
    const PATH: &'static str = "incidents";
    const WEB_PATH: Option<&'static str> = Some("incidents");

    fn all(account: &Account) -> &[Self] {
        account.incidents.all()
    }

    fn summary(&self, key: Key<Self>) -> Cow<'_, str> {
        let number = FIRST_NUMBER + key.index() as u64;
        Cow::Owned(format!("[#{number}] {}", self.title))
    }
}

impl Account {
    /// The ID of an object.
    pub(crate) fn id<T: Resource>(&self, key: Key<T>) -> String {
        self.ids.encode(T::KIND, key.index() as u64)
    }

    /// The object that an ID names, if it is still there.
    pub(crate) fn find<T: Resource>(&self, id: &str) -> Option<Key<T>> {
        let index = usize::try_from(self.ids.decode(T::KIND, id)?).ok()?;
        T::all(self).get(index).filter(|each| !each.is_gone()).map(|_| Key::new(index))
    }

    /// The ID of an object that is a row.
    pub(crate) fn row_id(&self, kind: Kind, place: usize) -> String {
        self.ids.encode(kind, place as u64)
    }

    /// The place of the row that an ID names.
    pub(crate) fn find_row(&self, kind: Kind, id: &str) -> Option<usize> {
        let place = usize::try_from(self.ids.decode(kind, id)?).ok()?;
        self.rows.get(kind, place).map(|_| place)
    }

    /// The objects that the IDs name; unknown IDs name nothing.
    pub(crate) fn find_all<T: Resource>(&self, ids: &[&str]) -> Vec<Key<T>> {
        ids.iter().filter_map(|id| self.find(id)).collect()
    }

    /// All objects of a kind that are still there.
    pub(crate) fn keys<T: Resource>(&self) -> impl DoubleEndedIterator<Item = Key<T>> + use<T> {
        let present = T::all(self).iter().enumerate().filter(|(_, each)| !each.is_gone());
        present.map(|(index, _)| Key::new(index)).collect::<Vec<_>>().into_iter()
    }

    /// The teams that a user is in.
    pub(crate) fn teams_of(&self, user: Key<User>) -> impl Iterator<Item = Key<Team>> {
        self.keys::<Team>().filter(move |team| self[*team].members.iter().any(|member| member.user == user))
    }

    /// The user with this e-mail address.
    pub(crate) fn user_with_email(&self, email: &str) -> Option<Key<User>> {
        self.keys::<User>().find(|user| self[*user].email.eq_ignore_ascii_case(email))
    }
}

impl<T: Resource> Index<Key<T>> for Account {
    type Output = T;

    fn index(&self, key: Key<T>) -> &T {
        &T::all(self)[key.index()]
    }
}

impl IndexMut<Key<Schedule>> for Account {
    fn index_mut(&mut self, key: Key<Schedule>) -> &mut Schedule {
        &mut self.schedules[key.index()]
    }
}

impl IndexMut<Key<Incident>> for Account {
    fn index_mut(&mut self, key: Key<Incident>) -> &mut Incident {
        self.incidents.get_mut(key)
    }
}
