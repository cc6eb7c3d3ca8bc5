//! What nearly every tool is made of, to be imported as a whole.

pub use pagerduty::{Change, Id, Page, Reply, Row, Timestamp, Window};
pub use schemars::JsonSchema;
pub use serde::Deserialize;
pub use serde_json::json;

pub use crate::{
    answer::{Answer, include::Include},
    browse::{Browse, Shape},
    context::{Context, Paging},
    effect::Effect,
    error::{Code, Error, Result},
    hint::{Hint, tool},
    info::Info,
    parameters::rules::Rule,
    tool::{Entry, Tool},
    toolset::Toolset,
    write::{self, Edit, Pages, Plan, Target, Write},
};
