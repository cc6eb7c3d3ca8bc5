//! Maintenance windows: some behind, one going on, some ahead.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::business::service_named;
use crate::account::Account;
use crate::id::{Key, Kind};
use crate::model::{Service, User};
use crate::rows::Row;
use crate::time::{Range, after, before};

/// What is done, on which services, how many hours from now and for how many.
const WINDOWS: [(&str, &[&str], i64, i64); 10] = [
    ("Minor upgrade of PostgreSQL on the replicas", &["Orders Database"], -24 * 97 - 6, 2),
    ("New kernel on the worker nodes", &["Kubernetes Production", "Service Mesh"], -24 * 61 - 11, 5),
    ("Brokers move to larger disks", &["Event Bus"], -24 * 38 - 3, 4),
    ("Certificates are exchanged", &["Edge Gateway", "Load Balancers"], -24 * 17 - 9, 1),
    ("Warehouse is resized", &["Data Warehouse", "Reporting API"], -24 * 5 - 2, 3),
    ("Training moves to the new cluster", &["Ranking Trainer"], -7, 33),
    ("Index is rebuilt with the new analyser", &["Product Index"], 24 * 2 + 7, 4),
    ("Failover test of the accounts database", &["Accounts Database", "Login Service"], 24 * 6 + 3, 2),
    ("Move to the new ticket system", &["Support Desk", "Help Center"], 24 * 13 + 5, 8),
    ("Sessions move to the new cluster", &["Session Cache"], 24 * 20 + 1, 3),
];

/// When which services are in maintenance.
pub(super) struct Windows(Vec<(Key<Service>, Range)>);

impl Windows {
    /// Whether an incident can begin on a service then.
    pub(super) fn allow(&self, account: &Account, service: Key<Service>, time: Timestamp) -> bool {
        let is_maintained =
            self.0.iter().any(|(each, range)| *each == service && range.start <= time && time < range.end);
        !is_maintained && !account[service].is_disabled
    }
}

/// Adds the windows; when they are.
pub(super) fn fill(account: &mut Account) -> Windows {
    let mut windows = Vec::new();
    let hour = before(account.started, SignedDuration::from_secs(account.started.as_second() % 3600));
    for (description, names, start, length) in WINDOWS {
        let services: Vec<Key<Service>> = names.iter().filter_map(|name| service_named(account, name)).collect();
        let Some(first) = services.first() else { continue };
        let members = account[*first].team.map_or(&[][..], |team| &account[team].members);
        let author: Key<User> = members.first().map_or(account.demo_user, |member| member.user);
        let start = after(hour, SignedDuration::from_hours(start));
        let range = Range::new(start, after(start, SignedDuration::from_hours(length)));
        let fields = json!({
            "start_time": range.start.to_string(),
            "end_time": range.end.to_string(),
            "description": description,
            "services": services.iter().map(|service| account.id(*service)).collect::<Vec<_>>(),
            "created_by": account.id(author),
        });
        account.rows.add(Kind::MaintenanceWindow, Row::new(0, fields));
        windows.extend(services.into_iter().map(|service| (service, range)));
    }
    Windows(windows)
}
