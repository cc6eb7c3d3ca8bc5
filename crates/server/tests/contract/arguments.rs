//! Arguments that fit together by the rules of a tool.

use serde_json::{Map, Value};
use toolkit::{
    parameters::{
        rules::Rule,
        schema::{Kind, Parameter},
    },
    tool::Entry,
};

pub(crate) type Arguments = Map<String, Value>;

/// What every call of a tool needs, beside what was made for it.
pub(crate) fn base(entry: &Entry, made: Arguments, sample: impl Fn(&Parameter) -> Value) -> Arguments {
    let one_of = entry.rules.iter().find_map(|rule| match rule {
        Rule::ExactlyOne(names) => names.first().copied(),
        _ => None,
    });
    let mut base = made;
    for parameter in entry.parameters() {
        let is_needed = parameter.required || one_of == Some(&parameter.name);
        if is_needed && !base.contains_key(&parameter.name) {
            base.insert(parameter.name.clone(), sample(parameter));
        }
    }
    base
}

/// The arguments with this one, without those that it excludes, and with those that it needs.
pub(crate) fn fitting(
    entry: &Entry,
    mut arguments: Arguments,
    name: &str,
    value: Value,
    sample: impl Fn(&str) -> Value,
) -> Arguments {
    for rule in entry.rules {
        match *rule {
            Rule::One(one) => exclude(one, &entry.excluded_by(one), name, &mut arguments),
            Rule::OneById(one, others) | Rule::Excludes(one, others) => exclude(one, others, name, &mut arguments),
            Rule::ExactlyOne(names) if names.contains(&name) => {
                arguments.retain(|other, _| !names.contains(&other.as_str()));
            }
            Rule::Needs(names, needed) if names.contains(&name) && !arguments.contains_key(needed) => {
                arguments.insert(needed.to_owned(), sample(needed));
            }
            Rule::NoContextNeeds(names) if name == "current_user_context" => {
                arguments.insert(names[0].to_owned(), sample(names[0]));
            }
            _ => {}
        }
    }
    arguments.insert(name.to_owned(), value);
    arguments
}

/// Leaves out what does not go with this one: the others where it is the one, and the one where it is among the others.
fn exclude(one: &str, others: &[&str], name: &str, arguments: &mut Arguments) {
    if one == name {
        arguments.retain(|other, _| !others.contains(&other.as_str()));
    } else if others.contains(&name) {
        arguments.shift_remove(one);
    }
}

/// The arguments with one more that the tool does not need in every call.
pub(crate) fn fuller(
    entry: &Entry,
    name: &str,
    mut arguments: Arguments,
    sample: impl Fn(&Parameter) -> Value,
) -> Arguments {
    let says_something = |parameter: &&Parameter| {
        let is_an_option = matches!(parameter.kind, Kind::Boolean | Kind::Cursor | Kind::TimeZone);
        parameter.name != name && !is_an_option && !arguments.contains_key(&parameter.name)
    };
    if let Some(parameter) = entry.parameters().iter().find(says_something) {
        arguments.insert(parameter.name.clone(), sample(parameter));
    }
    arguments
}
