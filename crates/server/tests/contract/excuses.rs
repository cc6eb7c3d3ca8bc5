//! Parameters whose values are not sent as they were given, and why. They show all the same: in the answer, or
//! in other requests.

use toolkit::{access::Access, tool::Entry};

/// An excuse of one parameter.
#[derive(Debug)]
pub(crate) struct Excuse {
    pub(crate) parameter: &'static str,
    /// Whether it is for this tool.
    is_for: fn(&Entry) -> bool,
    pub(crate) shows: Shows,
    _why: &'static str,
}

/// Where a value shows that is not sent as it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shows {
    /// The answer is another one.
    InAnswer,
    /// The requests are others.
    InOtherWords,
}

const fn local(parameter: &'static str, why: &'static str) -> Excuse {
    local_to(|_| true, parameter, why)
}

const fn local_to(is_for: fn(&Entry) -> bool, parameter: &'static str, why: &'static str) -> Excuse {
    Excuse { parameter, is_for, shows: Shows::InAnswer, _why: why }
}

/// Tools that read the titles of incidents themselves.
fn reads_titles(entry: &Entry) -> bool {
    matches!(entry.info.name, "get_incidents" | "incident_stats")
}

fn merges_rows(entry: &Entry) -> bool {
    entry.info.name == "get_oncalls"
}

pub(crate) static EXCUSES: &[Excuse] = &[
    local("include", "chooses fields of the answer; PagerDuty has a word for a few of them only"),
    local_to(reads_titles, "query", "PagerDuty does not search titles"),
    local("priorities", "PagerDuty does not filter by priority"),
    local("group_by", "counts what came"),
    local_to(merges_rows, "limit", "rows are merged, so the whole list is read"),
    local_to(merges_rows, "cursor", "the same"),
    local_to(
        |entry| entry.info.has_zone || entry.info.access == Access::Read,
        "time_zone",
        "on which clock times are read and shown",
    ),
    local("groups", "cuts what was counted"),
    local("by_policy", "keeps rows apart that came apart"),
    local("raw", "shows a row as it came"),
    local("problems", "chooses among what was found"),
    Excuse { shows: Shows::InOtherWords, ..local("cursor", "an offset or a time, in a form of its own") },
];

impl Excuse {
    /// The excuse of a parameter of a tool.
    pub(crate) fn find(entry: &Entry, parameter: &str) -> Option<&'static Self> {
        EXCUSES.iter().find(|excuse| excuse.parameter == parameter && (excuse.is_for)(entry))
    }
}
