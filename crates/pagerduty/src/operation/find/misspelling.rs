//! The words that a misspelt one may be: as few letters away as any, and the commonest of those.

use super::index::Index;

/// The shortest word that is looked at: shorter ones are too much alike.
const SHORTEST: usize = 4;

/// Words with fewer letters may have one slip, others two.
const LONG: usize = 6;

/// Words that are taken for what was meant.
const MOST: usize = 2;

/// The words that may be meant, each with how sure that is, from 0 to 1.
pub(super) fn of<'i>(word: &str, index: &'i Index) -> Vec<(&'i str, f32)> {
    let length = word.chars().count();
    if length < SHORTEST || word.bytes().all(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let most = if length < LONG { 1 } else { 2 };
    let first = word.chars().next();
    let near = index.written.iter().filter_map(|(other, count)| {
        let other_length = other.chars().count();
        if other_length < SHORTEST || other_length.abs_diff(length) > most {
            return None;
        }
        let slips = strsim::osa_distance(word, other);
        // The first letter is rarely the wrong one: it counts for half a slip more.
        let halves = slips * 2 + usize::from(other.chars().next() != first);
        (slips <= most).then_some((halves, std::cmp::Reverse(*count), other.as_str()))
    });
    let mut near: Vec<_> = near.collect();
    near.sort_unstable();
    let nearest = near.first().map(|(halves, ..)| *halves);
    let nearest = near.into_iter().take_while(|(halves, ..)| Some(*halves) == nearest);
    nearest.take(MOST).map(|(halves, _, other)| (other, if halves <= 2 { 0.9 } else { 0.75 })).collect()
}
