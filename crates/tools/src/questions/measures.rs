//! Mean and percentiles of durations.

use serde_json::{Value, json};

/// Durations in seconds, measured one after another.
#[derive(Clone, Debug, Default)]
pub(super) struct Durations(Vec<i64>);

impl Durations {
    pub(super) fn add(&mut self, seconds: Option<i64>) {
        self.0.extend(seconds.filter(|seconds| *seconds >= 0));
    }

    /// How many there are, with mean, median and 90th percentile in seconds; null for none.
    pub(super) fn into_value(mut self) -> Value {
        self.0.sort_unstable();
        let Some(last) = self.0.len().checked_sub(1) else { return Value::Null };
        // The nearest rank: a duration that was measured, and none in between.
        let percentile = |percent: usize| self.0[((last + 1) * percent).div_ceil(100).saturating_sub(1).min(last)];
        let mean = self.0.iter().sum::<i64>() as f64 / self.0.len() as f64;
        json!({
            "count": self.0.len(),
            "mean": mean.round() as i64,
            "p50": percentile(50),
            "p90": percentile(90),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_what_was_measured() {
        let measured = |values: &[i64]| {
            let mut durations = Durations::default();
            values.iter().for_each(|value| durations.add(Some(*value)));
            durations.into_value()
        };
        assert_eq!(measured(&[]), Value::Null);
        assert_eq!(measured(&[-5]), Value::Null);
        assert_eq!(measured(&[7]), json!({"count": 1, "mean": 7, "p50": 7, "p90": 7}));
        let ten: Vec<i64> = (1..=10).rev().collect();
        assert_eq!(measured(&ten), json!({"count": 10, "mean": 6, "p50": 5, "p90": 9}));
    }
}
