//! The table of operations, read from the binary when it is first used.

use std::sync::OnceLock;

use super::{
    access::{Access, Refusal},
    effect::Effect,
    facts::{Author, Facts, Paging},
    judgement::Judgement,
    parameter::{Parameter, Place},
    problem, segments,
    shape::{Scalar, Shape, Size},
};
use crate::ResourceKind;

const FACTS: &str = include_str!("facts.jsonl");
const JUDGEMENT: &str = include_str!("judgement.jsonl");

static TABLE: OnceLock<Vec<Operation>> = OnceLock::new();

/// One operation of PagerDuty's REST API: what its document says of it, and what we say.
#[derive(Debug)]
pub struct Operation {
    pub(super) facts: Facts,
    pub(super) judgement: Judgement,
    shapes: OnceLock<Shapes>,
}

/// What is read only of an operation that somebody uses.
#[derive(Debug)]
struct Shapes {
    parameters: Vec<Parameter>,
    body: Option<Shape>,
}

impl Operation {
    /// Every operation, in the order of PagerDuty's document. An operation that is not judged is not there.
    #[must_use]
    pub fn all() -> &'static [Self] {
        TABLE.get_or_init(|| {
            let facts = FACTS.lines().filter_map(|line| serde_json::from_str::<Facts>(line).ok());
            let judgements = JUDGEMENT.lines().filter_map(|line| serde_json::from_str::<Judgement>(line).ok());
            let mut judgements = judgements.peekable();
            // Both files have the same order.
            let operations = facts.filter_map(|facts| {
                let judgement = judgements.next_if(|judgement| judgement.operation == facts.operation)?;
                Some(Self { facts, judgement, shapes: OnceLock::new() })
            });
            operations.collect()
        })
    }

    /// The operation of this ID; in whatever case.
    #[must_use]
    pub fn by_id(id: &str) -> Option<&'static Self> {
        let id = id.trim();
        let all = Self::all();
        let exact = all.iter().find(|operation| operation.id() == id);
        exact.or_else(|| all.iter().find(|operation| operation.id().eq_ignore_ascii_case(id)))
    }

    /// The operations whose IDs are most like one that does not exist, the nearest first.
    #[must_use]
    pub fn nearest(id: &str, count: usize) -> Vec<&'static Self> {
        let mut left: Vec<_> = Self::all().iter().collect();
        let mut nearest = Vec::new();
        while nearest.len() < count {
            let Some(found) = problem::nearest(id, left.iter().map(|operation| operation.id())) else { break };
            let Some(index) = left.iter().position(|operation| operation.id() == found) else { break };
            nearest.push(left.swap_remove(index));
        }
        nearest
    }

    /// PagerDuty's ID of it: `createMaintenanceWindow`.
    #[must_use]
    pub fn id(&self) -> &'static str {
        self.facts.operation
    }

    /// The HTTP method.
    #[must_use]
    pub fn method(&self) -> &'static str {
        self.facts.method
    }

    /// The path, with names instead of IDs: `/maintenance_windows/{id}`.
    #[must_use]
    pub fn path(&self) -> &'static str {
        self.facts.path
    }

    /// The area of PagerDuty's documentation: `Maintenance Windows`.
    #[must_use]
    pub fn tag(&self) -> &'static str {
        self.facts.tag
    }

    /// What it does, in one line.
    #[must_use]
    pub fn summary(&self) -> &'static str {
        self.judgement.summary
    }

    /// The words by which people look for it.
    #[must_use]
    pub fn words(&self) -> &[&'static str] {
        &self.judgement.words
    }

    /// Whether it reads or changes something.
    #[must_use]
    pub fn access(&self) -> Access {
        self.judgement.access
    }

    /// Why it is refused until somebody allows it.
    #[must_use]
    pub fn refused(&self) -> Option<Refusal> {
        self.judgement.refused
    }

    /// What it may do besides changing its object: always, or with some bodies only.
    pub fn possible_effects(&self) -> impl Iterator<Item = Effect> {
        self.judgement.effects.keys().copied()
    }

    /// The OAuth scope that it needs, where PagerDuty says one.
    #[must_use]
    pub fn scope(&self) -> Option<&'static str> {
        self.facts.scope
    }

    /// Whether PagerDuty wants it to be used no more.
    #[must_use]
    pub fn is_deprecated(&self) -> bool {
        self.facts.deprecated
    }

    /// Whether its path or its header says that it may change or go away.
    #[must_use]
    pub fn is_early_access(&self) -> bool {
        self.facts.header.is_some_and(|header| header.starts_with("X-EARLY-ACCESS"))
    }

    /// Whether the request names the user who makes it.
    #[must_use]
    pub fn author(&self) -> Option<Author> {
        self.facts.from
    }

    /// Another header that its requests need, as a name and a value.
    #[must_use]
    pub fn header(&self) -> Option<(&'static str, &'static str)> {
        self.facts.header?.split_once(": ")
    }

    /// How its list goes on.
    #[must_use]
    pub fn paging(&self) -> Option<Paging> {
        self.facts.paging
    }

    /// The key of the rows or the object in the answer; nothing where the answer itself is the object. Where a parameter
    /// decides, its name stands in braces.
    #[must_use]
    pub fn answer_key(&self) -> Option<&'static str> {
        self.facts.answer.map(|key| key.trim_end_matches("[]"))
    }

    /// Whether its answer has rows.
    #[must_use]
    pub fn answers_with_rows(&self) -> bool {
        self.facts.answer.is_some_and(|key| key.ends_with("[]"))
    }

    /// What goes into the path and the query, in this order.
    #[must_use]
    pub fn parameters(&self) -> &[Parameter] {
        &self.shapes().parameters
    }

    /// The shape of its body.
    #[must_use]
    pub fn body(&self) -> Option<&Shape> {
        self.shapes().body.as_ref()
    }

    /// Whether a request may leave the body out.
    #[must_use]
    pub fn is_body_optional(&self) -> bool {
        self.facts.body_optional
    }

    /// Whether the body is a text of comma-separated values.
    #[must_use]
    pub fn takes_csv(&self) -> bool {
        self.facts.csv
    }

    fn shapes(&self) -> &Shapes {
        self.shapes.get_or_init(|| {
            let mut parameters = segments::parameters(&self.facts);
            let query = self.facts.query.and_then(Shape::parse);
            if let Some(Shape::Object { fields, .. }) = query {
                parameters.extend(fields.into_iter().map(|field| Parameter {
                    name: field.name,
                    place: Place::Query,
                    is_required: field.is_required,
                    spelling: self.facts.lists.get(field.name).copied().unwrap_or_default(),
                    resource: ResourceKind::of_id(field.name),
                    shape: field.shape,
                }));
            }
            let csv = || self.facts.csv.then(|| Shape::Scalar(Scalar::String, Size::default()));
            Shapes { parameters, body: self.facts.body.and_then(Shape::parse).or_else(csv) }
        })
    }
}
