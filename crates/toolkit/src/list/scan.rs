//! Lists filtered here, because PagerDuty cannot: read on until there are enough rows, or time or requests run out.

use std::time::Duration;

use pagerduty::{ROW_LIMIT, Window};
use tokio::time::Instant;

use super::{ROWS_AT_ONCE, time_filtered::TimeFiltered};
use crate::{
    answer::{
        cursor::Position,
        extent::{Extent, Start},
        include::Include,
    },
    context::{Context, Paging},
    error::Result,
    list::listing::Listing,
};

impl Context {
    /// The rows of a list that `matches`, as many as the caller wants, fit into an answer, and are found before the time
    /// of the call or the requests of the account run out. What was looked at is said where the list goes on.
    ///
    /// # Errors
    ///
    /// As `list_by_time`; after the first rows a failure ends the list, with a warning.
    pub async fn list_filtered_here<Q: TimeFiltered, K>(
        &self,
        paging: &Paging,
        include: &Include<Q::Row>,
        mut query: Q,
        matches: impl Fn(&Q::Row) -> bool,
        keep: impl Fn(&Q::Row) -> K,
    ) -> Result<Listing<Q::Row, K>> {
        let client = self.pagerduty()?;
        let (Position { offset, range, .. }, limit) = self.start_in_range(paging, &mut query)?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let whole = Window::new(offset, ROW_LIMIT);
        let mut listing = Listing::none(include);
        let mut longest = Duration::ZERO;
        let mut page = client.list(&query, whole.counted()).await?;
        let total = page.total;
        let next = loop {
            let rest = whole.after(&page, ROWS_AT_ONCE);
            let next = page.next;
            page.rows.retain(|row| matches(&row.item));
            let room = limit - listing.items.len();
            let first_left = page.rows.get(room).map(|row| row.offset);
            page.rows.truncate(room);
            listing.add(&mut page, include, &keep);
            if first_left.is_some() {
                break first_left;
            }
            let is_full = listing.items.len() >= limit || listing.items.bytes() >= self.settings.max_response_bytes;
            let Some(rest) = rest.filter(|_| !is_full && Instant::now() + 2 * longest < self.deadline.get()) else {
                break next;
            };
            let started = Instant::now();
            match client.list(&query, rest).await {
                Ok(more) => page = more,
                Err(error) => {
                    self.warn_of("looked no further, because a request failed", &error);
                    break next;
                }
            }
            longest = longest.max(started.elapsed());
        };
        let end = next.or(total).unwrap_or_default();
        listing.extent =
            Extent { total, start: Start::After(offset), looked_at: Some((offset, end)), ..Extent::default() };
        self.set_next(&mut listing, next, range, query).await?;
        if listing.next.as_ref().is_some_and(|next| next.offset < ROW_LIMIT) {
            self.warn(
                "PagerDuty cannot filter by this, so rows are looked at here: others may match, and the cursor goes on",
            );
        }
        Ok(listing)
    }
}
