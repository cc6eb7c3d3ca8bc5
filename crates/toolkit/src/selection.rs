//! Which tools are on: a function of what was chosen, and of nothing else.

use crate::{access::Access, info::Info, phrasing, tool_names, toolset::Toolset};

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
    pub fn tool(name: &str, names: &[&'static str]) -> Self {
        UnknownName { noun: "tool", name: phrasing::short(name), nearest: tool_names::nearest(name, names) }
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
    pub fn has(&self, info: &Info) -> bool {
        let of_a_toolset = self.toolsets.iter().any(|choice| match choice {
            Choice::Default => info.is_on_by_default,
            Choice::All => true,
            Choice::One(toolset) => info.toolset == *toolset,
        });
        (of_a_toolset || self.tools.contains(&info.name))
            && !self.excluded.contains(&info.name)
            && (info.access == Access::Read || !self.read_only)
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
    UnknownName { noun, name: phrasing::short(name), nearest: phrasing::nearest(name, names) }
}
