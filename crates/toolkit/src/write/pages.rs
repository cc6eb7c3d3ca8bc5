//! Whom a change pages, as far as that is known: what is not known is said and never left out.

use super::quoted;

/// Characters of the names in a question.
const MOST: usize = 600;

/// The people whom a change pages.
#[derive(Debug, Default)]
pub struct Pages {
    people: Vec<String>,
    /// People of whom one is paged: those of a level that assigns them in turn.
    turns: Vec<Vec<String>>,
    /// Whether there may be others, who could not be read.
    others: bool,
    /// Whether an escalation policy has nobody on call at its level now.
    nobody_yet: bool,
}

impl Pages {
    /// Exactly these people.
    pub fn people(people: Vec<String>) -> Self {
        Self { people, ..Self::default() }.sorted()
    }

    /// These people, who are on call now.
    pub fn on_call(people: Vec<String>) -> Self {
        Self { nobody_yet: people.is_empty(), ..Self::people(people) }
    }

    /// One of these people, who are on call now and take turns.
    pub fn one_in_turn(people: Vec<String>) -> Self {
        let Self { people, nobody_yet, .. } = Self::on_call(people);
        match people.len() {
            0 | 1 => Self { people, nobody_yet, ..Self::default() },
            _ => Self { turns: vec![people], ..Self::default() },
        }
    }

    /// People who cannot be read.
    pub fn unknown() -> Self {
        Self { others: true, ..Self::default() }
    }

    /// And these.
    #[must_use]
    pub fn and(mut self, more: Self) -> Self {
        self.people.extend(more.people);
        self.turns.extend(more.turns);
        self.others |= more.others;
        self.nobody_yet |= more.nobody_yet;
        self.sorted()
    }

    fn sorted(mut self) -> Self {
        self.people.sort();
        self.people.dedup();
        self
    }

    /// Whether an escalation policy has nobody on call at its level now, and nobody else is paged.
    #[must_use]
    pub fn is_nobody(&self) -> bool {
        self.nobody_yet && self.is_nobody_known() && !self.others
    }

    fn is_nobody_known(&self) -> bool {
        self.people.is_empty() && self.turns.is_empty()
    }

    /// Those who are known; people who take turns are one entry, which says so.
    pub(super) fn known(&self) -> Vec<String> {
        let turns = self.turns.iter().map(|people| one_of(people));
        self.people.iter().cloned().chain(turns).collect()
    }

    /// A sentence that says it: there always is one.
    pub(super) fn sentence(&self) -> String {
        const NOBODY_YET: &str = "Nobody is on call there now: it pages the next person in the escalation policy.";
        let others = if self.others { "others who are not known" } else { "" };
        let mut sentence = match (self.is_nobody_known(), self.others, self.nobody_yet) {
            (true, false, true) => return NOBODY_YET.to_owned(),
            (true, false, false) | (true, true, _) => "It is not known whom this pages.".to_owned(),
            (false, true, _) => format!("This pages {} and {others}.", self.listed()),
            (false, false, _) => format!("This pages {}.", self.listed()),
        };
        if self.nobody_yet {
            sentence.push_str(" Where nobody is on call now, it pages the next person in the escalation policy.");
        }
        sentence
    }

    /// Whether everybody is known.
    pub(super) fn is_known(&self) -> bool {
        !self.others && !self.nobody_yet && !self.is_nobody_known()
    }

    fn listed(&self) -> String {
        quoted::listed_within(MOST, self.known(), "people")
    }
}

fn one_of(people: &[String]) -> String {
    format!(
        "one of {} (they take turns: round robin)",
        quoted::listed_within(MOST / 2, people.iter().cloned(), "people")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_said() {
        let kim = || Pages::people(vec!["Kim".into()]);
        let bob = || Pages::on_call(vec!["Bob".into(), "Bob".into()]);
        for (pages, said) in [
            (kim().and(bob()), "This pages Bob and Kim."),
            (
                Pages::one_in_turn(vec!["Bob".into(), "Ada".into()]),
                "This pages one of Ada and Bob (they take turns: round robin).",
            ),
            (
                kim().and(Pages::one_in_turn(vec!["Bob".into(), "Ada".into()])),
                "This pages Kim and one of Ada and Bob (they take turns: round robin).",
            ),
            (Pages::one_in_turn(vec!["Ada".into()]), "This pages Ada."),
            (
                Pages::one_in_turn(Vec::new()),
                "Nobody is on call there now: it pages the next person in the escalation policy.",
            ),
            (kim().and(Pages::unknown()), "This pages Kim and others who are not known."),
            (Pages::unknown(), "It is not known whom this pages."),
            (Pages::default(), "It is not known whom this pages."),
            (
                Pages::on_call(Vec::new()),
                "Nobody is on call there now: it pages the next person in the escalation policy.",
            ),
            (
                kim().and(Pages::on_call(Vec::new())),
                "This pages Kim. Where nobody is on call now, it pages the next person in the escalation policy.",
            ),
        ] {
            assert_eq!(pages.sentence(), said);
        }
        let many = Pages::people((0..200).map(|number| format!("“Person {number}” (p{number}@example.com)")).collect());
        let said = many.sentence();
        assert!(said.chars().count() < MOST + 60 && said.ends_with(" more people."), "{said}");
    }
}
