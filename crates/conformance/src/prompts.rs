//! The prompts that the suite gets.

use rmcp::{
    ErrorData,
    model::{
        ClientCapabilities, CompleteRequestParams, ContentBlock, GetPromptRequestParams, GetPromptResponse,
        GetPromptResult, Prompt, PromptArgument, PromptMessage, Reference, ResourceContents, Role,
    },
};

use crate::{
    media::PNG,
    questions::{Question, ask, text_filled_in},
};

/// Every prompt.
pub(crate) fn list() -> Vec<Prompt> {
    let prompt = |name: &str, description: &str, arguments: &[&str]| {
        let arguments = arguments
            .iter()
            .map(|name| PromptArgument::new(*name).with_description("Any text").with_required(true))
            .collect();
        Prompt::new(name, Some(description), Some(arguments))
    };
    vec![
        prompt("test_simple_prompt", "One message", &[]),
        prompt("test_prompt_with_arguments", "A message with both arguments in it", &["arg1", "arg2"]),
        prompt("test_prompt_with_embedded_resource", "A message that holds a resource", &["resourceUri"]),
        prompt("test_prompt_with_image", "A message that is an image", &[]),
        prompt("test_input_required_result_prompt", "Asks for a context first", &[]),
    ]
}

/// The messages of one.
pub(crate) fn get(
    request: &GetPromptRequestParams,
    client: Option<&ClientCapabilities>,
) -> Result<GetPromptResponse, ErrorData> {
    let argument = |name: &str| {
        let value = request.arguments.as_ref().and_then(|arguments| arguments.get(name)?.as_str());
        value.ok_or_else(|| ErrorData::invalid_params(format!("`{name}` is missing"), None))
    };
    let text = |text: String| ContentBlock::text(text);
    let content = match request.name.as_str() {
        "test_simple_prompt" => vec![text("This is a simple prompt for testing.".into())],
        "test_prompt_with_arguments" => {
            let (first, second) = (argument("arg1")?, argument("arg2")?);
            vec![text(format!("Prompt with arguments: arg1='{first}', arg2='{second}'"))]
        }
        "test_prompt_with_embedded_resource" => {
            let resource = ResourceContents::text("Embedded resource content for testing.", argument("resourceUri")?);
            vec![
                ContentBlock::resource(resource.with_mime_type("text/plain")),
                text("Please process the embedded resource above.".into()),
            ]
        }
        "test_prompt_with_image" => {
            vec![ContentBlock::image(PNG, "image/png"), text("Please analyze the image above.".into())]
        }
        "test_input_required_result_prompt" => {
            let replies = request.input_responses.clone().unwrap_or_default();
            let Some(context) = text_filled_in(&replies, "user_context", "context") else {
                let message = "What context should the prompt use?";
                return Ok(ask(&[Question::elicit("user_context", message, "context", "string")], None, client)?.into());
            };
            vec![text(format!("Work in this context: {context}"))]
        }
        unknown => return Err(ErrorData::invalid_params(format!("there is no prompt `{unknown}`"), None)),
    };
    Ok(GetPromptResult::new(content.into_iter().map(|content| PromptMessage::new(Role::User, content)).collect())
        .into())
}

/// What an argument may be that begins like this; nothing is known of others.
pub(crate) fn complete(request: &CompleteRequestParams) -> Vec<String> {
    let values: &[&str] = match (&request.r#ref, request.argument.name.as_str()) {
        (Reference::Prompt(prompt), "arg1") if prompt.name == "test_prompt_with_arguments" => {
            &["paris", "park", "party", "test"]
        }
        _ => &[],
    };
    values.iter().filter(|value| value.starts_with(&request.argument.value)).map(|value| (*value).to_owned()).collect()
}
