//! Status updates: what stakeholders are told about an incident.

/// What somebody told them.
#[derive(Clone, Debug)]
pub(crate) struct StatusUpdate {
    pub(crate) message: Box<str>,
    pub(crate) subject: Option<Box<str>>,
    pub(crate) html_message: Option<Box<str>>,
}
