//! Prompts: reviewed texts that people choose by name, with a few words of their own inserted.

use rmcp::{
    ErrorData,
    model::{GetPromptResult, JsonObject, Prompt, PromptArgument, PromptMessage, Role},
};
use toolkit::call::offered::Offered;
use toolkit::{answer::untrusted, phrasing};

/// Longest argument, in characters: enough for a name or a number, not for a second prompt.
const LONGEST_ARGUMENT: usize = 200;

struct Text {
    name: &'static str,
    title: &'static str,
    description: &'static str,
    arguments: &'static [Argument],
    text: &'static str,
}

/// An argument that the person fills in.
struct Argument {
    name: &'static str,
    description: &'static str,
    /// What is inserted if it is not given; if this is empty, the argument is required.
    default: Option<&'static str>,
}

const INCIDENT: Argument = Argument { name: "incident", description: "The incident, by ID or number.", default: None };
const TEAM: Argument =
    Argument { name: "team", description: "The team, by ID or name; default your own.", default: Some("my teams") };
const DAYS: Argument =
    Argument { name: "days", description: "How many days to look back; default 30.", default: Some("30") };

const TEXTS: &[Text] = &[
    Text {
        name: "triage",
        title: "Triage an incident",
        description: "What is broken, what changed, whether it was seen before, and who to call.",
        arguments: &[INCIDENT],
        text: include_str!("../../prompts/triage.md"),
    },
    Text {
        name: "handoff",
        title: "Write a handoff",
        description: "What the next person on call has to know.",
        arguments: &[TEAM],
        text: include_str!("../../prompts/handoff.md"),
    },
    Text {
        name: "shift-prep",
        title: "Prepare a shift",
        description: "What is open, what is noisy, what changed, and who is on call with you.",
        arguments: &[TEAM],
        text: include_str!("../../prompts/shift-prep.md"),
    },
    Text {
        name: "postmortem",
        title: "Draft a postmortem",
        description: "A timeline of an incident in which each line has its source.",
        arguments: &[INCIDENT],
        text: include_str!("../../prompts/postmortem.md"),
    },
    Text {
        name: "noise-review",
        title: "Review the noise",
        description: "Which incidents were noise, and what would silence them.",
        arguments: &[TEAM, DAYS],
        text: include_str!("../../prompts/noise-review.md"),
    },
];

/// The prompts whose tools can all be called; a prompt that asks for a tool that is off could not be followed.
fn offered(offered: &Offered) -> impl Iterator<Item = &'static Text> {
    TEXTS.iter().filter(|text| offered.can_read(text.text))
}

/// Every prompt that is offered, with its arguments.
pub(super) fn all(offered: &Offered) -> Vec<Prompt> {
    let prompt = |text: &Text| {
        let arguments = text.arguments.iter().map(|argument| {
            PromptArgument::new(argument.name)
                .with_description(argument.description)
                .with_required(argument.default.is_none())
        });
        let prompt = Prompt::new(text.name, Some(text.description), Some(arguments.collect()));
        prompt.with_title(text.title)
    };
    self::offered(offered).map(prompt).collect()
}

/// The text of a prompt with the person's arguments.
///
/// # Errors
///
/// `INVALID_PARAMS` if there is no such prompt or argument, or if one is missing.
pub(super) fn get(name: &str, given: Option<&JsonObject>, offered: &Offered) -> Result<GetPromptResult, ErrorData> {
    let text = find(name, offered)?;
    let given = |name: &str| given.and_then(|given| given.get(name));
    let mut message = text.text.trim_end().to_owned();
    for argument in text.arguments {
        let value = match (given(argument.name), argument.default) {
            (Some(value), default) => {
                let plain = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                let mut plain =
                    phrasing::cut(plain.split_whitespace().collect::<Vec<_>>().join(" ").as_str(), LONGEST_ARGUMENT);
                untrusted::clean(&mut plain);
                if plain.is_empty() { default.unwrap_or_default().to_owned() } else { plain }
            }
            (None, Some(default)) => default.to_owned(),
            (None, None) => String::new(),
        };
        if value.is_empty() {
            return Err(invalid(format!("`{name}` needs `{}`: {}", argument.name, argument.description)));
        }
        message = message.replace(&format!("{{{}}}", argument.name), &value);
    }
    Ok(GetPromptResult::new(vec![PromptMessage::new_text(Role::User, message)]).with_description(text.description))
}

fn find(name: &str, offered: &Offered) -> Result<&'static Text, ErrorData> {
    self::offered(offered).find(|text| text.name == name).ok_or_else(|| {
        if TEXTS.iter().any(|text| text.name == name) {
            return invalid(format!("the prompt `{name}` is not offered, because a tool that it needs is off"));
        }
        let names = || self::offered(offered).map(|text| text.name);
        let nearest =
            phrasing::nearest(name, names()).map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
        let all = phrasing::list(names(), "and");
        invalid(format!("there is no prompt `{}`: {nearest}the prompts are {all}", phrasing::short(name)))
    })
}

/// Whether a prompt of this name is offered.
pub(super) fn is_offered(name: &str, offered: &Offered) -> bool {
    self::offered(offered).any(|text| text.name == name)
}

fn invalid(message: String) -> ErrorData {
    ErrorData::invalid_params(message, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_name_their_arguments_and_tools_that_exist() {
        let tools: Vec<_> = tools::catalogue().iter().map(|entry| entry.info.name).collect();
        for text in TEXTS {
            for argument in text.arguments {
                assert!(text.text.contains(&format!("{{{}}}", argument.name)), "{}: {}", text.name, argument.name);
            }
            let holes = text.text.matches('{').count();
            assert_eq!(holes, text.arguments.len(), "{}", text.name);
            let called = text.text.split('`').skip(1).step_by(2).filter(|word| word.contains('_'));
            let others = ["next_cursor", "incidents_after", "team_id", "team_ids"];
            for word in called.filter(|word| !word.starts_with("include_") && !others.contains(word)) {
                assert!(tools.contains(&word), "{}: `{word}`", text.name);
            }
        }
    }
}
