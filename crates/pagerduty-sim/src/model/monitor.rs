//! Monitors: what watches the services, and what it writes when something is wrong.

use super::service::ServiceKind::{Cache, Database, Queue};
use super::service::{Service, ServiceKind, Tool};
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

impl Monitor {
    /// What the alert at a place of an incident measured on its service, by the incident's salt. All are of one region;
    /// hosts and values differ. The first one's are those of the title.
    pub(crate) fn sample(&self, service: &Service, salt: u32, place: u8) -> Sample {
        let mut random = Random::numbered(0, u64::from(salt));
        let slug = service.slug();
        let region = *random.pick(&REGIONS);
        if place > 0 {
            random = Random::numbered(u64::from(place), u64::from(salt));
        }
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

    /// Whether its alerts page somebody where urgency follows from severity.
    pub(crate) fn is_severe(&self) -> bool {
        self.severity != "warning"
    }
}
