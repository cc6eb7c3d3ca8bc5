//! What we say of an operation, by hand: one line of `judgement.jsonl`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{
    access::{Access, Refusal},
    effect::{Condition, Effect},
};

/// One line.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Judgement {
    pub(super) operation: &'static str,
    /// What it does, in our words.
    pub(super) summary: &'static str,
    pub(super) access: Access,
    #[serde(default)]
    pub(super) refused: Option<Refusal>,
    #[serde(default)]
    pub(super) effects: BTreeMap<Effect, Condition>,
    /// By which people look for it.
    pub(super) words: Vec<&'static str>,
}
