//! A simulator that runs.

use std::io;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::task::AbortHandle;

use crate::facts::Facts;
use crate::http::{Faults, RecordedRequest, serve};
use crate::identity::Identity;
use crate::options::Options;
use crate::service::Service;

/// A simulated PagerDuty on a port of this machine. It stops when it is dropped.
pub struct Simulator {
    service: Arc<Service>,
    url: String,
    task: AbortHandle,
}

impl Simulator {
    /// Starts on a free loopback port. The account is made in the background; the first request waits for it.
    ///
    /// # Errors
    ///
    /// No port is free.
    pub async fn start(options: Options) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let service = Service::start(options);
        let task = tokio::spawn(serve(listener, Arc::clone(&service))).abort_handle();
        Ok(Self { service, url, task })
    }

    /// Serves on a listener until the future is dropped.
    ///
    /// # Errors
    ///
    /// The listener is not usable.
    pub async fn serve(options: Options, listener: TcpListener) -> io::Result<()> {
        listener.local_addr()?;
        serve(listener, Service::start(options)).await;
        Ok(())
    }

    /// The base URL, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The requests so far, oldest first; the last ten thousand.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.service.record.all()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.service.record.clear();
    }

    /// What goes wrong.
    pub fn faults(&self) -> &Faults {
        &self.service.faults
    }

    /// Where people let applications act for them.
    pub fn identity(&self) -> &Identity {
        &self.service.identity
    }

    /// What is in the account. Blocks until the account is made.
    pub fn account(&self) -> Facts {
        self.service.facts()
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.task.abort();
    }
}
