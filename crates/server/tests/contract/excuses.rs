//! Parameters whose values do not stand in a request as they were given, and why.

use toolkit::{access::Access, tool::Entry};

/// An excuse of one parameter.
#[derive(Debug)]
pub(crate) struct Excuse {
    pub(crate) parameter: &'static str,
    /// Whether it is for this tool.
    is_for: fn(&Entry) -> bool,
    /// Whether the requests are others with it all the same.
    pub(crate) shows: bool,
    _why: &'static str,
}

const fn local(parameter: &'static str, why: &'static str) -> Excuse {
    local_to(|_| true, parameter, why)
}

const fn local_to(is_for: fn(&Entry) -> bool, parameter: &'static str, why: &'static str) -> Excuse {
    Excuse { parameter, is_for, shows: false, _why: why }
}

const fn in_other_words(parameter: &'static str, why: &'static str) -> Excuse {
    Excuse { shows: true, ..local(parameter, why) }
}

pub(crate) static EXCUSES: &[Excuse] = &[
    local("include", "chooses fields of the answer; PagerDuty has a word for a few of them only"),
    local("dry_run", "holds back what would be sent"),
    local_to(|entry| entry.info.name == "get_incidents", "query", "PagerDuty does not search titles"),
    local_to(|entry| entry.info.name == "incident_stats", "query", "the same"),
    local("priorities", "PagerDuty does not filter by priority"),
    local("group_by", "counts what came"),
    local_to(|entry| entry.info.name == "get_oncalls", "limit", "rows are merged, so the whole list is read"),
    local_to(|entry| entry.info.name == "get_oncalls", "cursor", "the same"),
    local_to(|entry| entry.info.access == Access::Read, "time_zone", "on which clock times are read and shown"),
    local("groups", "cuts what was counted"),
    local("by_policy", "keeps rows apart that came apart"),
    local("raw", "shows a row as it came"),
    local("problems", "chooses among what was found"),
    in_other_words("cursor", "an offset or a time, in a form of its own"),
    in_other_words("priority", "the ID of the priority of this name"),
    in_other_words("values", "the ID of the field of this name"),
    in_other_words("every", "a rule of recurrence"),
];

impl Excuse {
    /// The excuse of a parameter of a tool.
    pub(crate) fn find(entry: &Entry, parameter: &str) -> Option<&'static Self> {
        EXCUSES.iter().find(|excuse| excuse.parameter == parameter && (excuse.is_for)(entry))
    }
}
