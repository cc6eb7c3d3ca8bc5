//! A limited number of connections. When all places are taken, a connection without a request gives way to a new one.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// The places of a listener.
#[derive(Debug)]
pub(super) struct Places {
    most: usize,
    taken: Mutex<Taken>,
    /// Notified when a connection ends or becomes idle.
    changed: Notify,
}

#[derive(Debug, Default)]
struct Taken {
    next: u64,
    connections: BTreeMap<u64, Connection>,
}

#[derive(Debug)]
struct Connection {
    requests: usize,
    /// Whether it ever had one.
    has_asked: bool,
    /// When it became idle.
    idle: Instant,
    gives_way: CancellationToken,
}

/// One connection's place, until it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    number: u64,
    places: Arc<Places>,
    gives_way: CancellationToken,
}

/// One request on a connection, until it is dropped.
pub(super) struct Asking(Arc<Place>);

impl Places {
    pub(super) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { most, taken: Mutex::default(), changed: Notify::new() })
    }

    /// Waits for a free place. If all are taken, it closes the connection that has been idle longest, starting with
    /// those that never had a request.
    pub(super) async fn room(&self) {
        loop {
            let mut changed = std::pin::pin!(self.changed.notified());
            // Registered before looking, so that no change in between is missed.
            changed.as_mut().enable();
            if self.has_room() {
                return;
            }
            changed.await;
        }
    }

    fn has_room(&self) -> bool {
        let mut taken = self.lock();
        if taken.connections.len() < self.most {
            return true;
        }
        let idle = taken.connections.values_mut().filter(|one| one.requests == 0 && !one.gives_way.is_cancelled());
        if let Some(one) = idle.min_by_key(|one| (one.has_asked, one.idle)) {
            one.gives_way.cancel();
        }
        false
    }

    /// Takes a place.
    pub(super) fn take(self: &Arc<Self>) -> Arc<Place> {
        let mut taken = self.lock();
        let number = taken.next;
        taken.next += 1;
        let gives_way = CancellationToken::new();
        let connection =
            Connection { requests: 0, has_asked: false, idle: Instant::now(), gives_way: gives_way.clone() };
        taken.connections.insert(number, connection);
        drop(taken);
        Arc::new(Place { number, places: Arc::clone(self), gives_way })
    }

    fn lock(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// A request arrived.
    pub(super) fn asks(self: &Arc<Self>) -> Asking {
        if let Some(connection) = self.places.lock().connections.get_mut(&self.number) {
            connection.requests += 1;
            connection.has_asked = true;
        }
        Asking(Arc::clone(self))
    }

    /// Waits until a new connection needs this place.
    pub(super) async fn gives_way(&self) {
        self.gives_way.cancelled().await;
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        let places = &self.0.places;
        if let Some(connection) = places.lock().connections.get_mut(&self.0.number) {
            connection.requests = connection.requests.saturating_sub(1);
            connection.idle = Instant::now();
        }
        places.changed.notify_one();
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.lock().connections.remove(&self.number);
        self.places.changed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn whoever_asks_nothing_gives_way_first() {
        let places = Places::new(3);
        let asked_before = places.take();
        drop(asked_before.asks());
        let silent = places.take();
        let busy = places.take();
        let asking = busy.asks();
        assert!(!places.has_room());
        silent.gives_way().await;
        assert!(!asked_before.gives_way.is_cancelled() && !busy.gives_way.is_cancelled());
        drop(silent);
        places.room().await;
        let _new = places.take();
        // The next to go is the new one, which has not asked either; then the one that has.
        assert!(!places.has_room() && !asked_before.gives_way.is_cancelled());
        assert!(!places.has_room() && asked_before.gives_way.is_cancelled());
        assert!(!places.has_room() && !busy.gives_way.is_cancelled(), "it has a request");
        drop(asking);
        assert!(!places.has_room() && busy.gives_way.is_cancelled());
    }
}
