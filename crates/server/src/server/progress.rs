//! Progress notifications, where the client asked for them: how many of a call's requests to PagerDuty are answered.

use std::{convert::Infallible, future::pending};

use rmcp::{
    model::ProgressNotificationParam,
    service::{RequestContext, RoleServer},
};
use tokio::sync::watch;

use crate::call_observer::Progress;

/// Put beside an HTTP request whose sender reads one JSON object as the answer, and no stream of events.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NoStream;

/// Where a call says how far it is, and who tells the client, until that is dropped; nothing where the client did not ask.
pub(super) fn channel(
    context: &RequestContext<RoleServer>,
) -> (Option<watch::Sender<Progress>>, impl Future<Output = Infallible> + use<>) {
    let request = super::request(context);
    let reads_one_answer = request.is_some_and(|request| request.extensions.get::<NoStream>().is_some());
    let token = context.meta.get_progress_token().filter(|_| !reads_one_answer);
    let (sender, mut receiver) = watch::channel(Progress::default());
    let peer = context.peer.clone();
    let sender = token.is_some().then_some(sender);
    let tell = async move {
        let Some(token) = token else { return pending().await };
        // What happens while the client is being told is told at once: as often as it can take, and never backwards.
        while receiver.changed().await.is_ok() {
            let Progress { done, total } = *receiver.borrow_and_update();
            // One or two requests are no news.
            if total.unwrap_or(done) <= 2 {
                continue;
            }
            let of = total.map(|total| format!(" of {total}")).unwrap_or_default();
            let mut news = ProgressNotificationParam::new(token.clone(), done as f64)
                .with_message(format!("{done}{of} requests to PagerDuty are answered"));
            if let Some(total) = total {
                news = news.with_total(total as f64);
            }
            if let Err(error) = peer.notify_progress(news).await {
                tracing::debug!(%error, "the client was not told of progress");
                break;
            }
        }
        pending().await
    };
    (sender, tell)
}
