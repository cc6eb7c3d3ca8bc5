//! Users and how they are reached, teams, and who is told.

use crate::account::Account;
use crate::collections::description::{Action, Collection, Paging, Shape, Store, Times, Typed, collection};
use crate::collections::field::{Field, Holds, Refers, optional, required};
use crate::collections::filter::Filter;
use crate::collections::living::Of;
use crate::collections::rules::people;
use crate::id::{Key, Kind};
use crate::model::{Ability, Team, User};

pub(super) static ROWS: &[Collection] = &[
    Collection {
        scope: "teams",
        ability: Some((Ability::Teams, "access teams")),
        typed: Typed::Always,
        fields: &[
            required("name", Holds::Text),
            optional("description", Holds::Text),
            optional("default_role", Holds::Choice(&["manager", "none"])),
        ],
        unique: Some("name"),
        filters: &[Filter::Rule(people::team_is_wanted)],
        store: Store::Facts(&Of::<Team>::FACTS),
        ..collection(Kind::Team, "teams", ["teams", "team"])
    },
    Collection {
        scope: "users",
        times: Times::Account,
        typed: Typed::Always,
        needs_author: true,
        fields: &[
            required("name", Holds::Text),
            required("email", Holds::Text),
            optional("time_zone", Holds::Text),
            optional("color", Holds::Text),
            optional("role", Holds::Choice(ROLES)),
            optional("description", Holds::Text),
            optional("job_title", Holds::Text),
            optional("license", Holds::Any),
        ],
        filters: &[Filter::Rule(people::user_is_wanted)],
        store: Store::Facts(&Of::<User>::FACTS),
        ..collection(Kind::User, "users", ["users", "user"])
    },
    Collection {
        types: &[
            "email_contact_method",
            "phone_contact_method",
            "sms_contact_method",
            "push_notification_contact_method",
            "whatsapp_contact_method",
        ],
        typed: Typed::Always,
        fields: &[
            required("label", Holds::Text),
            required("address", Holds::Text),
            optional("country_code", Holds::Integer).or("1").only(NUMBERS),
            optional("blacklisted", Holds::Given).or("false").only(NUMBERS),
            optional("enabled", Holds::Given).or("true").only(NUMBERS),
            optional("send_short_email", Holds::Boolean).or("false").only(&["email_contact_method"]),
            optional("sounds", Holds::Any).only(&["push_notification_contact_method"]),
        ],
        follow: refresh,
        store: Store::Shown {
            write: |view, place| view.contact_method(place),
            reference: |view, place| view.contact_method_reference(place),
        },
        ..of_user(Kind::ContactMethod, "users/{}/contact_methods", ["contact_methods", "contact_method"])
    },
    Collection {
        types: &["assignment_notification_rule"],
        typed: Typed::Always,
        fields: RULE,
        filters: &[Filter::Rule(people::rule_is_wanted)],
        follow: refresh,
        store: Store::Shown {
            write: |view, place| view.notification_rule(place),
            reference: |view, place| view.notification_rule_reference(place),
        },
        ..of_user(Kind::NotificationRule, "users/{}/notification_rules", ["notification_rules", "notification_rule"])
    },
    Collection {
        shape: Shape::Id,
        fields: &[
            optional("notify_advance_in_minutes", Holds::Integer).or("0"),
            required("handoff_type", Holds::Choice(&["both", "oncall", "offcall"])),
            required("contact_method", CONTACT_METHOD),
        ],
        ..of_user(
            Kind::HandoffRule,
            "users/{}/oncall_handoff_notification_rules",
            ["oncall_handoff_notification_rules", "oncall_handoff_notification_rule"],
        )
    },
    Collection {
        shape: Shape::Bare,
        fields: &[required("contact_method", CONTACT_METHOD)],
        ..of_user(
            Kind::StatusUpdateRule,
            "users/{}/status_update_notification_rules",
            ["status_update_notification_rules", "status_update_notification_rule"],
        )
    },
    Collection {
        scope: "licenses",
        actions: &[Action::List],
        shape: Shape::Whole { summary: "name", web_path: Some("licenses") },
        paging: Paging::Whole(&[]),
        fields: &[
            optional("name", Holds::Text),
            optional("description", Holds::Text),
            optional("valid_roles", Holds::Any),
            optional("role_group", Holds::Text),
            optional("current_value", Holds::Integer),
            optional("allocations_available", Holds::Integer),
        ],
        ..collection(Kind::License, "licenses", ["licenses", "license"])
    },
];

const CONTACT_METHOD: Holds = Holds::One(Refers::To(Kind::ContactMethod, "contact_methods"));

const NUMBERS: &[&str] = &["phone_contact_method", "sms_contact_method", "whatsapp_contact_method"];

const ROLES: &[&str] = &[
    "admin",
    "limited_user",
    "observer",
    "owner",
    "read_only_user",
    "restricted_access",
    "read_only_limited_user",
    "user",
];

const RULE: &[Field] = &[
    required("start_delay_in_minutes", Holds::Integer),
    required("contact_method", CONTACT_METHOD),
    required("urgency", Holds::Choice(&["high", "low"])),
];

/// What each user has a list of, without pages.
const fn of_user(kind: Kind, path: &'static str, names: [&'static str; 2]) -> Collection {
    Collection {
        within: Some(Kind::User),
        scope: "users:contact_methods",
        times: Times::Account,
        paging: Paging::Whole(&[]),
        ..collection(kind, path, names)
    }
}

fn refresh(account: &mut Account, user: usize) {
    account.refresh_reached(Key::new(user));
}
