//! Lists as answers need them: no more pages than fit into one, and on beyond PagerDuty's row limit where the list can be
//! filtered by time.
//!
//! How many rows a list has costs PagerDuty time. So lists that go on by time, which are usually longer than an answer, are
//! counted with their first page, and others only when an answer that nobody limited is a part of them. Cursors go on without
//! counting again.

mod beyond;
pub mod listing;
mod scan;
mod search;
pub mod time_filtered;

use std::collections::HashSet;

use pagerduty::{ListQuery, ROW_LIMIT, Resource, Window};

use crate::{
    answer::{cursor::Position, extent::Start, include::Include, json_items::JsonItems},
    context::{Context, Paging},
    error::{Code, Error, Result},
    list::{listing::Listing, time_filtered::TimeFiltered},
};

/// Rows that are looked at on both sides of the row limit.
const SEAM: u64 = 100;

/// Rows that one call counts at most.
const MAX_ROWS: u64 = 100_000;

/// Rows that are held in memory as PagerDuty sent them: they are counted, or written into the answer, before more come.
const ROWS_AT_ONCE: u64 = 1200;

impl Context {
    /// The items that a caller wants of a list, as far as they fit into an answer.
    ///
    /// # Errors
    ///
    /// `INVALID_PARAMETER` when the cursor is malformed or from another query, and what PagerDuty answers.
    pub async fn list<Q: ListQuery>(
        &self,
        paging: &Paging,
        include: &Include<Q::Row>,
        query: &Q,
    ) -> Result<Listing<Q::Row>> {
        let (Position { offset, .. }, limit) = self.start(paging)?;
        let (mut listing, end) = self.fitting(Window::new(offset, limit), include, |_| (), query).await?;
        listing.next = end.map(Position::at);
        let is_whole = listing.next.is_none() || paging.is_limited() || paging.is_continued();
        if listing.extent.total.is_none() && !is_whole {
            // Without the count the answer is right all the same.
            let counted = self.pagerduty()?.list(query, Window::new(0, 1).counted()).await;
            listing.extent.total = counted.ok().and_then(|page| page.total);
        }
        Ok(listing)
    }

    /// The same of a list that goes on beyond the row limit.
    ///
    /// # Errors
    ///
    /// As `list`.
    pub async fn list_by_time<Q: TimeFiltered>(
        &self,
        paging: &Paging,
        include: &Include<Q::Row>,
        query: Q,
    ) -> Result<Listing<Q::Row>> {
        self.list_by_time_keeping(paging, include, query, |_| ()).await
    }

    /// The same, with what `keep` makes of each row.
    ///
    /// # Errors
    ///
    /// As `list`.
    pub async fn list_by_time_keeping<Q: TimeFiltered, K>(
        &self,
        paging: &Paging,
        include: &Include<Q::Row>,
        mut query: Q,
        keep: impl Fn(&Q::Row) -> K,
    ) -> Result<Listing<Q::Row, K>> {
        let (Position { offset, range, .. }, limit) = self.start_in_range(paging, &mut query)?;
        let window = Window::new(offset, limit);
        let window = if paging.is_continued() { window } else { window.with_count() };
        let (mut listing, end) = self.fitting(window, include, keep, &query).await?;
        self.set_next(&mut listing, end, range, query).await?;
        Ok(listing)
    }

    /// Every row of a list, however many PagerDuty hands out of one query: ranges of time with too many rows, or longer
    /// than `most_days`, are read in halves. For rows that are counted here and not shown: only what `keep` makes of
    /// them is held in memory, and never more than a few pages beside it.
    ///
    /// # Errors
    ///
    /// `INVALID_TIME_RANGE` when there are more than [`MAX_ROWS`], and what PagerDuty answers.
    pub async fn read_all<Q: TimeFiltered, K>(
        &self,
        mut query: Q,
        most_days: i64,
        keep: impl Fn(Q::Row) -> Option<K>,
    ) -> Result<Vec<K>> {
        let (client, now) = (self.pagerduty()?, self.now());
        let (since, until) = query.range();
        let days = Q::DEFAULT_DAYS.unwrap_or_default();
        let whole = (since.unwrap_or_else(|| now.plus_days(-days)), until.unwrap_or(now));
        let (mut ranges, mut kept, mut seen) = (vec![whole], Vec::new(), HashSet::new());
        while let Some((start, end)) = ranges.pop() {
            let seconds = end.as_second() - start.as_second();
            let mut halve = || {
                let middle = start.plus_seconds(seconds / 2);
                ranges.extend([(start, middle), (middle, end)]);
            };
            if end > start.plus_days(most_days) {
                halve();
                continue;
            }
            let (since, until) = query.range();
            (*since, *until) = (Some(start), Some(end));
            let mut page = client.list(&query, Window::ALL.counted()).await?;
            if seen.len() as u64 + page.total.unwrap_or_default() > MAX_ROWS {
                let message = format!("there are more than {MAX_ROWS} rows to be counted from {start} to {end}");
                return Err(Error::new(Code::InvalidTimeRange, message).hint("shorten the range, or filter"));
            }
            if page.total.is_some_and(|total| total > ROW_LIMIT) && seconds > 1 {
                halve();
                continue;
            }
            loop {
                let rest = Window::ALL.after(&page, ROWS_AT_ONCE);
                page.unreadable.into_iter().for_each(|warning| self.warn(warning));
                let is_new = |row: &Q::Row| row.id().is_none_or(|id| seen.insert(id.to_owned()));
                kept.extend(page.rows.into_iter().map(|row| row.item).filter(is_new).filter_map(&keep));
                match rest {
                    Some(rest) => page = client.list(&query, rest).await?,
                    None if page.next.is_some() => {
                        self.warn(format!(
                            "not all rows from {start} to {end} are counted: PagerDuty hands out no more"
                        ));
                        break;
                    }
                    None => break,
                }
            }
        }
        Ok(kept)
    }

    /// The items of a window, and where the list goes on: its first page, and of the others as many as will probably fit
    /// beside it.
    async fn fitting<Q: ListQuery, K>(
        &self,
        window: Window,
        include: &Include<Q::Row>,
        keep: impl Fn(&Q::Row) -> K,
        query: &Q,
    ) -> Result<(Listing<Q::Row, K>, Option<u64>)> {
        let client = self.pagerduty()?;
        let mut listing = Listing::none(include);
        let mut page = client.list(query, window.first_page()).await?;
        listing.extent.start = Start::After(window.offset);
        listing.extent.total = page.total;
        listing.add(&mut page, include, &keep);
        let Some(rest) = window.after(&page, u64::MAX) else {
            // Beyond the end of a list, an offset says nothing of its length.
            let has_reached_end = page.next.is_none() && (window.offset == 0 || !listing.places.is_empty());
            if has_reached_end {
                listing.extent.total = Some(window.offset + listing.items.len() as u64);
            }
            return Ok((listing, page.next));
        };
        let wanted =
            rest.offset + rest.limit.min(page.total.map_or(u64::MAX, |total| total.saturating_sub(rest.offset)));
        let mut room = rows_with_room(&listing.items, self.settings.max_response_bytes);
        while let Some(next) = window.after(&page, room.min(ROWS_AT_ONCE)) {
            room -= next.limit;
            page = client.list(query, next).await?;
            listing.add(&mut page, include, &keep);
        }
        listing.left_out = page.next.map_or(0, |next| wanted.saturating_sub(next));
        Ok((listing, page.next))
    }
}

/// How many rows fit into an answer beside these, if they are like them; whole pages, because half a page costs as much as
/// a whole one.
fn rows_with_room(first: &JsonItems, most_bytes: usize) -> u64 {
    let fitting = (most_bytes * first.len()).checked_div(first.bytes() + 1).unwrap_or_default();
    match fitting.checked_sub(first.len()) {
        // Later rows may be smaller.
        Some(more) if more > 0 => ((more + more / 4) as u64).next_multiple_of(SEAM),
        _ => 0,
    }
}
