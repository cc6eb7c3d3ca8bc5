//! By what somebody is told.

/// How somebody was told.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Device {
    Push,
    Sms,
    Phone,
    Email,
}
