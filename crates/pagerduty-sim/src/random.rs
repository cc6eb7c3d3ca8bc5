//! Randomness that never changes: the same seed gives the same world on every machine and in every version.
//!
//! SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014). Not for secrets.

/// The step between two states of SplitMix64.
const GOLDEN_GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

const FIRST: u64 = 0xBF58_476D_1CE4_E5B9;
const SECOND: u64 = 0x94D0_49BB_1331_11EB;
/// The inverses of the two factors modulo 2^64.
const FIRST_INVERSE: u64 = 0x96DE_1B17_3F11_9089;
const SECOND_INVERSE: u64 = 0x3196_42B2_D24D_8EC3;

/// Scatters a number over all 64 bits; a bijection.
pub(crate) const fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(FIRST);
    let value = (value ^ (value >> 27)).wrapping_mul(SECOND);
    value ^ (value >> 31)
}

/// Undoes [`mix`].
pub(crate) const fn unmix(value: u64) -> u64 {
    let value = (value ^ (value >> 31) ^ (value >> 62)).wrapping_mul(SECOND_INVERSE);
    let value = (value ^ (value >> 27) ^ (value >> 54)).wrapping_mul(FIRST_INVERSE);
    value ^ (value >> 30) ^ (value >> 60)
}

/// A stream of numbers.
#[derive(Debug)]
pub(crate) struct Random(u64);

impl Random {
    /// The stream of one part of the world, so that one part can change without disturbing the others.
    pub(crate) fn of(seed: u64, part: &str) -> Self {
        let part = part.bytes().fold(0, |sum, byte| mix(sum ^ u64::from(byte)));
        Self(mix(seed) ^ part)
    }

    /// The stream of one numbered thing.
    pub(crate) fn numbered(seed: u64, number: u64) -> Self {
        Self(mix(seed ^ mix(number)))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN_GAMMA);
        mix(self.0)
    }

    /// A number below `limit`, which must not be 0.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        ((u128::from(self.next()) * limit as u128) >> 64) as usize
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1) as usize) as i64
    }

    /// True in `percent` of 100 cases.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of the items, of which there must be some.
    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// The place of one weight, chosen in proportion to it.
    pub(crate) fn weighted(&mut self, weights: &[u32]) -> usize {
        let total: usize = weights.iter().map(|weight| *weight as usize).sum();
        let mut left = self.below(total.max(1));
        for (place, weight) in weights.iter().enumerate() {
            match left.checked_sub(*weight as usize) {
                Some(rest) => left = rest,
                None => return place,
            }
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mixing_can_be_undone() {
        for value in [0, 1, 42, u64::MAX, 0xDEAD_BEEF] {
            assert_eq!(unmix(mix(value)), value);
        }
    }

    #[test]
    fn the_stream_is_the_published_one() {
        let mut random = Random(1_234_567);
        assert_eq!(random.next(), 6_457_827_717_110_365_317);
        assert_eq!(random.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn parts_differ() {
        assert_ne!(Random::of(1, "users").next(), Random::of(1, "teams").next());
    }
}
