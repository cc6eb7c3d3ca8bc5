//! The table of all monitors.

use super::monitor::Monitor;
use super::service::{ServiceKind, Tool};
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

/// A monitor that notices what customers see when something larger goes wrong; it watches nothing every day.
const fn business(title: &'static str, measures: (&'static str, &'static str), bounds: (i64, i64)) -> Monitor {
    monitor(Tool::Datadog, &[], title, measures, bounds, ("critical", 0))
}

/// All monitors. New ones go to the end: incidents hold their places.
pub(crate) static MONITORS: [Monitor; 45] = [
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
    business("{service}: {value}% of orders fail with HTTP 500", ("checkout.orders.failed_ratio", "%"), (2, 62)),
    business(
        "{service}: primary {host} unreachable for {value}s, failover in progress",
        ("pg_primary_unreachable_seconds", "s"),
        (30, 240),
    ),
    business("{service}: {value}% of TLS handshakes fail in {region}", ("envoy.tls.failed_ratio", "%"), (1, 70)),
    business(
        "{service}: {host} evicts {value} sessions a minute",
        ("redis.evicted_keys.rate", "sessions/minute"),
        (1000, 90_000),
    ),
    business("{service}: {value}% of products missing from results", ("search.products.missing_ratio", "%"), (5, 60)),
    business("{service}: {value}% of signature checks fail", ("token.signature.failed_ratio", "%"), (1, 55)),
    business("{service} rejects {value}% of orders", ("fraud.orders.rejected_ratio", "%"), (3, 40)),
    business("{service}: {value}% of upstream requests time out", ("http.client.timeouts_ratio", "%"), (5, 70)),
    business("{service}: {value} requests wait for a database connection", ("db.pool.pending", "requests"), (50, 900)),
    business("{service}: events arrive {value} minutes late", ("events.delivery.delay", "minutes"), (5, 45)),
    business("{service}: {value}% of requests without a session", ("http.no_session_ratio", "%"), (5, 60)),
    business("{service}: {value}% of calls answered with 401", ("http.unauthorized_ratio", "%"), (5, 65)),
    business("{service}: {value} users logged out in 5 minutes", ("sessions.ended", "users"), (200, 9000)),
    business("{service}: {value}% of queries without results", ("search.empty_ratio", "%"), (10, 80)),
    business("{service}: {value} orders wait for review", ("orders.review.waiting", "orders"), (50, 2500)),
    business(
        "{service}: {value}% of card payments are declined by the acquirer",
        ("payments.card.declined_ratio", "%"),
        (15, 60),
    ),
    business("{service}: {value}% of payments by wallet time out", ("payments.wallet.timeouts_ratio", "%"), (5, 50)),
    business(
        "{service}: {value} orders wait for their payment to be confirmed",
        ("orders.payment.unconfirmed", "orders"),
        (100, 900),
    ),
];

impl Monitor {
    /// The place of the one that measures this.
    pub(crate) fn measuring(metric: &str) -> usize {
        MONITORS.iter().position(|monitor| monitor.metric == metric).unwrap_or(0)
    }
}
