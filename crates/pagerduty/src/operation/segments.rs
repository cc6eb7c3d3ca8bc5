//! The segments of a path: literals, and the parameters between them.

use super::{
    facts::Facts,
    parameter::{Parameter, Place},
    shape::{Scalar, Shape, Size},
};
use crate::{ResourceKind, query::Spelling};

/// One segment of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Segment<'a> {
    Literal(&'a str),
    Parameter(&'a str),
}

/// The segments of a template.
pub(super) fn of(template: &'static str) -> impl Iterator<Item = Segment<'static>> {
    template.split('/').skip(1).map(|segment| {
        let name = segment.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
        name.map_or(Segment::Literal(segment), Segment::Parameter)
    })
}

/// The parameters of a path.
pub(super) fn parameters(facts: &Facts) -> Vec<Parameter> {
    let choices = facts.segments.and_then(Shape::parse);
    let choices = choices.as_ref().map_or(&[][..], Shape::fields);
    let (mut before, mut parameters) = (None, Vec::new());
    for segment in of(facts.path) {
        match segment {
            Segment::Literal(literal) => before = Some(literal),
            Segment::Parameter(name) => {
                let choice = choices.iter().find(|field| field.name == name).map(|field| field.shape.clone());
                let collection = before.take();
                // `/services/{id}`
                let resource = match name {
                    "id" => collection.and_then(ResourceKind::of_plural),
                    name => ResourceKind::of_id(name),
                };
                parameters.push(Parameter {
                    name,
                    place: Place::Path,
                    is_required: true,
                    shape: choice.unwrap_or(Shape::Scalar(Scalar::String, Size::default())),
                    spelling: Spelling::default(),
                    resource,
                });
            }
        }
    }
    parameters
}
