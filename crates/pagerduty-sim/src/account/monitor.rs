//! Monitors: what watches the services, and what it writes when something is wrong.

use super::{Service, ServiceKind, Tool, Urgency};
use crate::random::Random;
use crate::text::fill;

/// Something that watches services of some kinds.
pub(crate) struct Monitor {
    pub(crate) kinds: &'static [ServiceKind],
    pub(crate) tool: Tool,
    /// With `{service}`, `{host}`, `{region}`, `{value}` and `{threshold}`.
    pub(crate) title: &'static str,
    pub(crate) metric: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) threshold: i64,
    /// The worst value it is likely to report; lower than the threshold if low values are bad.
    pub(crate) extreme: i64,
    pub(crate) severity: &'static str,
    /// In how many of 100 cases the alert clears by itself.
    pub(crate) recovers: u8,
}

/// What a monitor measured once.
pub(crate) struct Sample {
    pub(crate) service: String,
    pub(crate) host: String,
    pub(crate) region: &'static str,
    pub(crate) value: i64,
}

const REGIONS: [&str; 4] = ["us-east-1", "us-west-2", "eu-west-1", "ap-northeast-1"];

use ServiceKind::{Api, Batch, Cache, Database, Desk, Frontend, Mobile, Platform, Queue, Search, Worker};

const fn monitor(
    tool: Tool,
    kinds: &'static [ServiceKind],
    title: &'static str,
    (metric, unit): (&'static str, &'static str),
    (threshold, extreme): (i64, i64),
    (severity, recovers): (&'static str, u8),
) -> Monitor {
    Monitor { kinds, tool, title, metric, unit, threshold, extreme, severity, recovers }
}

/// All monitors. New ones go to the end: incidents hold their places.
pub(crate) static MONITORS: [Monitor; 27] = [
    monitor(
        Tool::Datadog,
        &[Api, Search, Platform],
        "High p99 latency on {service} in {region}: {value}ms (threshold {threshold}ms)",
        ("trace.http.request.duration.p99", "ms"),
        (800, 6200),
        ("error", 55),
    ),
    monitor(
        Tool::Datadog,
        &[Api, Frontend, Mobile, Platform],
        "{service} error rate above {threshold}%: {value}% of requests failing",
        ("trace.http.request.errors.ratio", "%"),
        (5, 48),
        ("critical", 30),
    ),
    monitor(
        Tool::Prometheus,
        &[Api, Worker, Search, Platform],
        "KubePodCrashLooping: {host} is restarting repeatedly",
        ("kube_pod_container_status_restarts_total", "restarts"),
        (3, 28),
        ("error", 40),
    ),
    monitor(
        Tool::Prometheus,
        &[Database, Queue, Search],
        "Disk usage on {host} is at {value}% (threshold {threshold}%)",
        ("node_filesystem_used_ratio", "%"),
        (85, 98),
        ("warning", 12),
    ),
    monitor(
        Tool::CloudWatch,
        &[Database],
        "CPUUtilization on {host} above {threshold}% for 10 minutes",
        ("AWS/RDS CPUUtilization", "%"),
        (90, 100),
        ("warning", 60),
    ),
    monitor(
        Tool::Prometheus,
        &[Database],
        "Replication lag on {host}: {value}s behind primary",
        ("pg_replication_lag_seconds", "s"),
        (30, 900),
        ("error", 45),
    ),
    monitor(
        Tool::Prometheus,
        &[Database],
        "Connection pool exhausted on {host}: {value} of {threshold} in use",
        ("pg_stat_activity_count", "connections"),
        (400, 400),
        ("critical", 20),
    ),
    monitor(
        Tool::Prometheus,
        &[Queue],
        "Consumer lag on {service}: {value} messages behind in {region}",
        ("kafka_consumergroup_lag", "messages"),
        (50_000, 2_400_000),
        ("error", 50),
    ),
    monitor(
        Tool::Prometheus,
        &[Queue],
        "Under-replicated partitions on {host}: {value}",
        ("kafka_server_under_replicated_partitions", "partitions"),
        (0, 64),
        ("critical", 25),
    ),
    monitor(
        Tool::CloudWatch,
        &[Worker, Queue],
        "ApproximateAgeOfOldestMessage on {service} is {value}s (threshold {threshold}s)",
        ("AWS/SQS ApproximateAgeOfOldestMessage", "s"),
        (600, 14_000),
        ("warning", 58),
    ),
    monitor(
        Tool::Datadog,
        &[Worker],
        "Dead-letter queue of {service} is growing: {value} messages",
        ("sqs.dead_letter.visible", "messages"),
        (10, 1800),
        ("error", 5),
    ),
    monitor(
        Tool::Datadog,
        &[Cache],
        "Redis memory on {host} at {value}% of maxmemory, evicting keys",
        ("redis.mem.used_ratio", "%"),
        (90, 100),
        ("warning", 42),
    ),
    monitor(
        Tool::Datadog,
        &[Cache],
        "Cache hit rate of {service} dropped to {value}% (threshold {threshold}%)",
        ("redis.stats.keyspace_hit_ratio", "%"),
        (80, 41),
        ("warning", 66),
    ),
    monitor(
        Tool::Datadog,
        &[Search],
        "Cluster status of {service} is yellow: {value} unassigned shards",
        ("elasticsearch.unassigned_shards", "shards"),
        (0, 40),
        ("warning", 62),
    ),
    monitor(
        Tool::Sentry,
        &[Api, Frontend, Mobile, Worker],
        "{service}: unhandled exceptions spiked to {value} events in 5 minutes",
        ("sentry.events.rate", "events"),
        (50, 3200),
        ("error", 18),
    ),
    monitor(
        Tool::Sentry,
        &[Frontend, Mobile],
        "{service}: crash-free sessions fell below {threshold}%",
        ("sentry.sessions.crash_free", "%"),
        (99, 93),
        ("error", 10),
    ),
    monitor(
        Tool::Pingdom,
        &[Api, Frontend, Desk],
        "DOWN: {service} (HTTP check from {region})",
        ("uptime.check", "failures"),
        (2, 9),
        ("critical", 70),
    ),
    monitor(
        Tool::Datadog,
        &[Api, Worker, Database, Cache, Queue, Platform],
        "No Data: {service} has not reported from {host} for {value} minutes",
        ("datadog.agent.up", "minutes"),
        (10, 55),
        ("warning", 64),
    ),
    monitor(
        Tool::Datadog,
        &[Batch, Worker],
        "No Data: heartbeat of {service} missing for {value} minutes",
        ("job.heartbeat", "minutes"),
        (30, 180),
        ("warning", 38),
    ),
    monitor(
        Tool::Prometheus,
        &[Batch],
        "{service}: nightly run failed with exit code {value} on {host}",
        ("kube_job_status_failed", ""),
        (0, 137),
        ("error", 0),
    ),
    monitor(
        Tool::Prometheus,
        &[Batch],
        "{service} is late: last success {value} minutes ago (threshold {threshold})",
        ("job_last_success_age_minutes", "minutes"),
        (90, 720),
        ("warning", 35),
    ),
    monitor(
        Tool::Prometheus,
        &[Platform],
        "KubeNodeNotReady: {host} has been unready for more than 15 minutes",
        ("kube_node_status_condition", "nodes"),
        (0, 4),
        ("error", 48),
    ),
    monitor(
        Tool::Prometheus,
        &[Platform, Api],
        "TLS certificate of {service} expires in {value} days",
        ("probe_ssl_earliest_cert_expiry", "days"),
        (14, 1),
        ("warning", 0),
    ),
    monitor(
        Tool::CloudWatch,
        &[Api, Platform],
        "HTTPCode_Target_5XX_Count of {service}: {value} in 5 minutes",
        ("AWS/ApplicationELB HTTPCode_Target_5XX_Count", "responses"),
        (100, 9400),
        ("critical", 36),
    ),
    monitor(
        Tool::Email,
        &[Desk],
        "{service}: backlog of {value} unanswered urgent tickets",
        ("tickets.urgent.unanswered", "tickets"),
        (15, 90),
        ("warning", 8),
    ),
    monitor(
        Tool::Email,
        &[Desk],
        "{service}: first response time above {threshold} minutes",
        ("tickets.first_response.p90", "minutes"),
        (60, 240),
        ("warning", 20),
    ),
    monitor(
        Tool::Datadog,
        &[Api],
        "Anomaly: request volume of {service} is {value}% below forecast",
        ("trace.http.request.hits", "%"),
        (40, 96),
        ("warning", 57),
    ),
];

impl Monitor {
    /// What it measured on a service, by an incident's salt.
    pub(crate) fn sample(&self, service: &Service, salt: u32) -> Sample {
        let mut random = Random::numbered(0, u64::from(salt));
        let slug = service.slug();
        let region = *random.pick(&REGIONS);
        let host = match service.kind {
            Database | Cache | Queue => format!("{slug}-{}", random.between(0, 5)),
            _ => format!("{slug}-{:05x}", random.below(0xF_FFFF)),
        };
        // Values near the threshold are far commoner than extreme ones.
        let reach = random.between(0, (self.extreme - self.threshold).abs());
        let beyond = random.between(reach.min(1), reach);
        let value = self.threshold + beyond * (self.extreme - self.threshold).signum();
        Sample { service: service.name.clone(), host, region, value }
    }

    pub(crate) fn title(&self, sample: &Sample) -> String {
        fill(
            self.title,
            &[
                ("service", &sample.service),
                ("host", &sample.host),
                ("region", sample.region),
                ("value", &sample.value.to_string()),
                ("threshold", &self.threshold.to_string()),
            ],
        )
    }

    pub(crate) fn watches(&self, kind: ServiceKind) -> bool {
        self.kinds.contains(&kind)
    }

    pub(crate) fn urgency(&self) -> Urgency {
        if self.severity == "warning" { Urgency::Low } else { Urgency::High }
    }
}
