//! Which texts may be segments of a path: none that leads to another endpoint.

use super::{
    problem::Problem,
    segments::{self, Segment},
    shape::Shape,
    table::Operation,
};
use crate::{InvalidId, id, literals::is_literal};

/// Whether a text may stand where the parameter `name` does: it has no character that ends a segment, and it is no word that
/// leads to another endpoint.
pub(super) fn check(operation: &Operation, name: &'static str, text: &str) -> Result<(), Problem> {
    let is_word = is_literal(text) && !is_choice(operation, name) && has_literal_instead(operation.path(), name);
    if id::is_plain(text) && !is_word {
        return Ok(());
    }
    Err(Problem::new(name, InvalidId::of(text).to_string()))
}

/// Whether the parameter is one of a few words, which are checked by its shape.
fn is_choice(operation: &Operation, name: &str) -> bool {
    let mut parameters = operation.parameters().iter();
    parameters.any(|parameter| parameter.name() == name && !matches!(parameter.shape(), Shape::Scalar(..)))
}

/// Whether some path has a literal where this one has the parameter.
fn has_literal_instead(template: &'static str, name: &str) -> bool {
    let segments = || segments::of(template);
    let Some(position) = segments().position(|segment| segment == Segment::Parameter(name)) else { return true };
    Operation::all().iter().any(|other| {
        let is_same = |(left, right): (Segment<'_>, Segment<'_>)| match (left, right) {
            (Segment::Literal(left), Segment::Literal(right)) => left == right,
            _ => true,
        };
        segments::of(other.path()).zip(segments()).take(position).all(is_same)
            && matches!(segments::of(other.path()).nth(position), Some(Segment::Literal(_)))
    })
}
