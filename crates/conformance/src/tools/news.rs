//! What a client hears before the result of a call, and beside it.

use std::time::Duration;

use rmcp::{
    ErrorData,
    model::{LoggingLevel, LoggingMessageNotificationParam, ProgressNotificationParam, ProtocolVersion},
};

use super::{Answer, Call, said};
use crate::changes::Change;

/// Long enough for a client to see one after the other.
const MOMENT: Duration = Duration::from_millis(50);

pub(super) async fn progress(call: Call) -> Answer {
    for percent in [0.0, 50.0, 100.0] {
        if let Some(token) = call.context.meta.get_progress_token() {
            let progress = ProgressNotificationParam::new(token, percent).with_total(100.0);
            call.context.peer.notify_progress(progress).await.map_err(undelivered)?;
        }
        tokio::time::sleep(MOMENT).await;
    }
    Ok(said("All is done.").into())
}

pub(super) async fn logging(call: Call) -> Answer {
    let is_legacy = call.context.protocol_version().is_none_or(|version| version < ProtocolVersion::V_2026_07_28);
    for message in ["Tool execution started", "Tool processing data", "Tool execution completed"] {
        // From 2026-07-28 on only those hear of it who ask in the call itself.
        if is_legacy || call.context.meta.log_level().is_some() {
            let message = LoggingMessageNotificationParam::new(LoggingLevel::Info, message.into());
            call.context.peer.notify_logging_message(message).await.map_err(undelivered)?;
        }
        tokio::time::sleep(MOMENT).await;
    }
    Ok(said("All is done.").into())
}

pub(super) async fn tools_changed(call: Call) -> Answer {
    call.fixtures.changes.tell(Change::Tools).await;
    Ok(said("Told.").into())
}

pub(super) async fn prompts_changed(call: Call) -> Answer {
    call.fixtures.changes.tell(Change::Prompts).await;
    Ok(said("Told.").into())
}

fn undelivered(error: impl std::fmt::Display) -> ErrorData {
    ErrorData::internal_error(error.to_string(), None)
}
