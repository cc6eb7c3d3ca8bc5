//! Measured times.

use std::time::Duration;

/// Times of the same thing, measured again and again.
#[derive(Debug)]
pub(super) struct Samples(Vec<Duration>);

impl FromIterator<Duration> for Samples {
    fn from_iter<I: IntoIterator<Item = Duration>>(times: I) -> Self {
        let mut times: Vec<_> = times.into_iter().collect();
        times.sort_unstable();
        Self(times)
    }
}

impl Samples {
    /// The time that this percentage of the samples does not exceed: a sample, nothing between two.
    pub(super) fn percentile(&self, percent: usize) -> Duration {
        let rank = (self.0.len() * percent).div_ceil(100).max(1);
        self.0.get(rank - 1).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_samples() {
        let samples: Samples = (1..=200).rev().map(Duration::from_millis).collect();
        let percentiles = [0, 50, 95, 100].map(|percent| samples.percentile(percent).as_millis());
        assert_eq!(percentiles, [1, 100, 190, 200]);
        assert_eq!(Samples::from_iter([]).percentile(50), Duration::ZERO);
    }
}
