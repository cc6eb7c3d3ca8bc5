//! Priorities: the account's five, from most to least severe, or none where it does not use them.

use super::Account;
use crate::model::{PRIORITIES, Priority};

impl Account {
    pub(crate) fn priorities(&self) -> &[Priority] {
        if self.uses_priorities { &PRIORITIES } else { &[] }
    }
}
