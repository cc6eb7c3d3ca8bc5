//! The account that is called, and what is wrong with the requests and answers of the calls.

use std::{cell::RefCell, collections::BTreeSet};

use openapi_contract::{Contract, Request};
use pagerduty::operation::Refusal;
use pagerduty_sim::{Options, RecordedRequest, Size, token};
use serde_json::Value;
use toolkit::settings::Settings;

use crate::{
    arguments::Arguments,
    support::{Account, line, options, settings},
};

/// Enough for two rows of everything: each of them is checked.
const INCIDENTS: usize = 200;

/// An account whose requests are held against PagerDuty's document.
pub(crate) struct Recorder {
    pub(crate) account: Account,
    contract: Option<Contract>,
    violations: RefCell<Vec<String>>,
    violations_of_answers: RefCell<Vec<String>>,
    /// The requests that were checked: the same one needs it once.
    checked: RefCell<BTreeSet<String>>,
}

impl Recorder {
    pub(crate) async fn start() -> Self {
        let contract = Contract::load().unwrap();
        if contract.is_none() {
            Contract::announce_skip();
        }
        let options = Options {
            record_answers: true,
            rate_limit: 1_000_000,
            size: Size { incidents: INCIDENTS, ..Size::default() },
            ..options()
        };
        let allowed_operations = Refusal::ALL.iter().map(|kind| kind.as_str().to_owned()).collect();
        let settings =
            Settings { max_writes_per_minute: u32::MAX, response_limit: 5, allowed_operations, ..settings() };
        let account = Account::with(token::USER, options, settings).await;
        Self {
            account,
            contract,
            violations: RefCell::default(),
            violations_of_answers: RefCell::default(),
            checked: RefCell::default(),
        }
    }

    /// Calls a tool: the requests that it sent, and its answer.
    pub(crate) async fn call(&self, tool: &str, arguments: Arguments) -> (Vec<RecordedRequest>, Value) {
        let (answer, _) = self.account.outcome(tool, arguments.into()).await;
        let sent = self.account.simulator.requests();
        self.account.simulator.clear_requests();
        for request in &sent {
            self.check(request);
        }
        (sent, answer)
    }

    /// Calls a tool that must succeed: its answer.
    pub(crate) async fn ask(&self, tool: &str, arguments: Value) -> Value {
        let (_, answer) = self.call(tool, arguments.as_object().unwrap().clone()).await;
        assert!(answer.get("error").is_none(), "{tool} {arguments}: {answer:#}");
        answer
    }

    fn check(&self, sent: &RecordedRequest) {
        let Some(contract) = &self.contract else { return };
        if !self.checked.borrow_mut().insert(format!("{} {} {:?}", line(sent), sent.status, sent.body)) {
            return;
        }
        let (method, path) = (sent.method.as_str(), sent.path.as_str());
        let request = Request { method, path, query: &sent.query, headers: &sent.headers, body: sent.body.as_ref() };
        let found = contract.check_request(&request).into_iter();
        let of_requests = found.map(|violation| format!("{}: {violation}", line(sent)));
        self.violations.borrow_mut().extend(of_requests);
        let found = contract.check_response(method, path, sent.status, sent.answer.as_ref()).into_iter();
        self.violations_of_answers.borrow_mut().extend(found.map(|violation| format!("{}: {violation}", line(sent))));
    }

    pub(crate) fn assert_valid(&self) {
        self.violations.borrow_mut().append(&mut self.violations_of_answers.borrow_mut());
        self.assert_valid_requests();
    }

    /// The same of what was sent: what the simulator does not know is answered with 404.
    pub(crate) fn assert_valid_requests(&self) {
        let mut violations = self.violations.take();
        violations.sort();
        violations.dedup();
        assert!(violations.is_empty(), "{}", violations.join("\n"));
    }
}
