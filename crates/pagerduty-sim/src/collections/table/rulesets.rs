//! Rulesets, which event orchestrations have replaced.

use crate::collections::description::{Collection, Paging, Shape, collection};
use crate::collections::field::{Field, Holds, Refers, optional, required};
use crate::id::Kind;

pub(super) static ROWS: &[Collection] = &[
    Collection {
        scope: "event_rules",
        shape: Shape::IdAndSelf,
        fields: &[
            required("name", Holds::Text),
            optional("type", Holds::Given).or("\"global\""),
            optional("routing_keys", Holds::Given).or("[]"),
            optional("team", Holds::One(Refers::Briefly(Kind::Team))),
            optional("creator", Holds::Author).sparse(),
            optional("updater", Holds::Editor).sparse(),
            optional("created_at", Holds::Created),
            optional("updated_at", Holds::Changed),
        ],
        ..collection(Kind::Ruleset, "rulesets", ["rulesets", "ruleset"])
    },
    rules(Kind::RulesetRule, Kind::Ruleset, "event_rules", "rulesets/{}/rules"),
    rules(Kind::ServiceRule, Kind::Service, "services", "services/{}/rules"),
];

const RULE: &[Field] = &[
    optional("disabled", Holds::Boolean).or("false"),
    optional("conditions", Holds::Any).sparse(),
    optional("time_frame", Holds::Any).sparse(),
    optional("variables", Holds::Any).sparse(),
    optional("position", Holds::Integer).sparse(),
    optional("actions", Holds::Any).or("{}"),
];

const fn rules(kind: Kind, within: Kind, scope: &'static str, path: &'static str) -> Collection {
    Collection {
        within: Some(within),
        scope,
        shape: Shape::IdAndSelf,
        paging: Paging::Offset,
        fields: RULE,
        ..collection(kind, path, ["rules", "rule"])
    }
}
