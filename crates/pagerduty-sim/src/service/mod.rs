//! The way of a request: fault, token, rate limit, endpoint, record.

mod control;
mod endpoints;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use serde_json::Value;

use self::control::Controlled;
use self::endpoints::{Endpoint, Responder, endpoint};
use crate::account::Account;
use crate::api::{ACCESS_DENIED_TEXT, Answer, ApiError, Call, Credential, Outcome};
use crate::facts::Facts;
use crate::http::{Faults, Handler, RateLimits, Record, Reply, Request, misbehave, replaces_answer};
use crate::identity::{self, Identity};
use crate::options::Options;
use crate::random::mix;
use crate::{collections, world};

/// One simulated PagerDuty, without its network.
pub(crate) struct Service {
    pub(crate) record: Record,
    pub(crate) faults: Faults,
    pub(crate) identity: Identity,
    rate_limits: RateLimits,
    requests: AtomicU64,
    options: Options,
    account: OnceLock<RwLock<Account>>,
}

impl Service {
    /// The account is made in a thread of its own; whoever needs it waits for it.
    pub(crate) fn start(options: Options) -> Arc<Self> {
        let service = Arc::new(Self {
            record: Record::new(options.record_answers),
            faults: Faults::default(),
            identity: Identity::new(options.seed),
            rate_limits: RateLimits::new(options.rate_limit),
            requests: AtomicU64::new(0),
            options,
            account: OnceLock::new(),
        });
        let early = Arc::clone(&service);
        let thread = std::thread::Builder::new().name("pagerduty-sim".to_owned());
        if let Err(error) = thread.spawn(move || {
            early.account();
        }) {
            tracing::debug!(%error, "the account will be made when it is first needed");
        }
        service
    }

    /// The account; blocks until it is made.
    pub(crate) fn account(&self) -> &RwLock<Account> {
        self.account.get_or_init(|| RwLock::new(world::account(&self.options)))
    }

    pub(crate) fn read<T>(&self, read: impl FnOnce(&Account) -> T) -> T {
        read(&self.account().read().unwrap_or_else(PoisonError::into_inner))
    }

    /// What is in the account. Blocks until the account is made.
    pub(crate) fn facts(&self) -> Facts {
        self.read(Facts::of)
    }

    /// Answers as PagerDuty would.
    fn answer(&self, request: &Request) -> Reply {
        if request.path.starts_with(identity::PATH) {
            return self.identity.answer(request);
        }
        let credential = match Credential::of(request.header("authorization"), &self.identity) {
            Ok(credential) => credential,
            Err(error) => return reply(Err(error)),
        };
        let allowance = self.rate_limits.count(&credential.token);
        let mut reply = if allowance.is_exceeded() {
            reply(Err(ApiError::rate_limited()))
        } else {
            reply(self.respond(request, credential))
        };
        reply.headers.extend(allowance.headers());
        reply
    }

    fn respond(&self, request: &Request, credential: Credential) -> Outcome {
        let segments = request.segments();
        let names: Vec<&str> = segments.iter().map(AsRef::as_ref).collect();
        let Some(Endpoint { scope, responder }) = endpoint(&request.method, &names) else {
            return Err(ApiError::not_found());
        };
        credential.check(scope.as_deref(), responder.writes())?;
        let call = Call { request, segments: &segments, credential };
        match responder {
            Responder::Read(respond) => self.read(|account| respond(account, &call)),
            Responder::Write(respond) => {
                let mut account = self.account().write().unwrap_or_else(PoisonError::into_inner);
                respond(&mut account, &call)
            }
            Responder::Collection(collection, action) if action.writes() => {
                let mut account = self.account().write().unwrap_or_else(PoisonError::into_inner);
                collection.change(&mut account, &call, action)
            }
            Responder::Collection(collection, action) => {
                self.read(|account| collections::respond(account, &call, collection, action))
            }
        }
    }

    /// Shaped like PagerDuty's, and counted so that two runs agree.
    fn request_id(&self) -> String {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        let high = mix(self.options.seed ^ number);
        let low = mix(high);
        format!(
            "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
            high >> 32,
            high >> 16 & 0xFFFF,
            high & 0xFFF,
            low >> 52,
            low & 0xFFFF_FFFF_FFFF
        )
    }
}

impl Handler for Service {
    async fn handle(self: Arc<Self>, request: Request) -> Reply {
        if self.account.get().is_none() {
            // Making the account takes a while; other tasks must not wait for it too.
            let service = Arc::clone(&self);
            let made = tokio::task::spawn_blocking(move || {
                service.account();
            });
            if made.await.is_err() {
                return Reply::empty(500);
            }
        }
        if request.path.starts_with(control::PATH) {
            let facts = || self.facts();
            let (record, faults, identity) = (&self.record, &self.faults, &self.identity);
            return control::handle(&Controlled { record, faults, identity, facts: &facts }, &request);
        }
        let fault = self.faults.take(&request.method, &request.path);
        let effect = fault.as_ref().and_then(|fault| fault.effect.as_ref());
        if let Some(latency) = fault.as_ref().map(|fault| fault.latency_ms).filter(|ms| *ms > 0) {
            tokio::time::sleep(Duration::from_millis(latency)).await;
        }
        let mut reply = effect.and_then(replaces_answer).unwrap_or_else(|| self.answer(&request));
        if let Some(effect) = effect {
            misbehave(effect, &mut reply);
        }
        reply.headers.push(("x-request-id".into(), self.request_id()));
        self.record.add(&request, &reply);
        reply
    }
}

fn reply(outcome: Outcome) -> Reply {
    let json = |status, body: Option<Value>| match body {
        Some(body) => Reply::json(status, &body),
        None => Reply::empty(status),
    };
    match outcome {
        Ok(Answer { status, body }) => json(status, body),
        Err(ApiError { status, body: Some(body) }) => Reply::json(status, &body),
        Err(ApiError { status, body: None }) => {
            Reply::new(status, "text/html; charset=utf-8", ACCESS_DENIED_TEXT.to_owned())
        }
    }
}
