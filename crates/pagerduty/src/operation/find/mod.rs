//! The operations that somebody means, by the words that people use: no model, no network, and nothing before the first
//! question.
//!
//! | module | what is inside |
//! |---|---|
//! | `words` | a text as stems |
//! | `meanings` | everyday words, and the words of PagerDuty that they mean |
//! | `intent` | what a question wants to happen, by its verb |
//! | `index` | the words of every operation, and how rare each is |
//! | `misspelling` | the words that a misspelt one may be |
//! | `question` | a question as terms of the index |
//! | `rank` | how well an operation fits a question |

mod index;
mod intent;
mod meanings;
mod misspelling;
mod question;
mod rank;
mod words;

use super::{access::Access, table::Operation};
use index::Index;
use question::Question;

/// An operation that fits a query.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// The operation.
    pub operation: &'static Operation,
    /// How well it fits; comparable within one answer only.
    pub score: f32,
}

impl Operation {
    /// The operations that fit a query best, the best first; of one access only, where that is wanted.
    #[must_use]
    pub fn find(query: &str, access: Option<Access>, limit: usize) -> Vec<Found> {
        let index = Index::get();
        let question = Question::read(query, index);
        let operations = Self::all().iter().zip(&index.documents);
        let wanted = operations.filter(|(operation, _)| access.is_none_or(|access| operation.access() == access));
        let mut found: Vec<_> = wanted
            .map(|(operation, document)| Found { operation, score: rank::score(&question, operation, document, index) })
            .filter(|found| found.score > 0.0)
            .collect();
        found.sort_by(|left, right| right.score.total_cmp(&left.score));
        found.truncate(limit);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(query: &str) -> &'static str {
        Operation::find(query, None, 1)[0].operation.id()
    }

    #[test]
    fn people_find_what_they_mean() {
        for (query, id) in [
            ("blackout for the database upgrade tonight", "createMaintenanceWindow"),
            ("who changed my escalation policy", "listEscalationPolicyAuditRecords"),
            ("who is on call", "listOnCalls"),
            ("list maintenance windows", "listMaintenanceWindows"),
            ("deleteMaintenanceWindow", "deleteMaintenanceWindow"),
            ("maintenence windws", "listMaintenanceWindows"),
            ("get rid of a webhook", "deleteWebhookSubscription"),
        ] {
            assert_eq!(first(query), id, "{query}");
        }
    }

    #[test]
    fn only_the_access_that_is_wanted_is_found() {
        for access in [Access::Read, Access::Change] {
            let found = Operation::find("maintenance window", Some(access), 5);
            assert_eq!(found.len(), 5);
            assert!(found.iter().all(|found| found.operation.access() == access));
        }
        assert!(Operation::find("", None, 5).is_empty());
        assert!(Operation::find("\u{1f37a} \u{6771}\u{4eac}", None, 5).is_empty());
    }
}
