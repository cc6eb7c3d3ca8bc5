//! What goes wrong in what everything else stands on.

use super::{Tale, Telling};
use crate::model::ServiceKind::{Cache, Database, Platform, Queue};

pub(super) static TALES: [Tale; 4] = [
    Tale {
        service: "Orders Database",
        kind: Database,
        metric: "pg_primary_unreachable_seconds",
        priority: 0,
        symptoms: &["trace.http.request.errors.ratio", "db.pool.pending", "uptime.check"],
        tellings: [
            Telling {
                change: None,
                remedy: None,
                notes: &[
                    ("Primary lost its disk. Failover started by itself and hangs at promoting the replica.", 7),
                    ("Promoted the replica in zone b by hand.", 6),
                    ("Applications reconnect. Write latency is still high while caches warm up.", 8),
                    ("Replication to the new replica is running, about 40 minutes to go.", 43),
                ],
                resolution: "Replica promoted, new standby in place, disk replaced by the provider",
            },
            Telling {
                change: Some("Change configuration of {slug}: more memory for sorting"),
                remedy: Some((2, "Change configuration of {slug}: memory for sorting as before")),
                notes: &[
                    ("Out of memory: the kernel killed the primary {lead} minutes after the change.", 8),
                    ("Standby took over with the same settings and has little room left.", 5),
                    ("Settings are as before on both. Restarted the standby first.", 12),
                    ("Old primary follows as the new standby, lag is zero.", 9),
                ],
                resolution: "Memory limits are computed from the number of connections",
            },
            Telling {
                change: None,
                remedy: None,
                notes: &[
                    ("A network partition in {region}: each half believes that the other is down.", 9),
                    ("Fenced the old primary, so there is one that takes writes.", 10),
                    ("Provider closed the partition. Comparing the last minutes of both sides.", 26),
                    ("No write was lost: clients had been refused on the old side.", 8),
                ],
                resolution: "Fencing comes before promotion now, also without a quorum of witnesses",
            },
        ],
    },
    Tale {
        service: "Event Bus",
        kind: Queue,
        metric: "kafka_consumergroup_lag",
        priority: 1,
        symptoms: &["events.delivery.delay", "sqs.dead_letter.visible"],
        tellings: [
            Telling {
                change: Some("Change configuration of {slug}: shorter session timeout of consumers"),
                remedy: Some((1, "Change configuration of {slug}: session timeout of consumers as before")),
                notes: &[
                    ("All consumer groups rebalance in a loop since the configuration change.", 7),
                    ("Reverted the session timeout. Brokers restart one by one.", 8),
                    ("Two of five brokers are done, the lag stops growing.", 12),
                    ("Lag is shrinking in all groups.", 19),
                    ("All groups caught up. No events were lost.", 6),
                ],
                resolution: "Session timeout reverted; the change goes to staging first from now on",
            },
            Telling {
                change: None,
                remedy: None,
                notes: &[
                    ("One message of 40 MB stops each group that reads the topic of product pictures.", 9),
                    ("Skipped its offset group by group, it is saved for later.", 11),
                    ("Groups read on, {value} messages were waiting.", 22),
                ],
                resolution: "Producers refuse messages over 1 MB; pictures are sent as links",
            },
            Telling {
                change: Some("Deploy {slug} {version}: new broker release"),
                remedy: Some((2, "Roll back {slug} to {previous}")),
                notes: &[
                    ("Brokers on {version} take a minute for each fetch from an older client.", 10),
                    ("Old clients are a third of all, upgrading them takes days.", 6),
                    ("Rolling back to {previous}, broker by broker.", 24),
                    ("All brokers are on {previous}, consumers keep up.", 10),
                ],
                resolution: "Clients are upgraded before the brokers; a report of client versions exists",
            },
        ],
    },
    Tale {
        service: "Edge Gateway",
        kind: Platform,
        metric: "envoy.tls.failed_ratio",
        priority: 0,
        symptoms: &["uptime.check", "trace.http.request.errors.ratio"],
        tellings: [
            Telling {
                change: Some("Deploy {slug} {version}: certificate bundle update"),
                remedy: Some((3, "Deploy {slug} {next}: complete certificate bundle")),
                notes: &[
                    ("Intermediate certificate is missing in the new bundle. Only older clients are affected.", 8),
                    ("Took {region} out of DNS, the other regions have its traffic.", 9),
                    ("New bundle is built and verified with the old clients' trust store.", 7),
                    ("Deployed {next}. Putting {region} back step by step.", 12),
                ],
                resolution: "Bundle fixed; the pipeline now checks the whole chain",
            },
            Telling {
                change: None,
                remedy: None,
                notes: &[
                    ("Handshakes fail while the hosts of {region} have no entropy service: it crashed on all.", 8),
                    ("Restarted it host by host, failures go from {value}% to a few.", 10),
                    ("Stable on all hosts. Alert on the service itself is written.", 11),
                ],
                resolution: "The service is supervised and restarts by itself",
            },
            Telling {
                change: Some("Deploy {slug} {version}: older ciphers removed"),
                remedy: Some((1, "Roll back {slug} to {previous}")),
                notes: &[
                    (
                        "{value}% of clients in {region} know none of the remaining ciphers, mostly scanners of partners.",
                        9,
                    ),
                    ("Back to {previous} until the partners have new firmware.", 10),
                    ("Partners confirm that they connect.", 7),
                ],
                resolution: "Rolled back to {previous}; ciphers go only after a month without use",
            },
        ],
    },
    Tale {
        service: "Session Cache",
        kind: Cache,
        metric: "redis.evicted_keys.rate",
        priority: 1,
        symptoms: &["http.no_session_ratio", "http.client.timeouts_ratio", "sessions.ended"],
        tellings: [
            Telling {
                change: None,
                remedy: None,
                notes: &[
                    ("Memory is full of keys without expiry from the new rate limiter.", 8),
                    ("Turned the rate limiter's per-path keys off by feature flag.", 7),
                    ("Deleting the stale keys in small steps so as not to block the server.", 19),
                    ("Evictions are at zero. Users have to log in once more.", 6),
                ],
                resolution: "Keys without expiry are gone, an alert on them exists now",
            },
            Telling {
                change: Some("Deploy {slug} {version}: larger sessions for the new cart"),
                remedy: Some((1, "Roll back {slug} to {previous}")),
                notes: &[
                    ("Sessions are five times as large since {version}, memory was sized for the old ones.", 7),
                    ("Rolled back to {previous}; new sessions are small again.", 14),
                    ("Large sessions have expired, memory is at its usual level.", 8),
                ],
                resolution: "The cart moves out of the session before its next release",
            },
            Telling {
                change: Some("Scale {slug}: smaller instances at night"),
                remedy: Some((1, "Scale {slug}: instances as before")),
                notes: &[
                    ("The shards moved to the smaller instances before the traffic had gone down.", 6),
                    ("Instances are as before, shards move back.", 16),
                    ("All shards have room, {value} evictions a minute became none.", 9),
                ],
                resolution: "Scaling follows memory instead of the clock",
            },
        ],
    },
];
