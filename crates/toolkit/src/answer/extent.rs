//! How much of its list an answer has, and in which order: said in its description, so that a part is not taken for the
//! whole.

/// Lists whose descriptions have the words of the server that this one replaces.
const CORE: [&str; 8] =
    ["escalation_policies", "incidents", "notes", "oncalls", "schedules", "services", "teams", "users"];

/// How much of its list an answer has, as far as that is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Extent {
    /// Items of the whole list.
    pub total: Option<u64>,
    /// The order of the list, such as `newest first`.
    pub order: Option<&'static str>,
    /// Where the answer begins.
    pub start: Start,
    /// The rows that were looked at, where this server filters them: from the first of these to before the second.
    pub looked_at: Option<(u64, u64)>,
}

/// Where in its list an answer begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// After this many items.
    After(u64),
    /// Somewhere beyond PagerDuty's row limit, where offsets count anew.
    Beyond,
}

impl Default for Start {
    fn default() -> Self {
        Self::After(0)
    }
}

impl Extent {
    /// What an answer with this many items says about itself; `is_part` says that the list goes on after them.
    pub(crate) fn description(self, shown: usize, plural: &str, is_part: bool) -> String {
        let shown = shown as u64;
        let nouns = plural.replace('_', " ");
        let order = self.order.map(|order| format!(", {order}")).unwrap_or_default();
        let of = self.total.map(|total| format!(" of {}", grouped(total))).unwrap_or_default();
        if let Some((from, to)) = self.looked_at.filter(|_| is_part) {
            let rows = if from == 0 { grouped(to) } else { format!("{} to {}", grouped(from + 1), grouped(to)) };
            return format!("{} so far, looked at {rows}{of} {nouns}{order}", grouped(shown));
        }
        match self.start {
            Start::After(0) if !is_part => {
                if CORE.contains(&plural) {
                    let noun = if shown == 1 { "result" } else { "results" };
                    return format!("Found {shown} {noun} for resource type {plural}");
                }
                let order = if shown > 1 { order.as_str() } else { "" };
                format!("Found {}{order}", counted(shown, plural))
            }
            Start::After(0) if self.total.is_some() => format!("{}{of} {nouns}{order}", grouped(shown)),
            Start::After(0) => format!("The first {} {nouns}{order}; there are more", grouped(shown)),
            Start::After(before) if shown > 0 && self.looked_at.is_none() => {
                let last = if is_part { "" } else { "; these are the last" };
                format!("{nouns} {} to {}{of}{order}{last}", grouped(before + 1), grouped(before + shown))
            }
            Start::After(_) | Start::Beyond => {
                let rest = if is_part { "there are more" } else { "these are the last" };
                format!("{} more of these {nouns}{order}; {rest}", grouped(shown))
            }
        }
    }
}

/// A count of these: `no log entries`, `1 log entry` or `4,000 log entries`.
fn counted(count: u64, plural: &str) -> String {
    let nouns = plural.replace('_', " ");
    match count {
        0 => format!("no {nouns}"),
        1 => format!("1 {}", singular(&nouns)),
        _ => format!("{} {nouns}", grouped(count)),
    }
}

/// One of these.
fn singular(nouns: &str) -> String {
    match (nouns.strip_suffix("ies"), nouns) {
        (Some(stem), _) => format!("{stem}y"),
        (None, "people") => "person".to_owned(),
        (None, _) => nouns.strip_suffix('s').unwrap_or(nouns).to_owned(),
    }
}

/// A number with a comma after every third digit from the end.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_says_of_what() {
        let newest = Extent { order: Some("newest first"), ..Extent::default() };
        let known = Extent { total: Some(4000), ..newest };
        let later = |extent, before| Extent { start: Start::After(before), ..extent };
        let scan = |from, to| Extent { looked_at: Some((from, to)), ..later(known, from) };
        for (extent, shown, is_part, expected) in [
            (newest, 1, false, "Found 1 log entry"),
            (known, 0, false, "Found no log entries"),
            (known, 92, true, "92 of 4,000 log entries, newest first"),
            (newest, 92, true, "The first 92 log entries, newest first; there are more"),
            (later(newest, 100), 50, true, "log entries 101 to 150, newest first"),
            (later(known, 3900), 100, false, "log entries 3,901 to 4,000 of 4,000, newest first; these are the last"),
            (
                Extent { start: Start::Beyond, ..newest },
                5,
                true,
                "5 more of these log entries, newest first; there are more",
            ),
            (scan(0, 1000), 14, true, "14 so far, looked at 1,000 of 4,000 log entries, newest first"),
            (scan(1000, 2000), 0, true, "0 so far, looked at 1,001 to 2,000 of 4,000 log entries, newest first"),
            (scan(0, 4000), 79, false, "Found 79 log entries, newest first"),
            (scan(1000, 4000), 2, false, "2 more of these log entries, newest first; these are the last"),
        ] {
            assert_eq!(extent.description(shown, "log_entries", is_part), expected);
        }
        let whole = |shown, plural| Extent::default().description(shown, plural, false);
        assert_eq!(whole(1, "incidents"), "Found 1 result for resource type incidents");
        assert_eq!(whole(2, "users"), "Found 2 results for resource type users");
        assert_eq!(whole(1, "people"), "Found 1 person");
        assert_eq!(whole(1, "overrides"), "Found 1 override");
        assert_eq!(whole(1200, "levels"), "Found 1,200 levels");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
