//! Which incidents are like one another: past incidents of the same kind, related incidents at the same time.

use std::collections::HashSet;

use super::Account;
use crate::id::Key;
use crate::model::{Incident, Relationship};
use crate::random::Random;
use crate::time::{Range, before, days, minutes};

/// The most related incidents that PagerDuty lists. Source: PagerDuty REST documentation.
const MAX_RELATED: usize = 20;

/// Scores below this are no likeness at all.
const LEAST_SCORE: f64 = 15.0;

impl Account {
    /// Earlier incidents of the same service like this one, with scores, newest first; only the best are kept.
    pub(crate) fn past_incidents(&self, incident: Key<Incident>, limit: usize) -> (Vec<(Key<Incident>, f64)>, usize) {
        let facts = &self[incident];
        let words = words(&facts.title);
        let mut past: Vec<_> = self
            .incidents
            .on(facts.service)
            .iter()
            .copied()
            .filter(|past| *past < incident)
            .filter_map(|past| {
                let likeness = likeness(&words, &self.words_of(past));
                let noise = Random::numbered(self.seed, past.index() as u64).between(0, 1000);
                let score = likeness * (80.0 + noise as f64 / 50.0);
                (score >= LEAST_SCORE).then_some((past, (score * 10_000.0).round() / 10_000.0))
            })
            .collect();
        let total = past.len();
        past.sort_by(|(one, score), (other, other_score)| other_score.total_cmp(score).then(other.cmp(one)));
        past.truncate(limit);
        past.sort_by_key(|(past, _)| std::cmp::Reverse(*past));
        (past, total)
    }

    /// Incidents of other services at the same time that seem to have to do with this one, newest first.
    pub(crate) fn related_incidents(&self, incident: Key<Incident>) -> Vec<(Key<Incident>, Vec<Relationship>)> {
        let facts = &self[incident];
        let end = facts.resolved_at().unwrap_or_else(|| self.now());
        let around = Range::new(facts.created_at, end).widened(minutes(30));
        // Created long before and still open then: only looked for within a day.
        let created = Range::new(before(around.start, days(1)), around.end);
        self.incidents
            .created_in(Some(created))
            .rev()
            .filter(|other| *other != incident && self[*other].service != facts.service)
            .filter(|other| {
                let other = &self[*other];
                let end = other.resolved_at().unwrap_or_else(|| self.now());
                around.touches(other.created_at, end)
            })
            .filter_map(|other| {
                let relationships = self.relationships(incident, other);
                (!relationships.is_empty()).then_some((other, relationships))
            })
            .take(MAX_RELATED)
            .collect()
    }

    fn relationships(&self, one: Key<Incident>, other: Key<Incident>) -> Vec<Relationship> {
        let mut relationships = Vec::new();
        let (one_facts, other_facts) = (&self[one], &self[other]);
        if one_facts.story.is_some() && one_facts.story == other_facts.story {
            let mut random = Random::numbered(self.seed, (one.index() + other.index()) as u64);
            relationships
                .push(Relationship::Inferred { agreed: random.below(9) as u64, disagreed: random.below(3) as u64 });
        }
        for (dependent, supporting) in
            [(one_facts.service, other_facts.service), (other_facts.service, one_facts.service)]
        {
            if self[dependent].depends_on.contains(&supporting) {
                relationships.push(Relationship::Dependency { dependent, supporting });
            }
        }
        relationships
    }

    pub(super) fn words_of(&self, incident: Key<Incident>) -> HashSet<&str> {
        words(&self[incident].title)
    }
}

pub(super) fn words(title: &str) -> HashSet<&str> {
    title
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty() && word.parse::<f64>().is_err())
        .collect()
}

/// The words that two titles share, as a part of all their words (Jaccard index).
pub(super) fn likeness(one: &HashSet<&str>, other: &HashSet<&str>) -> f64 {
    let shared = one.intersection(other).count();
    let all = one.len() + other.len() - shared;
    if all == 0 { 0.0 } else { shared as f64 / all as f64 }
}
