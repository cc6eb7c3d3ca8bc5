//! What PagerDuty answered, as an answer of this server: rows with the place of each, or one object.

use pagerduty::operation::{Content, Operation, OperationAnswer, Paging, Position as OfPagerDuty};
use serde_json::{Map, Value};
use toolkit::{
    answer::{
        Answer, Rows,
        cursor::{Position, Token},
        extent::Start,
        paths::Paths,
    },
    context::Context,
    phrasing,
};

/// The key of an answer that has none of its own.
const ANSWER: &str = "answer";

/// Where a read begins.
#[derive(Debug)]
pub(super) struct From {
    /// As PagerDuty is asked; nothing for the first page.
    pub(super) position: Option<OfPagerDuty>,
    /// Rows of what it answers that were shown before.
    pub(super) skipped: u64,
    /// The same place as our cursors have it.
    start: Position,
    /// Whether offsets count all rows.
    is_by_offset: bool,
}

impl From {
    /// Where this place of an operation's list is.
    pub(super) fn new(operation: &Operation, start: Position, own_offset: u64) -> Self {
        let is_by_offset = operation.paging() == Some(Paging::Offset);
        let position = match &start.token {
            Some(token) => token.as_str().parse().ok(),
            None if is_by_offset && start.offset > 0 => Some(OfPagerDuty::Offset(start.offset)),
            None => None,
        };
        let start = if is_by_offset && position.is_none() { Position::at(own_offset) } else { start };
        let skipped = if is_by_offset { 0 } else { start.offset };
        Self { position, skipped, start, is_by_offset }
    }

    /// The position after this many rows.
    fn plus(&self, rows: u64) -> Position {
        Position { offset: self.start.offset + rows, ..self.start.clone() }
    }

    /// Where a list goes on, as PagerDuty says it.
    fn next(&self, position: &OfPagerDuty, cx: &Context) -> Option<Position> {
        match position {
            OfPagerDuty::Offset(offset) => Some(Position::at(*offset)),
            other => {
                let token = Token::new(&other.to_string());
                if token.is_none() {
                    cx.warn("the list goes on, and PagerDuty's cursor is too long to be handed on: narrow the query");
                }
                token.map(|token| Position { token: Some(token), ..Position::default() })
            }
        }
    }

    fn as_start(&self) -> Start {
        match (self.is_by_offset, &self.start.token) {
            (true, _) | (false, None) => Start::After(self.start.offset),
            (false, Some(_)) => Start::Beyond,
        }
    }
}

/// The answer to a read.
pub(super) fn answer(
    operation: &Operation,
    key: Option<&str>,
    read: OperationAnswer,
    from: &From,
    limit: u64,
    include: Paths,
    cx: &Context,
) -> Answer {
    let key = key.unwrap_or(ANSWER);
    let include = include.below(key);
    let answer = match read.content {
        Content::Object(object) => one(operation, key, object, &include, cx),
        Content::Rows(mut rows) => {
            let limit = usize::try_from(limit).unwrap_or(usize::MAX);
            rows.drain(..rows.len().min(usize::try_from(from.skipped).unwrap_or(usize::MAX)));
            let is_more = rows.len() > limit;
            rows.truncate(limit);
            let places: Vec<Position> = (0..rows.len() as u64).map(|place| from.plus(place)).collect();
            let next = match &read.next {
                _ if is_more => Some(from.plus(limit as u64)),
                Some(next) => from.next(next, cx),
                None => None,
            };
            warn_of_missing(&include, &rows, key, cx);
            if read.is_cut && next.is_none() {
                cx.warn("PagerDuty has more rows and hands out no more of them: narrow the query");
            }
            Answer::rows(
                key.to_owned(),
                Rows {
                    items: rows.into_iter().map(|row| include.of(row)).collect(),
                    places,
                    next,
                    start: from.as_start(),
                    total: read.total,
                    warnings: read.unreadable,
                },
            )
        }
    };
    answer.beside(read.around)
}

/// The answer to a change, as it came.
pub(super) fn changed(operation: &Operation, mut reply: Value) -> Answer {
    let answered = |answer: Answer| answer.described(format!("`{}` was carried out", operation.id()));
    let Some(key) = operation.answer_key() else {
        return answered(Answer::object(ANSWER, if reply.is_null() { Map::new().into() } else { reply }));
    };
    let (found, around) = match &mut reply {
        Value::Object(fields) => (fields.shift_remove(key), std::mem::take(fields)),
        _ => (None, Map::new()),
    };
    match found {
        Some(Value::Array(items)) => {
            let places = Vec::new();
            let rows = Rows { items, places, next: None, start: Start::default(), total: None, warnings: Vec::new() };
            answered(Answer::rows(key, rows)).beside(around)
        }
        Some(object) => answered(Answer::object(key, object)).beside(around),
        None => answered(Answer::object(ANSWER, if around.is_empty() { reply } else { around.into() })),
    }
}

fn one(operation: &Operation, key: &str, object: Value, include: &Paths, cx: &Context) -> Answer {
    let objects = [object];
    warn_of_missing(include, &objects, key, cx);
    let [object] = objects;
    Answer::object(key.to_owned(), include.of(object)).described(format!("The answer to `{}`", operation.id()))
}

fn warn_of_missing(include: &Paths, rows: &[Value], key: &str, cx: &Context) {
    let missing = include.missing(rows, key);
    if missing.is_empty() || rows.is_empty() {
        return;
    }
    let fields = rows.iter().filter_map(Value::as_object).flat_map(Map::keys);
    let mut names: Vec<String> = Vec::new();
    for name in fields {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names.truncate(40);
    let missing = phrasing::list(missing, "and");
    cx.warn(match names.is_empty() {
        true => format!("`include` names what nothing here has: {missing}"),
        false => {
            let names = phrasing::list(names.iter().map(|name| phrasing::short(name)), "and");
            format!("`include` names what nothing here has: {missing}; the fields are {names}")
        }
    });
}
