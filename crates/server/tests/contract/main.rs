//! Every parameter of every tool, sent at least once, and every request and answer of that against PagerDuty's OpenAPI
//! document. The calls follow from the catalogue: a new parameter is sent without anybody's doing.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[path = "../support/mod.rs"]
mod support;

mod account;
mod arguments;
mod excuses;
mod operations;
mod recorder;
mod samples;
mod wire;
mod words;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use toolkit::{
    access::Access,
    parameters::schema::{Kind, Parameter},
    tool::Entry,
    toolset::Toolset,
};

use self::{
    account::{Existing, ScheduleKind},
    arguments::{Arguments, base, fitting, fuller},
    excuses::{EXCUSES, Excuse, Shows},
    recorder::Recorder,
    wire::{says, trace},
};

#[tokio::test]
async fn every_parameter_reaches_the_wire_in_requests_that_pagerduty_documents() {
    let recorder = Recorder::start().await;
    let existing = Existing::read(&recorder).await;
    let (mut unsent, mut excused) = (Vec::new(), Vec::new());
    let has_own_run = |entry: &&Entry| entry.info.toolset == Toolset::Api;
    for entry in recorder.account.toolbox.entries().iter().filter(|entry| !has_own_run(entry)) {
        for schedules in ScheduleKind::of(entry) {
            let tool = Tool { entry, schedules: *schedules, recorder: &recorder, existing: &existing };
            let plain = tool.as_it_is().await;
            for parameter in entry.parameters() {
                for value in samples::of(entry, parameter, *schedules, &existing) {
                    let excuse = Excuse::find(entry, &parameter.name);
                    excused.extend(excuse);
                    if let Some(why) = tool.unsent(parameter, value, excuse, &plain).await {
                        unsent.push(format!("{}: {why}", entry.info.name));
                    }
                }
            }
        }
    }
    assert!(unsent.is_empty(), "{}", unsent.join("\n"));
    let is_used = |excuse: &Excuse| excused.iter().any(|used| std::ptr::eq(*used, excuse));
    let stale = EXCUSES.iter().filter(|excuse| !is_used(excuse)).map(|excuse| excuse.parameter);
    assert_eq!(stale.collect::<Vec<_>>(), Vec::<&str>::new(), "nothing needs these excuses any more");
    // Refusals are answers too.
    for arguments in [json!({"incident_id": "QNONE"}), json!({"current_user_context": false, "team_ids": ["PNONE01"]})]
    {
        recorder.call("get_incidents", arguments.as_object().unwrap().clone()).await;
    }
    recorder.assert_valid();
}

/// A call with nothing but what it needs, and what it sends.
#[derive(Default)]
struct Plain {
    arguments: Arguments,
    trace: BTreeSet<String>,
    answer: Value,
}

/// A tool, and what its calls are about.
struct Tool<'a> {
    entry: &'a Entry,
    schedules: ScheduleKind,
    recorder: &'a Recorder,
    existing: &'a Existing,
}

impl Tool<'_> {
    fn writes(&self) -> bool {
        self.entry.info.access != Access::Read
    }

    /// What a call needs in any case; for a change, something fresh that it can change.
    async fn base(&self) -> Arguments {
        let made = account::made_for(self.entry, self.schedules, self.recorder, self.existing).await;
        base(self.entry, made, |parameter| samples::of(self.entry, parameter, self.schedules, self.existing).remove(0))
    }

    /// Calls it with nothing but what it needs; a second time, because the first call may read what is then remembered.
    async fn as_it_is(&self) -> Plain {
        let (sent, answer) = self.recorder.call(self.entry.info.name, self.base().await).await;
        let needs_more = answer["error"]["code"] == "MISSING_PARAMETER";
        assert!(answer.get("error").is_none() || needs_more, "{}: {answer:#}", self.entry.info.name);
        assert!(!sent.is_empty() || needs_more, "{} sends nothing", self.entry.info.name);
        if self.writes() {
            return Plain::default();
        }
        let arguments = self.base().await;
        let (sent, answer) = self.recorder.call(self.entry.info.name, arguments.clone()).await;
        Plain { arguments, trace: trace(&sent), answer }
    }

    /// Why the value of a parameter does not show in what is sent, if it does not.
    async fn unsent(
        &self,
        parameter: &Parameter,
        value: Value,
        excuse: Option<&Excuse>,
        plain: &Plain,
    ) -> Option<String> {
        let name = parameter.name.as_str();
        let (arguments, value) = self.with(name, value).await;
        let (sent, answer, arguments) = self.succeed(name, arguments).await;
        if let Some(error) = answer.get("error") {
            return Some(format!("`{name}` {value} is refused with {}: {error}", json!(arguments)));
        }
        if name == "dry_run" {
            let is_kept = sent.iter().all(|request| request.method == "GET") && answer["metadata"]["dry_run"] == true;
            return (!is_kept).then(|| format!("a dry run sends something: {:?}", trace(&sent)));
        }
        // One of the values of an enumeration is what is sent without it.
        let is_what_it_is =
            plain.arguments.get(name) == Some(&value) || matches!(parameter.kind.item(), Kind::OneOf(_));
        if excuse.is_some_and(|excuse| excuse.shows == Shows::InAnswer) {
            let differs = is_what_it_is || self.writes() || answer != plain.answer;
            return (!differs).then(|| format!("`{name}` {value} changes nothing of the answer"));
        }
        let differs = is_what_it_is
            || if self.writes() {
                sent.iter().any(|request| request.method != "GET")
            } else {
                trace(&sent) != plain.trace
            };
        if !differs {
            return Some(format!("`{name}` {value} changes nothing of what is sent"));
        }
        let is_said = excuse.is_some() || says(&sent, &value) || says(&sent, &self.recorder.as_sent(&value));
        (!is_said).then(|| {
            format!(
                "`{name}` {value} stands in none of\n  {}",
                trace(&sent).into_iter().collect::<Vec<_>>().join("\n  ")
            )
        })
    }

    /// The arguments with this one, and its value, which is known only now where it is one of an answer.
    async fn with(&self, name: &str, value: Value) -> (Arguments, Value) {
        let base = self.base().await;
        let sample = |other: &str| {
            let parameter = self.entry.parameters().iter().find(|parameter| parameter.name == other).unwrap();
            samples::of(self.entry, parameter, self.schedules, self.existing).remove(0)
        };
        if name == "cursor" {
            let first = fitting(self.entry, base, "limit", json!(1), sample);
            let (_, answer) = self.recorder.call(self.entry.info.name, first.clone()).await;
            let cursor = answer["metadata"]["next_cursor"].clone();
            assert!(cursor.is_string(), "{} has one row only: {answer:#}", self.entry.info.name);
            return (fitting(self.entry, first, name, cursor.clone(), sample), cursor);
        }
        // What was made for this call is what it is about.
        let value = base.get(name).filter(|_| self.writes()).cloned().unwrap_or(value);
        (fitting(self.entry, base, name, value.clone(), sample), value)
    }

    /// Calls it; where it needs more than the parameter, with another one.
    async fn succeed(
        &self,
        name: &str,
        arguments: Arguments,
    ) -> (Vec<pagerduty_sim::RecordedRequest>, Value, Arguments) {
        let (sent, answer) = self.recorder.call(self.entry.info.name, arguments.clone()).await;
        if answer["error"]["code"] == "MISSING_PARAMETER" {
            let sample = |parameter: &_| samples::of(self.entry, parameter, self.schedules, self.existing).remove(0);
            let fuller = fuller(self.entry, name, arguments, sample);
            let (sent, answer) = self.recorder.call(self.entry.info.name, fuller.clone()).await;
            return (sent, answer, fuller);
        }
        (sent, answer, arguments)
    }
}
