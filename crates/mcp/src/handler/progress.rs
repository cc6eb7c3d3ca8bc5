//! Progress notifications for clients that asked for them: how many of a call's requests to PagerDuty have been
//! answered, and that a person is still being asked.

use std::{convert::Infallible, future::pending, time::Duration};

use rmcp::{
    model::ProgressNotificationParam,
    service::{RequestContext, RoleServer},
};
use tokio::sync::watch;
use toolkit::call::observer::Progress;

use super::request;

/// Attached to an HTTP request whose sender reads one JSON object and no event stream.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NoStream;

/// How often a client is told that a person is still being asked: clients give up on calls that are silent for a
/// minute.
const REMINDER: Duration = Duration::from_secs(10);

/// How much one such reminder adds: progress has to grow, and this is less than a request.
const STEP: f64 = 0.001;

/// Where a call reports its progress, and the future that tells the client until it is dropped; nothing if the client
/// did not ask for progress.
pub(super) fn channel(
    context: &RequestContext<RoleServer>,
) -> (Option<watch::Sender<Progress>>, impl Future<Output = Infallible> + use<>) {
    let request = request::request(context);
    let reads_one_answer = request.is_some_and(|request| request.extensions.get::<NoStream>().is_some());
    let token = context.meta.get_progress_token().filter(|_| !reads_one_answer);
    let (sender, mut receiver) = watch::channel(Progress::default());
    let peer = context.peer.clone();
    let sender = token.is_some().then_some(sender);
    let tell = async move {
        let Some(token) = token else { return pending().await };
        let mut last = 0.0_f64;
        loop {
            let waits = receiver.borrow().waits_for_person;
            // Progress made while a notification is being sent is sent with the next one: as often as the client can
            // take it, and never backwards.
            let news = tokio::select! {
                changed = receiver.changed() => match changed {
                    Ok(()) => *receiver.borrow_and_update(),
                    Err(_) => break,
                },
                () = tokio::time::sleep(REMINDER), if waits => *receiver.borrow(),
            };
            let Progress { done, total, waits_for_person } = news;
            // One or two requests are not worth a notification, nor is a person's answer.
            if !waits_for_person && (total.unwrap_or(done) <= 2 || (done as f64) <= last) {
                continue;
            }
            let of = total.map(|total| format!(" of {total}")).unwrap_or_default();
            let message = match waits_for_person {
                true => "waiting for the person's answer".to_owned(),
                false => format!("{done}{of} requests to PagerDuty are answered"),
            };
            let progress = (done as f64).max(last + STEP);
            last = progress;
            let mut news = ProgressNotificationParam::new(token.clone(), progress).with_message(message);
            if let Some(total) = total.filter(|_| !waits_for_person) {
                news = news.with_total((total as f64).max(progress));
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
