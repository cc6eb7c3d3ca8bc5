//! What the program does itself between PagerDuty's answer and its own: spelling a request, reading a page of a hundred
//! incidents, and writing them into the envelope.

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark that cannot go on has failed")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use pagerduty::{
    Page,
    bench::{decode, encode},
    model::{Incident, IncidentStatus, incident::IncidentsQuery},
};
use pagerduty_sim::{Options, Simulator, token};
use toolkit::bench::envelope;

/// A page as the simulated account sends it.
fn page() -> bytes::Bytes {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let simulator = Simulator::start(Options { record_answers: true, ..Options::default() }).await.unwrap();
        let endpoint = pagerduty::Endpoint::new(simulator.url().parse().unwrap(), "bench");
        let client = endpoint.client(pagerduty::Credential::new(token::USER).unwrap());
        client.list(&IncidentsQuery::default(), pagerduty::Window::new(0, 100)).await.unwrap();
        let answer = simulator.requests().pop().unwrap().answer.unwrap();
        answer.to_string().into()
    })
}

fn query() -> IncidentsQuery {
    let ids = |count| (0..count).map(|number| format!("P{number:06}"));
    IncidentsQuery {
        team_ids: ids(20).map(|id| id.parse().unwrap()).collect(),
        service_ids: ids(20).map(|id| id.parse().unwrap()).collect(),
        statuses: vec![IncidentStatus::Triggered, IncidentStatus::Acknowledged],
        since: "2026-06-01T00:00:00Z".parse().ok(),
        until: "2026-06-15T00:00:00Z".parse().ok(),
        ..IncidentsQuery::default()
    }
}

fn answers(criterion: &mut Criterion) {
    let body = page();
    let mut group = criterion.benchmark_group("a hundred incidents");
    group.throughput(Throughput::Bytes(body.len() as u64));
    group.bench_function("decode", |bench| bench.iter(|| decode::<Incident>(black_box(&body)).unwrap()));
    let page: Page<Incident> = decode(&body).unwrap();
    group.throughput(Throughput::Bytes(envelope(&page).len() as u64));
    group.bench_function("envelope", |bench| bench.iter(|| envelope(black_box(&page))));
    group.finish();
    let query = query();
    criterion.bench_function("query of 44 values", |bench| bench.iter(|| encode(black_box(&query)).unwrap()));
}

criterion_group!(benches, answers);
criterion_main!(benches);
