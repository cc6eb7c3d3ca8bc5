//! Progress notifications, where the client asked for them: how many of a call's requests to PagerDuty are answered, and that
//! a person is still being asked.

use std::{convert::Infallible, future::pending, time::Duration};

use rmcp::{
    model::ProgressNotificationParam,
    service::{RequestContext, RoleServer},
};
use tokio::sync::watch;
use toolkit::call::observer::Progress;

use super::request;

/// Put beside an HTTP request whose sender reads one JSON object as the answer, and no stream of events.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NoStream;

/// How often a client hears that a person is still being asked: clients give up on calls that are silent for a minute.
const REMINDER: Duration = Duration::from_secs(10);

/// What one such reminder counts: progress has to grow, and this much is no request.
const STEP: f64 = 0.001;

/// Where a call says how far it is, and who tells the client, until that is dropped; nothing where the client did not ask.
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
            // What happens while the client is being told is told at once: as often as it can take, and never backwards.
            let news = tokio::select! {
                changed = receiver.changed() => match changed {
                    Ok(()) => *receiver.borrow_and_update(),
                    Err(_) => break,
                },
                () = tokio::time::sleep(REMINDER), if waits => *receiver.borrow(),
            };
            let Progress { done, total, waits_for_person } = news;
            // One or two requests are no news, and neither is that a person has answered.
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
