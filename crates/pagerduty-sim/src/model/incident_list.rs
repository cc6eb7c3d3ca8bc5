//! All incidents of an account, oldest first, with what makes looking them up fast.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::incident::Incident;
use super::service::Service;
use crate::id::Key;
use crate::time::Range;

/// The number of the oldest incident; later ones count up.
pub(crate) const FIRST_NUMBER: u64 = 41_207;

/// The incidents, in the order of their creation and so of their numbers.
pub(crate) struct Incidents {
    all: Vec<Incident>,
    open: BTreeSet<Key<Incident>>,
    by_service: Vec<Vec<Key<Incident>>>,
}

impl Incidents {
    /// Puts incidents in order.
    pub(crate) fn new(mut all: Vec<Incident>, services: usize) -> Self {
        all.sort_by_key(|incident| incident.created_at);
        let mut open = BTreeSet::new();
        let mut by_service = vec![Vec::new(); services];
        for (index, incident) in all.iter().enumerate() {
            if incident.is_open() {
                open.insert(Key::new(index));
            }
            by_service[incident.service.index()].push(Key::new(index));
        }
        Self { all, open, by_service }
    }

    pub(crate) fn all(&self) -> &[Incident] {
        &self.all
    }

    pub(crate) fn get(&self, key: Key<Incident>) -> &Incident {
        &self.all[key.index()]
    }

    pub(crate) fn get_mut(&mut self, key: Key<Incident>) -> &mut Incident {
        &mut self.all[key.index()]
    }

    /// Adds an incident, which must be no older than all others.
    pub(crate) fn add(&mut self, incident: Incident) -> Key<Incident> {
        let key = Key::new(self.all.len());
        self.on_mut(incident.service).push(key);
        if incident.is_open() {
            self.open.insert(key);
        }
        self.all.push(incident);
        key
    }

    /// The incident with this number.
    pub(crate) fn numbered(&self, number: u64) -> Option<Key<Incident>> {
        let index = usize::try_from(number.checked_sub(FIRST_NUMBER)?).ok()?;
        (index < self.all.len()).then(|| Key::new(index))
    }

    /// The incidents created in the range; in all time without one.
    pub(crate) fn created_in(&self, range: Option<Range>) -> impl DoubleEndedIterator<Item = Key<Incident>> + use<> {
        let place = |time: Timestamp| self.all.partition_point(|incident| incident.created_at < time);
        let indexes = match range {
            Some(range) => place(range.start)..place(range.end).max(place(range.start)),
            None => 0..self.all.len(),
        };
        indexes.map(Key::new)
    }

    pub(crate) fn open(&self) -> impl DoubleEndedIterator<Item = Key<Incident>> {
        self.open.iter().copied()
    }

    pub(crate) fn open_on(&self, service: Key<Service>) -> impl Iterator<Item = Key<Incident>> {
        self.open().filter(move |key| self.all[key.index()].service == service)
    }

    pub(crate) fn on(&self, service: Key<Service>) -> &[Key<Incident>] {
        self.by_service.get(service.index()).map(Vec::as_slice).unwrap_or_default()
    }

    /// Services come to exist without incidents.
    fn on_mut(&mut self, service: Key<Service>) -> &mut Vec<Key<Incident>> {
        let count = self.by_service.len().max(service.index() + 1);
        self.by_service.resize(count, Vec::new());
        &mut self.by_service[service.index()]
    }

    /// Takes note of an incident's new status and service.
    pub(crate) fn changed(&mut self, key: Key<Incident>, old_service: Key<Service>) {
        let incident = &self.all[key.index()];
        if incident.is_open() {
            self.open.insert(key);
        } else {
            self.open.remove(&key);
        }
        let service = incident.service;
        if service != old_service {
            let new = self.on_mut(service);
            let place = new.partition_point(|each| *each < key);
            new.insert(place, key);
            self.on_mut(old_service).retain(|each| *each != key);
        }
    }
}
