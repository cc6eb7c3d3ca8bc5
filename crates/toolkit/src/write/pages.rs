//! Whom a change pages, as far as that is known: what is not known is said and never left out.

use super::quoted;

/// Characters of the names in a question.
const MOST: usize = 600;

/// The people whom a change pages.
#[derive(Debug, Default)]
pub struct Pages {
    people: Vec<String>,
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

    /// People who cannot be read.
    pub fn unknown() -> Self {
        Self { others: true, ..Self::default() }
    }

    /// And these.
    #[must_use]
    pub fn and(mut self, more: Self) -> Self {
        self.people.extend(more.people);
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
        self.nobody_yet && self.people.is_empty() && !self.others
    }

    /// Those who are known.
    pub(super) fn known(&self) -> &[String] {
        &self.people
    }

    /// A sentence that says it: there always is one.
    pub(super) fn sentence(&self) -> String {
        const NOBODY_YET: &str = "Nobody is on call there now: it pages whoever the escalation policy comes to next.";
        let others = if self.others { "others who are not known" } else { "" };
        let mut sentence = match (self.people.is_empty(), self.others, self.nobody_yet) {
            (true, false, true) => return NOBODY_YET.to_owned(),
            (true, false, false) | (true, true, _) => "It is not known whom this pages.".to_owned(),
            (false, true, _) => format!("This pages {} and {others}.", self.listed()),
            (false, false, _) => format!("This pages {}.", self.listed()),
        };
        if self.nobody_yet {
            sentence.push_str(" Where nobody is on call now, it pages whoever the escalation policy comes to next.");
        }
        sentence
    }

    /// Whether everybody is known.
    pub(super) fn is_known(&self) -> bool {
        !self.others && !self.nobody_yet && !self.people.is_empty()
    }

    fn listed(&self) -> String {
        quoted::listed_within(MOST, self.people.iter().cloned(), "people")
    }
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
            (kim().and(Pages::unknown()), "This pages Kim and others who are not known."),
            (Pages::unknown(), "It is not known whom this pages."),
            (Pages::default(), "It is not known whom this pages."),
            (
                Pages::on_call(Vec::new()),
                "Nobody is on call there now: it pages whoever the escalation policy comes to next.",
            ),
            (
                kim().and(Pages::on_call(Vec::new())),
                "This pages Kim. Where nobody is on call now, it pages whoever the escalation policy comes to next.",
            ),
        ] {
            assert_eq!(pages.sentence(), said);
        }
        let many = Pages::people((0..200).map(|number| format!("“Person {number}” (p{number}@example.com)")).collect());
        let said = many.sentence();
        assert!(said.chars().count() < MOST + 60 && said.ends_with(" more people."), "{said}");
    }
}
