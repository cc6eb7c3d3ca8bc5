//! The state of a call at the time when it asked its client something.
//!
//! The client gets a handle that nobody can guess and brings it back with its answer. A handle is good for one answer,
//! and for the tool that gave it out.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use rmcp::ErrorData;
use uuid::Uuid;

/// A call that waits for its client.
#[derive(Clone, Debug)]
pub(crate) struct State {
    /// The tool that was called.
    pub(crate) tool: &'static str,
    /// What the client has answered so far.
    pub(crate) answers: Vec<String>,
}

/// Every call that waits.
#[derive(Clone, Debug, Default)]
pub(crate) struct States(Arc<Mutex<HashMap<String, State>>>);

impl States {
    /// Keeps a state, and returns its handle.
    pub(crate) fn keep(&self, state: State) -> String {
        let handle = Uuid::new_v4().to_string();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(handle.clone(), state);
        handle
    }

    /// What the client has answered so far; None when it was not asked yet.
    pub(crate) fn take(&self, tool: &'static str, handle: Option<&str>) -> Result<Option<Vec<String>>, ErrorData> {
        let Some(handle) = handle else { return Ok(None) };
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(handle);
        match state {
            Some(state) if state.tool == tool => Ok(Some(state.answers)),
            _ => Err(ErrorData::invalid_params("the request state is not one that this tool gave out", None)),
        }
    }
}
