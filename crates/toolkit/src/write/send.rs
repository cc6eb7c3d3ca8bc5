//! Sending what was planned. It goes on when the client goes away: what was begun has an end, and a line in the log.

use std::sync::{
    Arc,
    atomic::{AtomicU16, Ordering},
};

use futures_util::{StreamExt, stream};
use pagerduty::{Change, Client, Id, Observation, Observer, Reply};
use serde_json::Value;

use super::{
    journal::Intent,
    plan::{Plan, Step},
    record::{Item, Made, Request},
};
use crate::call::offered::Offered;
use crate::{
    call::observer::CallObserver,
    context::Context,
    error::{Code, Error, Result},
};

/// Changes of one call that are made at the same time.
const AT_ONCE: usize = 4;

/// What a request that failed is called in the log where it may have been carried out.
const UNKNOWN: &str = "unknown";

/// PagerDuty's answers to one step of a plan.
#[derive(Debug)]
pub(super) struct Sent {
    pub(super) reply: Result<Reply>,
    pub(super) follow_up: Option<Result<Reply>>,
}

/// Sends every step of the plan.
///
/// # Errors
///
/// When there is no credential; what PagerDuty refuses is in the answers.
pub(super) async fn all(plan: Arc<Plan>, intent: Intent, done_before: Option<i64>, cx: &Context) -> Result<Vec<Sent>> {
    let sender = Sender {
        client: cx.pagerduty()?.clone(),
        observer: Arc::clone(&cx.observer),
        done_before,
        is_logged: intent.is_kept(),
    };
    let running = cx.settings.sending.begin();
    let task = tokio::spawn(async move {
        let (sender, steps) = (&sender, plan.steps());
        let sending = stream::iter(0..steps.len()).map(|place| sender.step(&steps[place]));
        let done: Vec<_> = sending.buffered(AT_ONCE).collect().await;
        let (sent, items): (Vec<Sent>, Vec<Vec<Item>>) = done.into_iter().unzip();
        let items = items.concat();
        let is_logged = intent.came_to(sum(&items), &items);
        drop(running);
        (sent, is_logged)
    });
    let (sent, is_logged) = task.await.map_err(|_| {
        Error::new(Code::Internal, "the change was being sent when a defect in this server stopped it")
            .hint("it may have been done nevertheless: read the present state before doing it again")
    })?;
    if !is_logged {
        cx.warn(
            "the change was sent, but the audit log could not be written after it: tell the operator of this server",
        );
    }
    Ok(sent.into_iter().map(|one| one.offering(&cx.offered)).collect())
}

impl Sent {
    /// The same with hints that name only tools that can be called.
    fn offering(self, offered: &Offered) -> Self {
        let hint = |error: Error| error.offering(offered);
        Self { reply: self.reply.map_err(hint), follow_up: self.follow_up.map(|reply| reply.map_err(hint)) }
    }
}

struct Sender {
    client: Client,
    observer: Arc<CallObserver>,
    done_before: Option<i64>,
    /// Whether anybody reads the items.
    is_logged: bool,
}

impl Sender {
    async fn step(&self, step: &Step) -> (Sent, Vec<Item>) {
        let mut items = Vec::new();
        let (reply, goes_on) = match &step.change {
            Ok(change) => self.one(Ok(change), &mut items).await,
            Err(refused) => {
                items.push(Item::refused(refused.why.code().as_str(), &refused.target));
                (Err(refused.why.clone()), false)
            }
        };
        let next = step.follow_up.as_ref().filter(|_| goes_on).and_then(|next| next.after(reply.as_ref().ok()));
        let follow_up = match next {
            Some(change) => Some(self.one(change.as_ref(), &mut items).await.0),
            None => None,
        };
        (Sent { reply, follow_up }, items)
    }

    /// Sends one request; whether what it wants is so now.
    async fn one(&self, change: std::result::Result<&Change, &Error>, items: &mut Vec<Item>) -> (Result<Reply>, bool) {
        let change = match change {
            Ok(change) => change,
            Err(error) => {
                items.push(Item::refused(error.code().as_str(), ""));
                return (Err(error.clone()), false);
            }
        };
        let status = Arc::new(Status { observer: Arc::clone(&self.observer), last: AtomicU16::new(0) });
        let client = self.client.clone().with_observer(Arc::clone(&status) as _);
        let result = client.carry_out(change).await;
        let is_unknown = result.as_ref().is_err_and(pagerduty::Error::is_fate_unknown);
        let result = result.map_err(Error::from);
        let was_so =
            self.done_before.is_some() && result.as_ref().is_err_and(|error| error.said_code() == self.done_before);
        if self.is_logged {
            let shown = change.shown();
            let outcome = match &result {
                Ok(_) => "ok",
                Err(_) if was_so => "done_before",
                Err(_) if is_unknown => UNKNOWN,
                Err(error) => error.code().as_str(),
            };
            let made = result.as_ref().map(|reply| made(&shown, reply)).unwrap_or_default();
            let status = Some(status.last.load(Ordering::Relaxed)).filter(|status| *status > 0);
            items.push(Item { request: Request::of(&shown), outcome, status, made, ..Item::default() });
        }
        let is_so = result.is_ok() || was_so;
        (result, is_so)
    }
}

/// Remembers the status of the last answer.
#[derive(Debug)]
struct Status {
    observer: Arc<CallObserver>,
    last: AtomicU16,
}

impl Observer for Status {
    fn observed(&self, observation: &Observation<'_>) {
        self.last.store(observation.status.unwrap_or_default(), Ordering::Relaxed);
        self.observer.observed(observation);
    }

    fn planned(&self, requests: usize) {
        self.observer.planned(requests);
    }
}

/// The result of all items, in one word.
fn sum(items: &[Item]) -> &'static str {
    let is_good = |item: &&Item| matches!(item.outcome, "ok" | "done_before");
    let bad = items.iter().find(|item| !is_good(item));
    match bad {
        None => "ok",
        Some(_) if items.iter().any(|item| item.outcome == UNKNOWN) => UNKNOWN,
        Some(_) if items.iter().any(|item| is_good(&item)) => "partial",
        Some(bad) => bad.outcome,
    }
}

/// The IDs of what a request made: PagerDuty answers with the object under its name, with a list of them, or with a list of
/// results.
fn made(shown: &Value, reply: &Reply) -> Vec<Made> {
    const MAX: usize = 60;
    if shown["method"] != "POST" {
        return Vec::new();
    }
    let of = |kind: &str, one: &Value| {
        let id = one["id"].as_str()?.parse::<Id<()>>().ok()?;
        Some(Made { kind: kind.trim_end_matches('s').to_owned(), id: id.to_string() })
    };
    let of_object = |object: &Value| -> Vec<Made> {
        let fields = object.as_object().into_iter().flatten();
        fields
            .flat_map(|(kind, value)| match value {
                Value::Array(all) => all.iter().filter_map(|one| of(kind, one)).collect(),
                one => of(kind, one).into_iter().collect::<Vec<_>>(),
            })
            .collect()
    };
    let mut made = match reply.value() {
        Ok(Value::Array(results)) => results.iter().flat_map(of_object).collect(),
        Ok(answer) => of_object(&answer),
        Err(_) => Vec::new(),
    };
    made.truncate(MAX);
    made
}
