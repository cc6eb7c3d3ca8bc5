//! What is measured of each server.

use std::{
    net::{TcpListener, TcpStream},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{
    client::Client, contender::Contender, http, machine, process::Process, replay, samples::Samples, upstream::Upstream,
};
use crate::{Result, tokens};

/// One figure.
#[derive(Debug)]
pub(super) struct Figure {
    pub(super) what: &'static str,
    pub(super) value: Option<f64>,
    unit: &'static str,
    /// Whether more of it is better.
    more_is_better: bool,
}

/// All of one server, in the same order for each.
pub(super) type Figures = Vec<Figure>;

const STARTS: usize = 10;
const FIRST_CALLS: usize = 100;
const TIMED_CALLS: usize = 200;
const CONNECTIONS: usize = 16;
const LOAD: Duration = Duration::from_secs(10);

impl Figure {
    fn less(what: &'static str, unit: &'static str, value: Option<f64>) -> Self {
        Self { what, value, unit, more_is_better: false }
    }

    pub(super) fn show(&self) -> String {
        match self.value {
            None => "no answer".to_owned(),
            Some(value) if value < 10.0 && value.fract() > 0.0 => format!("{value:.2}{}", self.unit),
            Some(value) => format!("{value:.0}{}", self.unit),
        }
    }

    /// How many times this is better than another.
    pub(super) fn ratio(&self, other: &Self) -> String {
        match (self.value, other.value) {
            (Some(ours), Some(theirs)) if ours > 0.0 && theirs > 0.0 => {
                let ratio = if self.more_is_better { ours / theirs } else { theirs / ours };
                if ratio < 10.0 { format!("{ratio:.1}×") } else { format!("{ratio:.0}×") }
            }
            _ => "-".to_owned(),
        }
    }
}

/// Measures everything.
pub(super) fn all(contender: &Contender, upstream: &Upstream) -> Result<Figures> {
    upstream.latency(0)?;
    let variables = upstream.variables();
    let start = || -> Result<Duration> {
        let started = Instant::now();
        let mut client = Client::start(&contender.program, &contender.arguments, &variables)?;
        client.request("tools/list", &json!({}))?;
        Ok(started.elapsed())
    };
    let starts = (0..STARTS).map(|_| start()).collect::<Result<Samples>>()?;

    let mut client = Client::start(&contender.program, &contender.arguments, &variables)?;
    let list = client.request("tools/list", &json!({}))?;
    let definitions: tokens::Size = list.result["tools"].as_array().into_iter().flatten().map(definition_size).sum();
    let memory_at_start = machine::memory_mb(client.process_id(), "VmRSS")?;
    for _ in 0..FIRST_CALLS {
        call(&mut client, contender, 25)?;
    }
    let memory_after_calls = machine::memory_mb(client.process_id(), "VmRSS")?;
    upstream.requests()?;
    let bytes = call(&mut client, contender, 25)?;
    let requests = upstream.requests()?;
    let calls = (0..TIMED_CALLS)
        .map(|_| {
            let started = Instant::now();
            call(&mut client, contender, 25)?;
            Ok(started.elapsed())
        })
        .collect::<Result<Samples>>()?;
    let default_bytes = call(&mut client, contender, 100)?;

    upstream.latency(100)?;
    let started = Instant::now();
    let thousand = thousand(&mut client, contender)?.then(|| started.elapsed());
    upstream.latency(0)?;
    upstream.requests()?;
    let memory_at_most = machine::memory_mb(client.process_id(), "VmHWM")?;
    drop(client);

    // Not every server can be asked in this way, and the others have figures all the same.
    let at_hand = at_hand(contender, upstream, TIMED_CALLS).ok();
    let per_second = http_load(contender, upstream, &variables)?;
    upstream.requests()?;
    Ok(vec![
        Figure::less("start to the answer of `tools/list`, median", " ms", Some(ms(starts.percentile(50)))),
        Figure::less("resident after `tools/list`", " MB", memory_at_start),
        Figure::less("resident after 100 calls", " MB", memory_after_calls),
        Figure::less("resident at most, with a list of 1,000", " MB", memory_at_most),
        Figure::less("`tools/list`, bytes", "", Some(list.bytes as f64)),
        Figure::less("tool definitions, tokens (o200k)", "", Some(definitions.tokens as f64)),
        Figure::less("warm call, 25 incidents, p50", " ms", Some(ms(calls.percentile(50)))),
        Figure::less("warm call, 25 incidents, p95", " ms", Some(ms(calls.percentile(95)))),
        Figure::less(
            "the same with PagerDuty's answers at hand, p50",
            " ms",
            at_hand.map(|samples| ms(samples.percentile(50))),
        ),
        Figure::less("requests to PagerDuty of a warm call", "", Some(requests as f64)),
        Figure::less("answer with 25 incidents, bytes", "", Some(bytes as f64)),
        Figure::less("answer with 100 incidents asked for, bytes", "", Some(default_bytes as f64)),
        Figure::less("1,000 incidents, PagerDuty 100 ms away", " ms", thousand.map(ms)),
        Figure { what: "calls a second over HTTP, 16 connections", value: per_second, unit: "", more_is_better: true },
    ])
}

/// Warm calls of 25 incidents over stdio, answered by a PagerDuty that takes no time.
pub(super) fn at_hand(contender: &Contender, upstream: &Upstream, calls: usize) -> Result<Samples> {
    let url = replay::start(upstream)?;
    let mut variables = upstream.variables();
    variables.iter_mut().filter(|(_, value)| *value == upstream.url).for_each(|(_, value)| value.clone_from(&url));
    let mut client = Client::start(&contender.program, &contender.arguments, &variables)?;
    call(&mut client, contender, 25)?;
    let params = json!({ "name": contender.tool, "arguments": (contender.list)(25) });
    let mut timed = || -> Result<Duration> {
        let started = Instant::now();
        client.exchange("tools/call", &params)?;
        Ok(started.elapsed())
    };
    for _ in 0..calls / 10 {
        timed()?;
    }
    (0..calls).map(|_| timed()).collect()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn definition_size(tool: &Value) -> tokens::Size {
    let text = |key: &str| tool[key].as_str().unwrap_or_default();
    tokens::size(text("name"), text("description"), &tool["inputSchema"])
}

/// One call, and the bytes of its answer; a benchmark of error messages would be fast.
fn call(client: &mut Client, contender: &Contender, limit: u32) -> Result<usize> {
    let params = json!({ "name": contender.tool, "arguments": (contender.list)(limit) });
    let answer = client.request("tools/call", &params)?;
    let text = answer.result.to_string();
    if answer.result["isError"] == true || !text.contains("incident_number") {
        return Err(format!("{} answered without incidents: {:.400}", contender.name, text).into());
    }
    Ok(answer.bytes)
}

/// A list of a thousand, with as few fields as the server lets one ask for; whether they all came, as text and as structure.
fn thousand(client: &mut Client, contender: &Contender) -> Result<bool> {
    let mut arguments = (contender.list)(1000);
    if contender.tool == "get_incidents" {
        arguments["include"] = json!(["incident_number"]);
    }
    let answer = client.request("tools/call", &json!({ "name": contender.tool, "arguments": arguments }))?;
    Ok(answer.result.to_string().matches("incident_number").count() >= 2 * 1000)
}

/// Calls a second over HTTP.
fn http_load(contender: &Contender, upstream: &Upstream, variables: &[(String, String)]) -> Result<Option<f64>> {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let _server = Process::start(&contender.program, &(contender.http)(port), variables)?;
    let address = format!("127.0.0.1:{port}");
    let started = Instant::now();
    while TcpStream::connect(&address).is_err() {
        if started.elapsed() > Duration::from_secs(30) {
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(50));
    }
    let arguments = (contender.list)(25);
    let load = |connections, time| http::load(&address, connections, time, contender.tool, &arguments);
    // The first calls look up the user.
    if let Err(error) = load(1, Duration::from_millis(500)) {
        crate::print(&format!("{} over HTTP: {error:.300}", contender.name))?;
        return Ok(None);
    }
    upstream.requests()?;
    load(CONNECTIONS, LOAD).map(Some)
}
