//! Who is on call in a shift of a shift-based schedule.

use serde::Serialize;

use super::user::User;
use crate::Id;

/// Who is on call in a shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type")]
pub enum ShiftMember {
    /// This user.
    #[serde(rename = "user_member")]
    User {
        /// The user.
        user_id: Id<User>,
    },
    /// Nobody, and that is how it should be.
    #[serde(rename = "empty_member")]
    Nobody,
}
