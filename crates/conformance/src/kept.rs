//! What has to outlive a request.

use rmcp::task_manager::TaskManager;

use crate::{changes::Changes, states::States};

/// The fixtures, and what has to outlive a request.
#[derive(Clone, Default)]
pub(crate) struct Fixtures {
    pub(crate) changes: Changes,
    pub(crate) states: States,
    pub(crate) tasks: TaskManager,
}
