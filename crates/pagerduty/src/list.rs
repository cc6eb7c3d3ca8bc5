//! Lists: the pages of one, and smaller ones where those are too large to be read or to be made in time.

use std::{
    ops::Range,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use futures_util::{StreamExt, TryStreamExt, stream};
use serde::Serialize;
use tokio::time::Instant;

use crate::{
    Client, Error, ErrorKind, Page, Resource, Result, Window,
    attempt::LARGEST_BODY_MIB,
    body::{self, Asked, Rows},
    client::{REQUESTS_IN_FLIGHT, Request},
    item::Item,
    page::{Count, PAGE, PageQuery, ROW_LIMIT},
    path::Path,
    query,
    retry::{self, Failure, Repeat, Silence},
};

/// After a gateway's refusal, one row of so many is asked for.
const FEWER: u64 = 4;

/// A list of one call.
struct List<'a> {
    client: &'a Client,
    path: &'a Path,
    key: &'a str,
    query: Vec<(String, String)>,
    /// Rows of one page. What was too much for one page is too much for the others.
    page: AtomicU64,
}

impl Client {
    /// The list under `key` of an endpoint that does not page.
    pub(crate) async fn get_all<T: Resource>(&self, path: &Path, key: &str, query: &impl Serialize) -> Result<Page<T>> {
        let body = self.get_body(path, &query::pairs(query)?).await?;
        let Rows { rows, mut unreadable, skipped, total, .. } = body::list(&body, key, Asked::ALL)?;
        if skipped > 0 {
            unreadable
                .push(format!("PagerDuty sent more than {ROW_LIMIT} `{key}`: the {skipped} after those were left out"));
        }
        Ok(Page { rows, unreadable, next: None, total })
    }

    /// The rows of `window` under `key`: the first page, then the rest at the same time, in order, each row once.
    pub(crate) async fn get_list<T: Resource>(
        &self,
        path: &Path,
        key: &str,
        query: &impl Serialize,
        window: Window,
    ) -> Result<Page<T>> {
        self.get_rows(path, key, query::pairs(query)?, PAGE, window).await
    }

    /// The same with a query that is spelled already, in pages of at most `page` rows.
    pub(crate) async fn get_rows<T: Item>(
        &self,
        path: &Path,
        key: &str,
        query: Vec<(String, String)>,
        page: u64,
        window: Window,
    ) -> Result<Page<T>> {
        let source = List { client: self, path, key, query, page: AtomicU64::new(page) };
        let mut wanted = window.offset..window.end();
        let mut list = Rows::at(wanted.start);
        if let Count::Known(total) = window.count {
            list.total = Some(total);
        } else {
            let Some(first) = Window::pages(wanted.clone(), page).next() else {
                return Ok(Page::empty());
            };
            let is_one_page = first.end == wanted.end;
            let is_counted = match window.count {
                Count::WhereNeeded => !is_one_page,
                Count::Always => true,
                Count::Known(_) | Count::Unknown => false,
            };
            // A server that ignores `limit` sends the rows of the next pages, too, which are asked for anyway.
            list.append(source.rows(first, wanted.end, Counting::Here(is_counted)).await?);
            wanted.start = list.end;
            if !list.more || wanted.is_empty() {
                return Ok(list.into_page());
            }
        }
        if let Some(total) = list.total {
            wanted.end = wanted.end.min(total.max(wanted.start));
            let pages = Window::pages(wanted, source.page());
            self.plan(pages.len());
            let pages = stream::iter(pages.map(|rows| source.rows(rows.clone(), rows.end, Counting::Done(total))));
            let pages: Vec<Rows<T>> = pages.buffered(REQUESTS_IN_FLIGHT).try_collect().await?;
            pages.into_iter().for_each(|page| list.append(page));
        } else {
            // Without a total the end shows only when it is reached.
            while !wanted.is_empty() {
                let page = wanted.start..wanted.end.min(wanted.start + source.page());
                list.append(source.rows(page, wanted.end, Counting::Here(false)).await?);
                wanted.start = list.end;
                if !list.more {
                    break;
                }
            }
        }
        Ok(list.into_page())
    }
}

impl List<'_> {
    fn page(&self) -> u64 {
        self.page.load(Ordering::Relaxed)
    }

    /// The rows of one page, and what came with them before `end`: in one request, unless PagerDuty sends fewer than were
    /// asked for, or cannot send so many; it then goes on after the last that came.
    async fn rows<T: Item>(&self, rows: Range<u64>, end: u64, counting: Counting) -> Result<Rows<T>> {
        let mut list = Rows::at(rows.start);
        let mut attempts = 0;
        loop {
            // Counting costs PagerDuty time, so it is asked for only where more than one page is wanted.
            let (total, known) = match counting {
                Counting::Here(wanted) => (wanted.then_some(true), list.total),
                Counting::Done(total) => (None, Some(total)),
            };
            let limit = self.page().min(rows.end - list.end);
            let asked = Asked { offset: list.end, limit, keep: end - list.end, total: known };
            let Some(page) = self.at_once(asked, total, &mut attempts).await? else { continue };
            let is_empty = page.end == list.end;
            list.append(page);
            if is_empty && list.more {
                // Asking again from the same place would go on for ever.
                list.more = false;
                list.unreadable.push(format!(
                    "PagerDuty says that there are more `{}` and sends none: some may be missing",
                    self.key
                ));
            }
            if !list.more || list.end >= rows.end {
                return Ok(list);
            }
        }
    }

    /// One request for rows; `None` where they are too many for one, and fewer are to be asked for. `attempts` counts those
    /// that a gateway refused.
    async fn at_once<T: Item>(&self, asked: Asked, total: Option<bool>, attempts: &mut u32) -> Result<Option<Rows<T>>> {
        let Self { client, path, key, query, page } = self;
        let Asked { limit, offset, .. } = asked;
        let pairs = [&query[..], &query::pairs(&PageQuery { limit, offset, total })?].concat();
        let silence = if limit > 1 { Silence::Less } else { Silence::Again };
        let sent = client.send(&Request { query: &pairs, silence, ..Request::get(path) }).await;
        let is_in_time = || client.deadline.is_none_or(|deadline| Instant::now() < deadline);
        match sent {
            Ok(body) => body::list(&body, key, asked).map(Some),
            Err(error)
                if limit > 1 && matches!(error.kind(), ErrorKind::TooLarge | ErrorKind::Timeout) && is_in_time() =>
            {
                let fewer = limit.div_ceil(2);
                tracing::debug!(%error, limit, fewer, "asking for fewer rows");
                page.fetch_min(fewer, Ordering::Relaxed);
                Ok(None)
            }
            Err(error) if limit > 1 && error.is_overloaded() => {
                *attempts += 1;
                let wait = retry::wait(Repeat::Harmless, Failure::Broken, *attempts);
                let is_in_time = |wait: &Duration| client.deadline.is_none_or(|end| Instant::now() + *wait < end);
                let Some(wait) = wait.filter(is_in_time) else { return Err(error) };
                // Whether it was too much, or would have failed anyway, does not show; few attempts are left.
                let fewer = limit.div_ceil(FEWER);
                tracing::debug!(%error, limit, fewer, "asking for fewer rows");
                page.fetch_min(fewer, Ordering::Relaxed);
                tokio::time::sleep(wait).await;
                Ok(None)
            }
            Err(error) if error.kind() == ErrorKind::TooLarge => {
                let problem =
                    format!("`{key}[{offset}]` has more than {LARGEST_BODY_MIB} MiB by itself, and was not read");
                Err(Error::new(ErrorKind::TooLarge, problem))
            }
            Err(error) => Err(error),
        }
    }
}

/// How many rows a list has: to be asked for with its pages, or known.
#[derive(Clone, Copy, Debug)]
enum Counting {
    Here(bool),
    Done(u64),
}

impl<T: Item> Rows<T> {
    fn append(&mut self, other: Self) {
        self.rows.extend(other.rows);
        self.unreadable.extend(other.unreadable);
        self.more = other.more;
        self.total = self.total.or(other.total);
        self.end = other.end;
    }

    fn into_page(self) -> Page<T> {
        let next = self.more.then_some(self.end);
        let mut page = Page { rows: self.rows, unreadable: self.unreadable, next, total: self.total };
        page.deduplicate();
        page
    }
}
