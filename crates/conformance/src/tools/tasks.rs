//! Calls that go on after their answer: the extension `io.modelcontextprotocol/tasks`.

use std::time::Duration;

use rmcp::{
    ErrorData,
    model::{CallToolResult, ClientCapabilities, ContentBlock, CreateTaskResult},
    task_manager::{TaskContext, TaskExit, TaskFuture, TaskOptions},
};
use serde_json::{Value, json};

use super::{Answer, Call, said};
use crate::questions::Question;

/// Long enough for a client to find the task at work.
const SOME_TIME: Duration = Duration::from_secs(1);

fn knows_tasks(call: &Call) -> bool {
    call.context.client_capabilities().is_some_and(|client| client.supports_tasks())
}

/// Goes on as a task, or not at all.
fn task(call: &Call, work: impl FnOnce(TaskContext) -> TaskFuture) -> Answer {
    if !knows_tasks(call) {
        let capabilities = ClientCapabilities::builder().enable_tasks().build();
        return Err(ErrorData::missing_required_client_capability(capabilities));
    }
    Ok(CreateTaskResult::new(call.fixtures.tasks.spawn(TaskOptions::default(), work)).into())
}

/// Some time, or less when the task is cancelled.
async fn wait(task: &TaskContext, time: Duration) -> Result<(), TaskExit> {
    tokio::select! {
        () = tokio::time::sleep(time) => Ok(()),
        () = task.cancelled() => Err(TaskExit::Cancelled),
    }
}

pub(super) async fn greet(call: Call) -> Answer {
    let name = call.arguments.get("name").and_then(Value::as_str).unwrap_or("you");
    Ok(said(format!("Hello, {name}!")).into())
}

pub(super) fn slow_compute_schema() -> Value {
    let properties = json!({"seconds": {"type": "number", "minimum": 0, "maximum": 3600}, "label": {"type": "string"}});
    json!({"type": "object", "properties": properties})
}

pub(super) async fn slow_compute(call: Call) -> Answer {
    let seconds = call.arguments.get("seconds").and_then(Value::as_f64).unwrap_or(0.0).clamp(0.0, 3600.0);
    let (time, result) = (Duration::from_secs_f64(seconds), said(format!("It took {seconds} s.")));
    if !knows_tasks(&call) {
        tokio::time::sleep(time).await;
        return Ok(result.into());
    }
    task(&call, move |task| {
        Box::pin(async move {
            wait(&task, time).await?;
            Ok(result)
        })
    })
}

pub(super) async fn failing_job(call: Call) -> Answer {
    task(&call, |task| {
        Box::pin(async move {
            wait(&task, SOME_TIME).await?;
            Ok(CallToolResult::error(vec![ContentBlock::text("The job has failed, as it should.")]))
        })
    })
}

pub(super) async fn protocol_error_job(call: Call) -> Answer {
    task(&call, |_| {
        Box::pin(async { Err(ErrorData::internal_error("the job broke the protocol, as it should", None).into()) })
    })
}

pub(super) async fn confirm_delete(call: Call) -> Answer {
    let question = Question::elicit("confirm", "Delete it?", "confirm", "boolean").request()?;
    task(&call, |task| {
        Box::pin(async move {
            let reply = task.request_input("confirm", question).await?;
            let is_confirmed = reply["action"] == "accept" && reply["content"]["confirm"] == true;
            Ok(said(if is_confirmed { "Deleted." } else { "Kept." }))
        })
    })
}

pub(super) async fn multi_input(call: Call) -> Answer {
    let name = Question::elicit("name", "What is its name?", "name", "string").request()?;
    let confirm = Question::elicit("confirm", "Is that so?", "confirm", "boolean").request()?;
    task(&call, |task| {
        Box::pin(async move {
            let replies = tokio::try_join!(task.request_input("name", name), task.request_input("confirm", confirm))?;
            Ok(said(format!("{} and {}", replies.0, replies.1)))
        })
    })
}

pub(super) async fn after_asking(call: Call) -> Answer {
    if !knows_tasks(&call) {
        return task(&call, |_| Box::pin(async { Err(TaskExit::Cancelled) }));
    }
    let Some(name) = call.text_filled_in("user_name", "name") else {
        return call.ask(&[Question::elicit("user_name", "What is your name?", "name", "string")]);
    };
    task(&call, |_| Box::pin(async move { Ok(said(format!("Hello, {name}!"))) }))
}
