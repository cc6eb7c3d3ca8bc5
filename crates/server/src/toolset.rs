//! Toolsets, and which tools are on: a function of what was chosen, and of nothing else.

use crate::{
    tool::{Access, Entry},
    tool_names, words,
};

/// Tools that belong to one kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toolset {
    /// What is wrong.
    Incidents,
    /// What is done about it.
    Response,
    /// Who is on call.
    Oncall,
    /// How that is set up.
    Schedules,
    /// What there is.
    Directory,
    /// What it comes to.
    Insights,
}

impl Toolset {
    /// Every toolset, in the order of documents.
    pub const ALL: [Self; 6] =
        [Self::Incidents, Self::Response, Self::Oncall, Self::Schedules, Self::Directory, Self::Insights];

    /// The name by which it is chosen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Incidents => "incidents",
            Self::Response => "response",
            Self::Oncall => "oncall",
            Self::Schedules => "schedules",
            Self::Directory => "directory",
            Self::Insights => "insights",
        }
    }

    /// What it is for, in one line.
    #[must_use]
    pub const fn purpose(self) -> &'static str {
        match self {
            Self::Incidents => "look at incidents with all that belongs to them; acknowledge, resolve, write notes",
            Self::Response => "create, change, reassign, snooze and merge incidents, page people, tell others",
            Self::Oncall => "who is on call, when, and who is missing; overrides",
            Self::Schedules => "set up shift-based schedules: their rotations and custom shifts",
            Self::Directory => "services, teams, users and escalation policies",
            Self::Insights => "counts and times of many incidents, the load of being on call, handoffs",
        }
    }
}

/// The choice of the tools that are on by default.
const DEFAULT: &str = "default";

/// The choice of every toolset.
const ALL: &str = "all";

/// Which tools are on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    toolsets: Vec<Choice>,
    tools: Vec<&'static str>,
    excluded: Vec<&'static str>,
    read_only: bool,
}

/// Names as somebody wrote them, in a flag, a variable or a header.
#[derive(Clone, Debug, Default)]
pub struct Chosen {
    /// Toolsets, `default` or `all`.
    pub toolsets: Vec<String>,
    /// Tools that are on beside those of the toolsets; where no toolset is named, these only.
    pub tools: Vec<String>,
    /// Tools that are off whatever else is said.
    pub exclude_tools: Vec<String>,
    /// Whether every tool that changes something is off.
    pub read_only: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    Default,
    All,
    One(Toolset),
}

/// A name that nothing has.
#[derive(Debug, thiserror::Error)]
#[error("there is no {noun} `{name}`{}", .nearest.map(|nearest| format!("; did you mean `{nearest}`?")).unwrap_or_default())]
pub struct UnknownName {
    noun: &'static str,
    name: String,
    nearest: Option<&'static str>,
}

/// A tool that cannot be called.
#[derive(Debug, thiserror::Error)]
pub enum NoTool {
    /// There is none of this name.
    #[error(transparent)]
    Unknown(#[from] UnknownName),
    /// It is not on.
    #[error(
        "the tool `{0}` of the toolset `{1}` is not on: the operator of this server chooses with --toolsets, --tools and --read-only"
    )]
    Off(&'static str, &'static str),
    /// It is on, and the request does not want it.
    #[error("the tool `{0}` is left out by the X-MCP headers of this request")]
    Narrowed(&'static str),
}

impl UnknownName {
    /// A tool that none of these is.
    pub(crate) fn tool(name: &str, names: &[&'static str]) -> Self {
        UnknownName { noun: "tool", name: words::short(name), nearest: tool_names::nearest(name, names) }
    }
}

impl Default for Selection {
    fn default() -> Self {
        Self { toolsets: vec![Choice::Default], tools: Vec::new(), excluded: Vec::new(), read_only: false }
    }
}

impl Selection {
    /// Every tool.
    #[must_use]
    pub fn all() -> Self {
        Self { toolsets: vec![Choice::All], ..Self::default() }
    }

    /// No tool.
    #[must_use]
    pub fn none() -> Self {
        Self { toolsets: Vec::new(), ..Self::default() }
    }

    /// What was chosen from the tools of these names; where neither a toolset nor a tool was named, those of `otherwise`.
    ///
    /// # Errors
    ///
    /// The first name that nothing has.
    pub fn read(chosen: &Chosen, catalogue: &[&'static str], otherwise: &Self) -> Result<Self, UnknownName> {
        let named = |names: &[String]| names.iter().map(|name| tool(name, catalogue)).collect::<Result<Vec<_>, _>>();
        let toolsets = chosen.toolsets.iter().map(|name| choice(name)).collect::<Result<Vec<_>, _>>()?;
        let tools = named(&chosen.tools)?;
        let nothing_named = toolsets.is_empty() && tools.is_empty();
        Ok(Self {
            toolsets: if nothing_named { otherwise.toolsets.clone() } else { toolsets },
            tools: if nothing_named { otherwise.tools.clone() } else { tools },
            excluded: named(&chosen.exclude_tools)?,
            read_only: chosen.read_only,
        })
    }

    /// Whether a tool is on. What is excluded is off although it is named, and what writes is off where only reading
    /// is allowed, whatever else is said.
    #[must_use]
    pub fn has(&self, entry: &Entry) -> bool {
        let of_a_toolset = self.toolsets.iter().any(|choice| match choice {
            Choice::Default => entry.on_by_default,
            Choice::All => true,
            Choice::One(toolset) => entry.toolset == *toolset,
        });
        (of_a_toolset || self.tools.contains(&entry.name))
            && !self.excluded.contains(&entry.name)
            && (entry.access == Access::Read || !self.read_only)
    }
}

fn choice(name: &str) -> Result<Choice, UnknownName> {
    let choices = [(DEFAULT, Choice::Default), (ALL, Choice::All)];
    let toolsets = Toolset::ALL.map(|toolset| (toolset.name(), Choice::One(toolset)));
    let all = || choices.iter().chain(&toolsets);
    match all().find(|(known, _)| *known == name) {
        Some((_, choice)) => Ok(*choice),
        None => Err(unknown("toolset", name, all().map(|(known, _)| *known))),
    }
}

fn tool(name: &str, names: &[&'static str]) -> Result<&'static str, UnknownName> {
    names.iter().copied().find(|known| *known == name).ok_or_else(|| UnknownName::tool(name, names))
}

fn unknown(noun: &'static str, name: &str, names: impl Iterator<Item = &'static str>) -> UnknownName {
    UnknownName { noun, name: words::short(name), nearest: words::nearest(name, names) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tools;

    fn on(
        toolsets: &[&str],
        tools: &[&str],
        exclude_tools: &[&str],
        read_only: bool,
    ) -> Result<Vec<&'static str>, String> {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let chosen =
            Chosen { toolsets: owned(toolsets), tools: owned(tools), exclude_tools: owned(exclude_tools), read_only };
        let catalogue = tools::catalogue();
        let names: Vec<_> = catalogue.iter().map(|entry| entry.name).collect();
        let selection = Selection::read(&chosen, &names, &Selection::default()).map_err(|error| error.to_string())?;
        Ok(catalogue.iter().filter(|entry| selection.has(entry)).map(|entry| entry.name).collect())
    }

    #[test]
    fn what_is_chosen_is_on() {
        const DIRECTORY: &[&str] =
            &["get_escalation_policies", "get_services", "get_teams", "get_users", "build_user_context"];
        type Names = &'static [&'static str];
        let cases: &[(Names, Names, Names, bool, Names)] = &[
            (&["directory"], &[], &[], false, DIRECTORY),
            (&["directory"], &["get_teams"], &[], false, DIRECTORY),
            (&[], &["get_teams", "resolve_incident"], &[], false, &["resolve_incident", "get_teams"]),
            (&[], &["get_teams", "resolve_incident"], &[], true, &["get_teams"]),
            (&[], &["get_teams", "resolve_incident"], &["get_teams"], false, &["resolve_incident"]),
            (&[], &["get_teams"], &["get_teams"], false, &[]),
            (
                &["directory"],
                &["get_oncalls"],
                &["get_users", "get_services"],
                true,
                &["get_oncalls", "get_escalation_policies", "get_teams", "build_user_context"],
            ),
        ];
        for (toolsets, tools, excluded, read_only, expected) in cases {
            assert_eq!(
                on(toolsets, tools, excluded, *read_only).unwrap(),
                *expected,
                "{toolsets:?} {tools:?} {excluded:?}"
            );
        }
    }

    #[test]
    fn without_a_choice_the_few_that_most_people_need_are_on() {
        let default = on(&[], &[], &[], false).unwrap();
        assert_eq!(on(&["default"], &[], &[], false).unwrap(), default);
        assert!(default.len() <= 20, "{default:?}");
        let writes = ["acknowledge_incident", "resolve_incident", "add_incident_note"];
        let reads = on(&[], &[], &[], true).unwrap();
        assert!(writes.iter().all(|name| default.contains(name) && !reads.contains(name)));
        assert_eq!(
            reads.len() + writes.len(),
            default.len(),
            "the three writes of the core are all that change anything"
        );
        assert_eq!(on(&["all"], &[], &[], false).unwrap().len(), tools::catalogue().len());
    }

    #[test]
    fn an_unknown_name_is_refused_with_the_nearest() {
        assert_eq!(
            on(&["incident"], &[], &[], false).unwrap_err(),
            "there is no toolset `incident`; did you mean `incidents`?"
        );
        assert_eq!(
            on(&[], &["get_team"], &[], false).unwrap_err(),
            "there is no tool `get_team`; did you mean `get_teams`?"
        );
        assert_eq!(on(&[], &[], &["xyz"], false).unwrap_err(), "there is no tool `xyz`");
    }
}
