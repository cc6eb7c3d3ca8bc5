//! Lists that are searched by name: PagerDuty looks for the text as it is written, people leave accents out.

use pagerduty::{ListQuery, Resource, Window};

use crate::{
    answer::include::Include,
    context::{Context, Paging},
    error::Result,
    fold,
    list::listing::Listing,
    phrasing,
};

/// Rows that are looked at for a name with other accents.
const MAX_LOOKED_AT: u64 = 1000;

impl Context {
    /// The items of a list, which may be searched for a text. Where PagerDuty finds nothing, those whose name has it but for
    /// accents.
    ///
    /// # Errors
    ///
    /// As `list`.
    pub async fn search<Q: ListQuery>(
        &self,
        paging: &Paging,
        include: &Include<Q::Row>,
        mut query: Q,
    ) -> Result<Listing<Q::Row>> {
        let (position, limit) = self.start(paging)?;
        let mut listing = self.list(paging, include, &query).await?;
        let text = query.name_part().and_then(Option::take);
        let Some(text) = text.filter(|_| listing.places.is_empty() && position.offset == 0) else {
            return Ok(listing);
        };
        let mut page = self.pagerduty()?.list(&query, Window::new(0, MAX_LOOKED_AT)).await?;
        page.rows.retain(|row| row.item.name().is_some_and(|name| fold::contains(name, &text)));
        let shown = phrasing::short(&text);
        if page.rows.is_empty() {
            // Beside what is said where only the caller's own was looked at.
            let warning = format!("nothing has `{shown}` in its name: try one word of it, or a part of a word");
            listing.unreadable.push(warning);
            return Ok(listing);
        }
        self.warn(format!("nothing has `{shown}` in its name as it is written: these have it but for accents"));
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        if page.rows.len() > limit {
            self.warn(format!("{limit} of {} are shown: set a larger `limit`", page.rows.len()));
            page.rows.truncate(limit);
        }
        Ok(Listing::of(page, include))
    }
}
