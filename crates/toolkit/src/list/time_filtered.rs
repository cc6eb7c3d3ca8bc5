//! Lists that can be filtered by when their rows were created, so that they can go on beyond PagerDuty's row limit.

use pagerduty::{
    ListQuery, Timestamp,
    model::{
        ChangeEvent, Incident, LogEntry,
        change_event::ChangeEventsQuery,
        incident::{IncidentsQuery, SortBy},
        log_entry::LogEntriesQuery,
    },
};

/// A query of a list that can be filtered by when its rows were created.
pub trait TimeFiltered: ListQuery + Clone + Send {
    /// Days that PagerDuty looks back where the query has no start; nothing where it looks back to the beginning.
    const DEFAULT_DAYS: Option<i64>;

    /// The start and the end of the range, as the query has them.
    fn range(&mut self) -> (&mut Option<Timestamp>, &mut Option<Timestamp>);

    /// Whether the list can go on in another range: its rows come in the order of time, and the range counts.
    fn can_be_continued(&self) -> bool;

    /// When a row was created.
    fn created_at(row: &Self::Row) -> Option<Timestamp>;
}

impl TimeFiltered for ChangeEventsQuery {
    const DEFAULT_DAYS: Option<i64> = Some(Self::DAYS_KEPT);

    fn range(&mut self) -> (&mut Option<Timestamp>, &mut Option<Timestamp>) {
        (&mut self.since, &mut self.until)
    }

    fn can_be_continued(&self) -> bool {
        true
    }

    fn created_at(change: &ChangeEvent) -> Option<Timestamp> {
        change.timestamp.parsed()
    }
}

impl TimeFiltered for LogEntriesQuery {
    const DEFAULT_DAYS: Option<i64> = None;

    fn range(&mut self) -> (&mut Option<Timestamp>, &mut Option<Timestamp>) {
        (&mut self.since, &mut self.until)
    }

    fn can_be_continued(&self) -> bool {
        true
    }

    fn created_at(entry: &LogEntry) -> Option<Timestamp> {
        entry.created_at.parsed()
    }
}

impl TimeFiltered for IncidentsQuery {
    const DEFAULT_DAYS: Option<i64> = Some(Self::DEFAULT_DAYS);

    fn range(&mut self) -> (&mut Option<Timestamp>, &mut Option<Timestamp>) {
        (&mut self.since, &mut self.until)
    }

    fn can_be_continued(&self) -> bool {
        let in_order = matches!(self.sort_by, None | Some(SortBy::CreatedAtAsc | SortBy::CreatedAtDesc));
        in_order && self.date_range.is_none()
    }

    fn created_at(incident: &Incident) -> Option<Timestamp> {
        incident.created_at.parsed()
    }
}
