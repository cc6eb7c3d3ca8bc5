//! What is wrong with the parameters or the body of a request, and where.

use std::fmt;

/// The furthest that a name may be from the one that was meant, of 1 for the same.
const CLOSE: f64 = 0.6;

/// Why a request was not built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    place: String,
    message: String,
    nearest: Option<String>,
}

impl Problem {
    pub(super) fn new(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { place: place.into(), message: message.into(), nearest: None }
    }

    /// A name that is not one of these.
    pub(super) fn unknown<'a>(
        place: impl Into<String>,
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'a str> + Clone,
    ) -> Self {
        let nearest = nearest(name, known.clone()).map(str::to_owned);
        let known: Vec<_> = known.collect();
        let message = match (&nearest, known.as_slice()) {
            (Some(_), _) => format!("there is no such {what}"),
            (None, []) => format!("there is no such {what}: there is none at all here"),
            (None, known) => format!("there is no such {what}: there are {}", listed(known)),
        };
        Self { place: place.into(), message, nearest }
    }

    /// The body as a whole has no name.
    pub(super) fn of_body(self) -> Self {
        if self.place.is_empty() { Self { place: "body".to_owned(), ..self } } else { self }
    }

    /// Where it is: `maintenance_window.services[0].id`, or the name of a parameter.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }

    /// What is wrong there.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The name that may have been meant.
    #[must_use]
    pub fn nearest(&self) -> Option<&str> {
        self.nearest.as_deref()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.place, self.message)?;
        match &self.nearest {
            Some(nearest) => write!(f, "; did you mean `{nearest}`?"),
            None => Ok(()),
        }
    }
}

/// The name that is most like this one, if one is.
pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_ascii_lowercase();
    let likeness = |other: &str| strsim::jaro_winkler(&name, &other.to_ascii_lowercase()) * likely(&name, other);
    let nearest = known.map(|other| (likeness(other), other)).max_by(|(left, _), (right, _)| left.total_cmp(right));
    nearest.filter(|(likeness, _)| *likeness >= CLOSE).map(|(_, other)| other)
}

/// Edits count as well as common beginnings.
fn likely(name: &str, other: &str) -> f64 {
    0.5 + 0.5 * strsim::normalized_damerau_levenshtein(name, &other.to_ascii_lowercase())
}

/// The first of these, and how many more there are.
fn listed(known: &[&str]) -> String {
    const SHOWN: usize = 30;
    let shown: Vec<_> = known.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    let more = known.len().saturating_sub(SHOWN);
    if more > 0 { format!("{} and {more} more", shown.join(", ")) } else { shown.join(", ") }
}
