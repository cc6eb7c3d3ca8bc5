//! What major incidents are about: causes, symptoms, what people wrote.

use crate::account::ServiceKind::{self, Api, Cache, Database, Platform, Queue, Search};

/// A major incident to be told.
pub(super) struct Tale {
    /// Where it begins; somewhere else of the same kind if the account has no such service.
    pub(super) service: &'static str,
    pub(super) kind: ServiceKind,
    /// Of the monitor that notices.
    pub(super) severity: &'static str,
    /// With `{service}`, `{slug}`, `{version}`, `{previous}`, `{percent}` and, in symptoms, `{root}` for where it
    /// began; so all texts here.
    pub(super) title: &'static str,
    /// The change that caused it, if one did.
    pub(super) deployment: Option<&'static str>,
    /// The place of the priority.
    pub(super) priority: usize,
    /// Titles on other services.
    pub(super) symptoms: &'static [&'static str],
    pub(super) notes: &'static [&'static str],
    pub(super) resolution: &'static str,
}

pub(super) static TALES: [Tale; 8] = [
    Tale {
        service: "Checkout API",
        kind: Api,
        severity: "critical",
        title: "{service}: {percent}% of orders fail with HTTP 500",
        deployment: Some("Deploy {slug} {version}: new rounding of taxes"),
        priority: 0,
        symptoms: &[
            "{service}: requests to {root} time out",
            "High p99 latency on {service} in us-east-1: 4210ms (threshold 800ms)",
            "{service}: {percent}% of calls to {root} fail",
        ],
        notes: &[
            "Errors began four minutes after the deploy of {slug} {version}. Suspecting the new tax rounding.",
            "Confirmed: division by zero for carts with only free items. Rolling back to {previous}.",
            "Customer impact: {percent}% of orders fail since the deploy. Status page is updated.",
            "Rollback is at 50% of the fleet, errors are falling.",
            "Rollback complete. Errors below 0.1%, watching for ten minutes.",
        ],
        resolution: "Rolled back to {previous}; a test for carts of free items is on its way",
    },
    Tale {
        service: "Orders Database",
        kind: Database,
        severity: "critical",
        title: "{service}: primary unreachable, failover in progress",
        deployment: None,
        priority: 0,
        symptoms: &[
            "{service} error rate above 5%: {percent}% of requests failing",
            "{service}: connection pool to {root} exhausted",
            "DOWN: {service} (HTTP check from eu-west-1)",
        ],
        notes: &[
            "Primary lost its disk. Failover started by itself and hangs at promoting the replica.",
            "Promoted the replica in zone b by hand.",
            "Applications reconnect. Write latency is still high while caches warm up.",
            "Replication to the new replica is running, about 40 minutes to go.",
        ],
        resolution: "Replica promoted, new standby in place, disk replaced by the provider",
    },
    Tale {
        service: "Event Bus",
        kind: Queue,
        severity: "error",
        title: "Consumer lag on {service}: 2400000 messages behind, all groups",
        deployment: Some("Change configuration of {slug}: shorter session timeout of consumers"),
        priority: 1,
        symptoms: &[
            "{service}: events of {root} arrive 25 minutes late",
            "{service}: dead-letter queue is growing",
            "No Data: {service} has not reported for 20 minutes",
        ],
        notes: &[
            "All consumer groups rebalance in a loop since the configuration change.",
            "Reverted the session timeout. Brokers restart one by one.",
            "Two of five brokers are done, the lag stops growing.",
            "Lag is shrinking by 60000 messages a minute.",
            "All groups caught up. No events were lost.",
        ],
        resolution: "Session timeout reverted; the change goes to staging first from now on",
    },
    Tale {
        service: "Edge Gateway",
        kind: Platform,
        severity: "critical",
        title: "{service}: TLS handshakes fail in eu-west-1",
        deployment: Some("Deploy {slug} {version}: certificate bundle update"),
        priority: 0,
        symptoms: &[
            "DOWN: {service} (HTTP check from eu-west-1)",
            "Anomaly: request volume of {service} is {percent}% below forecast",
        ],
        notes: &[
            "Intermediate certificate is missing in the new bundle. Only older clients are affected.",
            "Took eu-west-1 out of DNS, traffic goes to us-east-1.",
            "New bundle is built and verified with the old clients' trust store.",
            "Deployed. Putting eu-west-1 back step by step.",
        ],
        resolution: "Bundle fixed; the pipeline now checks the whole chain",
    },
    Tale {
        service: "Session Cache",
        kind: Cache,
        severity: "warning",
        title: "{service}: evictions spike, sessions are lost",
        deployment: None,
        priority: 1,
        symptoms: &[
            "{service}: {percent}% of requests without a session",
            "{service}: reads from {root} time out",
            "High p99 latency on {service} in us-west-2: 2900ms (threshold 800ms)",
        ],
        notes: &[
            "Memory is full of keys without expiry from the new rate limiter.",
            "Turned the rate limiter's per-path keys off by feature flag.",
            "Deleting the stale keys in small steps so as not to block the server.",
            "Evictions are at zero. Users have to log in once more.",
        ],
        resolution: "Keys without expiry are gone, an alert on them exists now",
    },
    Tale {
        service: "Product Index",
        kind: Search,
        severity: "warning",
        title: "{service}: half of all products missing from results",
        deployment: Some("Deploy {slug} {version}: reindex with the new analyser"),
        priority: 1,
        symptoms: &[
            "{service}: empty answers for {percent}% of queries to {root}",
            "Anomaly: request volume of {service} is {percent}% below forecast",
        ],
        notes: &[
            "The alias moved to the new index before the reindex was complete.",
            "Moved the alias back to yesterday's index.",
            "Results are complete again; prices are up to a day old until the reindex ends.",
            "Reindex is complete and verified, alias moved.",
        ],
        resolution: "Alias moves only after the document counts agree",
    },
    Tale {
        service: "Token Service",
        kind: Api,
        severity: "critical",
        title: "{service}: signature checks fail after key rotation",
        deployment: Some("Rotate credentials of {slug}"),
        priority: 0,
        symptoms: &[
            "{service} error rate above 5%: {percent}% of requests failing",
            "{service}: users are logged out",
            "{service}: calls answered with 401",
        ],
        notes: &[
            "Instances with a warm cache still use the old public key.",
            "Published the old key beside the new one again.",
            "Errors are falling as caches expire, at most ten minutes.",
        ],
        resolution: "Both keys stay published for a day after each rotation",
    },
    Tale {
        service: "Fraud Scoring",
        kind: Api,
        severity: "critical",
        title: "{service} rejects {percent}% of orders",
        deployment: Some("Deploy {slug} {version}: model trained on last quarter"),
        priority: 1,
        symptoms: &[
            "Anomaly: request volume of {service} is {percent}% below forecast",
            "{service}: {percent}% of orders wait for {root}",
        ],
        notes: &[
            "The new model scores every order from new devices as fraud.",
            "Back to the previous model by configuration.",
            "Customer support has a list of the rejected orders and writes to the customers.",
            "Rejections are back at 0.8%.",
        ],
        resolution: "Previous model restored; new models run in shadow mode for a day first",
    },
];
