//! What a read answers: rows page by page, whatever PagerDuty's way of paging is, or one object.

use bytes::Bytes;
use serde_json::{Map, Value};

use super::{
    access::Access,
    facts::Paging,
    position::Position,
    request::OperationRequest,
    shape::{Field, Shape},
};
use crate::{
    Client, Error, ErrorKind, Result, Window,
    client::{self, Request},
    item::AnyRow,
    page::{Count, PAGE},
    parts::{self, Parts},
};

/// What PagerDuty answered to a read.
#[derive(Clone, Debug)]
pub struct OperationAnswer {
    /// The rows or the object.
    pub content: Content,
    /// Where the list goes on.
    pub next: Option<Position>,
    /// Whether PagerDuty has more rows and no way to ask for them.
    pub is_cut: bool,
    /// Rows of the whole list, where PagerDuty counted them.
    pub total: Option<u64>,
    /// The other keys of the answer.
    pub around: Map<String, Value>,
    /// What could not be read, each as a sentence.
    pub unreadable: Vec<String>,
}

/// What an answer holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// The rows under its key.
    Rows(Vec<Value>),
    /// The object under its key, or the answer as a whole.
    Object(Value),
}

/// Keys that say how a list goes on, which [`OperationAnswer`] says already.
const OF_PAGING: [&str; 9] = ["limit", "offset", "more", "total", "next_cursor", "after", "before", "first", "last"];

impl Client {
    /// Carries out a request that reads: at most `limit` rows, from `from` on.
    ///
    /// # Errors
    ///
    /// When the request changes something, the position is of another kind of list, or PagerDuty does not answer.
    pub async fn read_operation(
        &self,
        request: &OperationRequest,
        from: Option<&Position>,
        limit: u64,
    ) -> Result<OperationAnswer> {
        if request.operation.access() != Access::Read {
            let message = format!("`{}` changes something, and is not read", request.operation.id());
            return Err(Error::new(ErrorKind::InvalidRequest, message).unsent());
        }
        match (request.operation.paging(), &request.answer_key) {
            (Some(Paging::Offset), Some(key)) => self.read_by_offset(request, key, from, limit).await,
            _ => self.read_by_page(request, from, limit).await,
        }
    }

    async fn read_by_offset(
        &self,
        request: &OperationRequest,
        key: &str,
        from: Option<&Position>,
        limit: u64,
    ) -> Result<OperationAnswer> {
        let offset = match from {
            Some(Position::Offset(offset)) => *offset,
            Some(_) => return Err(other_kind()),
            None => request.number("offset").unwrap_or(0),
        };
        let limit = request.number("limit").map_or(limit, |own| own.min(limit));
        let is_counted = request.pairs.iter().any(|(name, value)| name == "total" && value == "true");
        let can_count = request.operation.parameters().iter().any(|parameter| parameter.name() == "total");
        let count = match (is_counted, can_count) {
            (true, _) => Count::Always,
            (false, true) => Count::WhereNeeded,
            (false, false) => Count::Unknown,
        };
        let window = Window { count, ..Window::new(offset, limit) };
        let pairs = request.without_paging();
        let page = self.get_rows::<AnyRow>(&request.path, key, pairs, request.longest_page(), window).await?;
        Ok(OperationAnswer {
            content: Content::Rows(page.rows.iter().map(|row| row.object().into()).collect()),
            next: page.next.map(Position::Offset),
            is_cut: false,
            total: page.total,
            around: Map::new(),
            unreadable: page.unreadable,
        })
    }

    async fn read_by_page(
        &self,
        request: &OperationRequest,
        from: Option<&Position>,
        limit: u64,
    ) -> Result<OperationAnswer> {
        let limit = request.number("limit").map_or(limit, |own| own.min(limit));
        let mut answer = request.read(&self.send_page(request, from, limit).await?, limit)?;
        while let (Content::Rows(rows), Some(next)) = (&mut answer.content, &answer.next) {
            let left = limit.saturating_sub(rows.len() as u64);
            if left == 0 {
                break;
            }
            let page = match self.send_page(request, Some(next), left).await {
                Ok(body) => request.read(&body, left)?,
                // What was read is worth more than an error, and the rest can be asked for.
                Err(error) if matches!(error.kind(), ErrorKind::Timeout | ErrorKind::RateLimited) => break,
                Err(error) => return Err(error),
            };
            let Content::Rows(more) = page.content else { break };
            let stands_still = more.is_empty() || page.next == answer.next;
            rows.extend(more);
            answer.unreadable.extend(page.unreadable);
            answer.next = if stands_still { None } else { page.next };
        }
        Ok(answer)
    }

    async fn send_page(&self, request: &OperationRequest, from: Option<&Position>, limit: u64) -> Result<Bytes> {
        let paging = request.operation.paging();
        let mut pairs = request.pairs.clone();
        let mut body = request.body.clone();
        if let Some(paging) = paging {
            let limit = limit.clamp(1, request.longest_page());
            let mut put = |name: &str, value: Value| match (&mut body, request.is_in_body(name)) {
                (Some(Value::Object(body)), true) => drop(body.insert(name.to_owned(), value)),
                _ => {
                    pairs.retain(|(other, _)| other != name);
                    pairs.push((name.to_owned(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)));
                }
            };
            put("limit", limit.into());
            match (paging, from) {
                (_, None) => {}
                (Paging::Cursor, Some(Position::Cursor(text))) => put("cursor", text.as_str().into()),
                (Paging::After, Some(Position::After(text))) => put("after", text.as_str().into()),
                (Paging::StartingAfter, Some(Position::StartingAfter(text))) => {
                    put("starting_after", text.as_str().into());
                }
                _ => return Err(other_kind()),
            }
        } else if from.is_some() {
            return Err(other_kind());
        }
        let body = body.map(|body| serde_json::to_vec(&body)).transpose();
        let body = body.map_err(|error| Error::unsendable("body", &error))?;
        let sent = Request {
            method: client::method(request.operation.method()),
            query: &pairs,
            body: body.map(Bytes::from),
            header: request.operation.facts.header,
            ..Request::get(&request.path)
        };
        self.send(&sent).await
    }
}

impl OperationRequest {
    /// What came, as rows or an object.
    fn read(&self, body: &Bytes, limit: u64) -> Result<OperationAnswer> {
        let key = self.answer_key.as_deref();
        let Parts { rows, object, around, unreadable } = parts::read(body, key)?;
        let count = rows.as_ref().map_or(0, Vec::len) as u64;
        let next = self.next(&around, count >= limit.min(self.longest_page()));
        let says_more = around.get("more").and_then(Value::as_bool).unwrap_or(false);
        let total = around.get("total").and_then(Value::as_u64);
        let is_cut = next.is_none() && rows.is_some() && (says_more || around.get("next_cursor").is_some_and(is_said));
        let around = around.into_iter().filter(|(name, _)| !OF_PAGING.contains(&name.as_str()) || rows.is_none());
        Ok(OperationAnswer {
            is_cut,
            next,
            total,
            around: around.collect(),
            unreadable,
            content: rows.map_or(Content::Object(object), Content::Rows),
        })
    }

    /// Where the list goes on, after an answer with these keys around its rows.
    fn next(&self, around: &Map<String, Value>, is_full: bool) -> Option<Position> {
        let said =
            |name: &str| around.get(name).filter(|value| is_said(value)).and_then(Value::as_str).map(str::to_owned);
        let may_be_more = around.get("more").and_then(Value::as_bool).unwrap_or(is_full);
        match self.operation.paging()? {
            Paging::Cursor => said("next_cursor").map(Position::Cursor),
            Paging::After => said("after").filter(|_| may_be_more).map(Position::After),
            Paging::StartingAfter => said("last").filter(|_| may_be_more).map(Position::StartingAfter),
            Paging::Offset | Paging::Limit => None,
        }
    }

    fn number(&self, name: &str) -> Option<u64> {
        let in_query = self.pairs.iter().find(|(other, _)| other == name).and_then(|(_, value)| value.parse().ok());
        in_query.or_else(|| self.body.as_ref()?.get(name).filter(|_| self.is_in_body(name))?.as_u64())
    }

    fn without_paging(&self) -> Vec<(String, String)> {
        let names = self.operation.paging().map_or(&[][..], Paging::parameters);
        self.pairs.iter().filter(|(name, _)| !names.contains(&name.as_str())).cloned().collect()
    }

    fn is_in_body(&self, name: &str) -> bool {
        self.body_field(name).is_some()
    }

    fn body_field(&self, name: &str) -> Option<&'static Field> {
        self.operation.body()?.fields().iter().find(|field| field.name == name)
    }

    /// The most rows of one page: what the document says, or what PagerDuty's lists have.
    fn longest_page(&self) -> u64 {
        let parameter = self.operation.parameters().iter().find(|parameter| parameter.name() == "limit");
        let shape = parameter.map(super::parameter::Parameter::shape);
        let shape = shape.or_else(|| self.body_field("limit").map(|field| &field.shape));
        match shape {
            Some(Shape::Scalar(_, size)) => size.greatest.and_then(|most| u64::try_from(most).ok()).unwrap_or(PAGE),
            _ => PAGE,
        }
    }
}

fn is_said(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !text.is_empty())
}

fn other_kind() -> Error {
    Error::new(ErrorKind::InvalidRequest, "the position is not one of this list").unsent()
}
