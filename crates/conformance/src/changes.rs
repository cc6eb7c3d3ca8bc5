//! Changes of what is listed, and who wants to hear of them.
//!
//! Nothing really changes: the suite wants to see that the news arrives, with a subscription that asked for it only.

use std::time::Duration;

use rmcp::service::SubscriptionContext;
use tokio::sync::broadcast;

/// A list that has changed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Change {
    /// The list of tools.
    Tools,
    /// The list of prompts.
    Prompts,
}

/// Where changes are told.
#[derive(Clone, Debug)]
pub(crate) struct Changes(broadcast::Sender<Change>);

impl Default for Changes {
    fn default() -> Self {
        Self(broadcast::channel(16).0)
    }
}

impl Changes {
    /// Tells every subscription.
    pub(crate) async fn tell(&self, change: Change) {
        // A client calls as soon as its subscription is acknowledged, which is a moment before it listens.
        tokio::time::sleep(Duration::from_millis(50)).await;
        let _ = self.0.send(change);
    }

    /// Hands on what a subscription wants to hear, until its client leaves.
    pub(crate) async fn hand_on(&self, subscription: &SubscriptionContext) {
        let mut changes = self.0.subscribe();
        loop {
            let change = tokio::select! {
                () = subscription.cancelled() => return,
                change = changes.recv() => change,
            };
            // What was not asked for is refused by the sink.
            let _ = match change {
                Ok(Change::Tools) => subscription.sink().notify_tool_list_changed().await,
                Ok(Change::Prompts) => subscription.sink().notify_prompt_list_changed().await,
                Err(broadcast::error::RecvError::Lagged(_)) => continue,
                Err(broadcast::error::RecvError::Closed) => return,
            };
        }
    }
}
