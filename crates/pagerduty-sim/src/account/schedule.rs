//! On-call schedules: layers of rotations, the upper ones hiding the lower, and overrides over all of them.

use crate::id::Key;
use crate::model::{Entry, Schedule, Shift, User};
use crate::time::{Range, days};

impl Schedule {
    /// Everybody in a layer, in order of first appearance.
    pub(crate) fn users(&self) -> Vec<Key<User>> {
        let mut users = Vec::new();
        for user in self.layers.iter().flat_map(|layer| &layer.users) {
            if !users.contains(user) {
                users.push(*user);
            }
        }
        users
    }

    /// The overrides in the range, cut at its ends.
    pub(crate) fn override_entries(&self, range: Range) -> Vec<Entry> {
        self.overrides
            .iter()
            .filter(|each| !each.is_deleted && range.touches(each.start, each.end))
            .map(|each| Entry { start: each.start.max(range.start), end: each.end.min(range.end), user: each.user })
            .fold(Vec::new(), |earlier, entry| cover(&earlier, vec![entry]))
    }

    /// Who is really on call in the range, cut at its ends.
    pub(crate) fn final_entries(&self, range: Range) -> Vec<Entry> {
        if self.is_shift_based {
            let shifts = self.computed_shifts(range).into_iter();
            let entry = |shift: Shift| Some(Entry { start: shift.start, end: shift.end, user: shift.user? });
            return joined(shifts.filter_map(entry));
        }
        let layers = self.layers.iter().map(|layer| layer.entries(range, &self.time_zone));
        let merged = layers.fold(Vec::new(), |lower, upper| cover(&lower, upper));
        cover(&merged, self.override_entries(range))
    }

    /// The shifts that touch the range, whole.
    pub(crate) fn shifts(&self, range: Range) -> Vec<Entry> {
        // Longer than any turn, so that the ends of the wider range cut no shift that touches this one.
        let mut entries = self.final_entries(range.widened(days(31)));
        entries.retain(|entry| range.touches(entry.start, entry.end));
        entries
    }
}

/// Lays the upper entries over the lower ones, which only show between them.
fn cover(lower: &[Entry], upper: Vec<Entry>) -> Vec<Entry> {
    if upper.is_empty() {
        return lower.to_vec();
    }
    let mut entries = Vec::with_capacity(lower.len() + upper.len());
    let mut first_upper = 0;
    for entry in lower {
        let mut start = entry.start;
        while upper.get(first_upper).is_some_and(|above| above.end <= start) {
            first_upper += 1;
        }
        for above in &upper[first_upper..] {
            if above.start >= entry.end {
                break;
            }
            if start < above.start {
                entries.push(Entry { start, end: above.start, ..*entry });
            }
            start = start.max(above.end);
        }
        if start < entry.end {
            entries.push(Entry { start, ..*entry });
        }
    }
    entries.extend(upper);
    entries.sort_by_key(|entry| entry.start);
    joined(entries)
}

/// The same with what follows itself in one.
fn joined(entries: impl IntoIterator<Item = Entry>) -> Vec<Entry> {
    let mut joined: Vec<Entry> = Vec::new();
    for entry in entries {
        match joined.last_mut() {
            Some(last) if last.end == entry.start && last.user == entry.user => last.end = entry.end,
            _ => joined.push(entry),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a second")
    }

    fn entry(start: i64, end: i64, user: usize) -> Entry {
        Entry { start: at(start), end: at(end), user: Key::new(user) }
    }

    #[test]
    fn upper_entries_hide_lower_ones() {
        let lower = [entry(0, 10, 1), entry(10, 20, 2)];
        let covered = cover(&lower, vec![entry(5, 7, 3), entry(9, 12, 4)]);
        assert_eq!(covered, [entry(0, 5, 1), entry(5, 7, 3), entry(7, 9, 1), entry(9, 12, 4), entry(12, 20, 2),]);
    }

    #[test]
    fn the_same_person_twice_in_a_row_is_one_shift() {
        assert_eq!(cover(&[entry(0, 10, 1)], vec![entry(10, 12, 1)]), [entry(0, 12, 1)]);
        assert_eq!(cover(&[entry(0, 10, 1)], vec![entry(4, 5, 1)]), [entry(0, 10, 1)]);
    }
}
