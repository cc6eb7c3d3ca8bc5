//! Rules of single collections, which their rows name.

pub(super) mod event_orchestration;
pub(super) mod maintenance;
pub(super) mod people;
pub(super) mod services;
pub(super) mod status_page;
pub(super) mod webhook;
pub(super) mod workflow;
