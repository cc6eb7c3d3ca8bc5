//! Lists that go on beyond the rows that PagerDuty hands out of one query: in a range of time that begins where those end.

use std::collections::HashSet;

use pagerduty::{ROW_LIMIT, Resource, Window};

use super::{SEAM, listing::Listing, time_filtered::TimeFiltered};
use crate::{
    answer::cursor::{Position, Range},
    context::{Context, Paging},
    error::Result,
};

impl Context {
    /// Where a list begins and how many rows are wanted, as `start` says; the query gets the range of the cursor.
    pub(super) fn start_in_range<Q: TimeFiltered>(&self, paging: &Paging, query: &mut Q) -> Result<(Position, u64)> {
        let start = self.start(paging)?;
        if let Some(range) = start.0.range {
            let (since, until) = query.range();
            (*since, *until) = (range.since, range.until);
        }
        Ok(start)
    }

    /// Says where a list goes on whose rows were read, in this range, up to before `end`.
    pub(super) async fn set_next<Q: TimeFiltered, K>(
        &self,
        listing: &mut Listing<Q::Row, K>,
        end: Option<u64>,
        range: Option<Range>,
        query: Q,
    ) -> Result<()> {
        listing.places.iter_mut().for_each(|place| place.range = range);
        listing.set_range(range);
        listing.next = match end {
            Some(end) if end >= ROW_LIMIT && query.can_be_continued() => self.beyond(query).await?,
            _ => None,
        };
        listing.next = listing.next.take().or(end.map(|offset| Position { range, ..Position::at(offset) }));
        Ok(())
    }

    /// Where a list goes on after the last row that PagerDuty hands out of this query: in a range of time that begins
    /// there. Nothing where its rows do not show in which direction time goes.
    async fn beyond<Q: TimeFiltered>(&self, mut query: Q) -> Result<Option<Position>> {
        let client = self.pagerduty()?;
        let last = client.list(&query, Window::new(ROW_LIMIT - SEAM, SEAM)).await?;
        let Some(times) = last.rows.iter().map(|row| Q::created_at(&row.item)).collect::<Option<Vec<_>>>() else {
            return Ok(None);
        };
        let (Some(first), Some(end)) = (times.first().copied(), times.last().copied()) else {
            return Ok(None);
        };
        let (since, until) = query.range();
        if first > end && times.is_sorted_by(|a, b| a >= b) {
            // The default start would move with the clock.
            *since = since.or_else(|| Some(self.now().plus_days(-Q::DEFAULT_DAYS?)));
            // Several rows may have been created in this second.
            *until = Some(end.plus_seconds(1));
        } else if first < end && times.is_sorted() {
            *since = Some(end);
        } else {
            return Ok(None);
        }
        let range = Range { since: *since, until: *until };
        // Whether the ends belong to a range shows in what it begins with: rows that were handed out already are skipped.
        let seen: HashSet<_> = last.rows.iter().filter_map(|row| row.item.id()).collect();
        let again = client.list(&query, Window::new(0, SEAM)).await?;
        let is_seen = |id: Option<&str>| id.is_some_and(|id| seen.contains(id));
        let offset = again.rows.iter().rev().find(|row| is_seen(row.item.id())).map_or(0, |row| row.offset + 1);
        Ok(Some(Position { range: Some(range), ..Position::at(offset) }))
    }
}
