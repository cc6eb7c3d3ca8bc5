//! Which tools one caller can call, and what it is told of them: neither a hint nor a prompt names a tool that is off.

use crate::{error::Error, hint::Hint, info::Info, selection::Selection};

/// The tools that one caller can call.
#[derive(Clone, Debug)]
pub struct Offered {
    on: Vec<&'static str>,
    off: Vec<&'static str>,
}

impl Offered {
    /// What a request leaves of the tools that are on, where it says so; `others` are off for everybody.
    pub fn new<'a>(
        on: impl Iterator<Item = &'a Info>,
        others: impl Iterator<Item = &'a Info>,
        narrowed: Option<&Selection>,
    ) -> Self {
        let (on, left_out): (Vec<&Info>, Vec<&Info>) =
            on.partition(|info| narrowed.is_none_or(|selection| selection.has(info)));
        let names = |infos: Vec<&Info>| infos.into_iter().map(|info| info.name).collect::<Vec<_>>();
        Self { on: names(on), off: names(left_out.into_iter().chain(others).collect()) }
    }

    /// Whether this tool can be called.
    pub fn has(&self, name: &str) -> bool {
        self.on.contains(&name)
    }

    /// The names of the tools that can be called.
    pub fn names(&self) -> &[&'static str] {
        &self.on
    }

    /// Whether a text names no tool that cannot be called.
    pub fn can_read(&self, text: &str) -> bool {
        let mut words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        self.off.is_empty() || !words.any(|word| word.contains('_') && self.off.contains(&word))
    }
}

impl Error {
    /// The same with a hint that names only tools that can be called.
    pub(crate) fn offering(self, offered: &Offered) -> Self {
        self.with_hint(|hint| hint.for_whom(|name| offered.has(name)).map(Hint::from))
    }
}
