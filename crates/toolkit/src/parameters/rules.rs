//! Rules between the parameters of a tool, as data: checked before a call, and written into the documentation.

use serde_json::{Map, Value};

use crate::{
    error::{Code, Error, Result},
    parameters::schema::{Kind, Parameter},
    phrasing,
    times::ZoneOf,
};

/// The parameter that filters by the current user's teams, services or policies.
pub(crate) const CONTEXT: &str = "current_user_context";

/// A rule between parameters. Rules about the current user's context do not apply to a call that names one item by its
/// ID, because the context is then not used.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    /// This ID names one item and excludes every filter, and what says how a list goes on.
    One(&'static str),
    /// The first, an ID, names one item and excludes each of the others.
    OneById(&'static str, &'static [&'static str]),
    /// The first excludes each of the others.
    Excludes(&'static str, &'static [&'static str]),
    /// Each of the first needs the second.
    Needs(&'static [&'static str], &'static str),
    /// Each of these asks for what may belong to others: a call that does not say otherwise is then not about the current
    /// user's own, and one that says so contradicts itself.
    ContextExcludes(&'static [&'static str]),
    /// The same, but a call may say that it is about the current user's own nevertheless.
    ContextYields(&'static [&'static str]),
    /// One of these is needed, and no second one.
    ExactlyOne(&'static [&'static str]),
    /// One of these is needed, and several may be given: they say what to change.
    OneOrMore(&'static [&'static str]),
    /// Without the current user's context, one of these says what to look for.
    NoContextNeeds(&'static [&'static str]),
    /// Times without an offset are in the zone of this schedule.
    TimesOfSchedule(&'static str),
    /// They are in the zone of the schedules or the user that one of these names, else in the current user's, as those of the
    /// answer are.
    TimesOfOwn(&'static [&'static str]),
}

/// Whether an argument says something.
fn is_given(arguments: &Map<String, Value>, name: &str) -> bool {
    arguments.get(name).is_some_and(|value| *value != Value::Bool(false))
}

/// Whether a call names one item by its ID.
fn is_by_id(rules: &[Rule], arguments: &Map<String, Value>) -> bool {
    rules.iter().any(|rule| matches!(rule, Rule::One(id) | Rule::OneById(id, _) if is_given(arguments, id)))
}

/// Adds what follows from the arguments of a call where it does not say so itself.
pub fn apply_defaults(rules: &[Rule], arguments: &mut Map<String, Value>) {
    let yields = |rule: &Rule| match rule {
        Rule::ContextYields(names) | Rule::ContextExcludes(names) => names.iter().any(|name| is_given(arguments, name)),
        _ => false,
    };
    if !arguments.contains_key(CONTEXT) && rules.iter().any(yields) {
        arguments.insert(CONTEXT.to_owned(), false.into());
    }
}

/// Whether a call looks only at what belongs to the current user.
pub(crate) fn is_about_mine(rules: &[Rule], parameters: &[Parameter], arguments: &Map<String, Value>) -> bool {
    parameters.iter().any(|parameter| parameter.name == CONTEXT)
        && arguments.get(CONTEXT) != Some(&Value::Bool(false))
        && !is_by_id(rules, arguments)
}

/// What `id`, which names one item, excludes: all that chooses the items of a list. What is left shapes an answer.
pub(crate) fn filters<'a>(id: &str, rules: &[Rule], parameters: &'a [Parameter]) -> Vec<&'a str> {
    let is_of_one =
        |name: &str| rules.iter().any(|rule| matches!(rule, Rule::Needs(names, _) if names.contains(&name)));
    let is_filter = |parameter: &&Parameter| {
        let is_shape = matches!(parameter.kind.item(), Kind::Field { .. } | Kind::TimeZone);
        !parameter.required
            && !is_shape
            && ![id, CONTEXT].contains(&parameter.name.as_str())
            && !is_of_one(&parameter.name)
    };
    parameters.iter().filter(is_filter).map(|parameter| parameter.name.as_str()).collect()
}

/// Refuses what `id`, which names one item, excludes.
fn check_alone(id: &str, others: &[&str], arguments: &Map<String, Value>) -> Result<()> {
    let others: Vec<_> = others.iter().filter(|name| is_given(arguments, name)).collect();
    if others.is_empty() {
        return Ok(());
    }
    let message = format!("`{id}` cannot be combined with {}", phrasing::list(&others, "or"));
    let hint =
        format!("leave out {} to get that one item, or leave out `{id}` to search", phrasing::list(&others, "and"));
    Err(Error::new(Code::ConflictingParameters, message).hint(hint))
}

/// Checks the arguments of a call.
///
/// # Errors
///
/// The first rule that is broken; its message names the parameters.
pub fn check(rules: &[Rule], parameters: &[Parameter], arguments: &Map<String, Value>) -> Result<()> {
    let given = |name: &&str| is_given(arguments, name);
    let by_id = is_by_id(rules, arguments);
    let context = arguments.get(CONTEXT) != Some(&Value::Bool(false));
    for rule in rules {
        match *rule {
            Rule::One(id) if given(&id) => check_alone(id, &filters(id, rules, parameters), arguments)?,
            Rule::OneById(id, others) if given(&id) => check_alone(id, others, arguments)?,
            Rule::Excludes(name, others) if given(&name) => {
                let others: Vec<_> = others.iter().filter(|name| given(name)).collect();
                if !others.is_empty() {
                    let message = format!("`{name}` cannot be combined with {}", phrasing::list(&others, "or"));
                    return Err(Error::new(Code::ConflictingParameters, message).hint("leave out one of them"));
                }
            }
            Rule::Needs(names, needed) if !given(&needed) => {
                let names: Vec<_> = names.iter().filter(|name| given(name)).collect();
                if !names.is_empty() {
                    let message = format!("{} can only be used with `{needed}`", phrasing::list(&names, "and"));
                    return Err(Error::new(Code::MissingParameter, message).hint(format!("give `{needed}` too")));
                }
            }
            Rule::ContextExcludes(others) if context && !by_id => {
                let others: Vec<_> = others.iter().filter(|name| given(name)).collect();
                if !others.is_empty() {
                    let others = phrasing::list(&others, "or");
                    let message = format!("{others} cannot be combined with `{CONTEXT}` true");
                    let hint = format!("leave out `{CONTEXT}`, or set it to false, to use {others}");
                    return Err(Error::new(Code::ConflictingParameters, message).hint(hint));
                }
            }
            Rule::NoContextNeeds(others) if !context && !by_id && !others.iter().any(given) => {
                let others = phrasing::list(others, "or");
                let message = format!("with `{CONTEXT}` false, one of {others} is needed");
                let hint = format!("give {others}, or leave out `{CONTEXT}` to use your own teams");
                return Err(Error::new(Code::MissingParameter, message).hint(hint));
            }
            Rule::ExactlyOne(names) => {
                let found: Vec<_> = names.iter().filter(|name| given(name)).collect();
                if found.len() > 1 {
                    let message = format!("{} cannot be combined", phrasing::list(&found, "and"));
                    return Err(Error::new(Code::ConflictingParameters, message).hint("give one of them"));
                }
                if found.is_empty() {
                    let message = format!("one of {} is needed", phrasing::list(names, "or"));
                    let is_id = |one: &Parameter| names.contains(&one.name.as_str()) && matches!(one.kind, Kind::Id(_));
                    let hint = if parameters.iter().any(is_id) {
                        "an ID or an exact name will do"
                    } else {
                        "give one of them"
                    };
                    return Err(Error::new(Code::MissingParameter, message).hint(hint));
                }
            }
            Rule::OneOrMore(names) if !names.iter().any(given) => {
                let hint = format!("give {}", phrasing::list(names, "or"));
                return Err(Error::new(Code::MissingParameter, "nothing says what to change").hint(hint));
            }
            Rule::One(_)
            | Rule::OneOrMore(_)
            | Rule::OneById(..)
            | Rule::Excludes(..)
            | Rule::Needs(..)
            | Rule::ContextExcludes(_)
            | Rule::ContextYields(_)
            | Rule::NoContextNeeds(_)
            | Rule::TimesOfSchedule(_)
            | Rule::TimesOfOwn(_) => {}
        }
    }
    Ok(())
}

/// In whose zone times without an offset are.
pub(crate) fn zone_of_times(rules: &[Rule]) -> ZoneOf {
    let zone = rules.iter().find_map(|rule| match rule {
        Rule::TimesOfSchedule(schedule) => Some(ZoneOf::Schedule(schedule)),
        Rule::TimesOfOwn(names) => Some(ZoneOf::Own(names)),
        _ => None,
    });
    zone.unwrap_or(ZoneOf::Nobody)
}

/// What to call instead where there is no current user, if the tool can do without one.
pub(crate) fn without_context(rules: &[Rule]) -> Option<String> {
    let excluded = rules.iter().any(|rule| matches!(rule, Rule::ContextExcludes(_)));
    let needed = rules.iter().find_map(|rule| match rule {
        Rule::NoContextNeeds(others) => Some(phrasing::list(*others, "or")),
        _ => None,
    });
    match needed {
        Some(needed) => Some(format!("set `{CONTEXT}` to false and give {needed}")),
        None => excluded.then(|| format!("set `{CONTEXT}` to false")),
    }
}

impl Rule {
    /// The rule as a sentence of the documentation.
    pub(crate) fn sentence(&self, rules: &[Self], parameters: &[Parameter]) -> String {
        match self {
            Self::One(id) => format!("`{id}` excludes {}.", phrasing::list(filters(id, rules, parameters), "and")),
            Self::OneById(id, others) | Self::Excludes(id, others) => {
                format!("`{id}` excludes {}.", phrasing::list(*others, "and"))
            }
            Self::Needs(names, needed) => {
                let needs = if names.len() == 1 { "needs" } else { "need" };
                format!("{} {needs} `{needed}`.", phrasing::list(*names, "and"))
            }
            Self::ExactlyOne(names) => format!("Exactly one of {} is needed.", phrasing::list(*names, "and")),
            Self::OneOrMore(names) => format!("One or more of {} are needed.", phrasing::list(*names, "and")),
            Self::ContextYields(others) => {
                format!("With {}, `{CONTEXT}` is false unless it is given.", phrasing::list(*others, "or"))
            }
            Self::ContextExcludes(others) => {
                let others = phrasing::list(*others, "or");
                format!("With {others}, `{CONTEXT}` is false unless it is given, and it cannot be true.")
            }
            Self::NoContextNeeds(others) => {
                format!("With `{CONTEXT}` false, one of {} is needed.", phrasing::list(*others, "and"))
            }
            Self::TimesOfSchedule(schedule) => {
                format!("Times without an offset are in the zone of the schedule of `{schedule}`.")
            }
            Self::TimesOfOwn([]) => "Times without an offset are in your own zone.".to_owned(),
            Self::TimesOfOwn(names) => {
                format!("Times without an offset are in the zone of {}, else in yours.", phrasing::list(*names, "or"))
            }
        }
    }
}
