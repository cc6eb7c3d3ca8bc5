//! Lockdown, as far as it is known before a call runs: what `include` cannot have. What answers leave out is in `strangers`.

use serde_json::{Map, Value};

use crate::{
    error::{Code, Error, Result},
    parameters::schema::{Kind, Parameter},
    phrasing,
};

/// Takes the fields with text of strangers out of `include`. The warning names them.
///
/// # Errors
///
/// `INVALID_INCLUDE_FIELD` where no other field is left.
pub fn narrow(parameters: &[Parameter], values: &mut Map<String, Value>) -> Result<Option<String>> {
    let mut asked = Vec::new();
    for parameter in parameters {
        let (Kind::Field { details, .. }, Some(Value::Array(fields))) =
            (parameter.kind.item(), values.get_mut(&parameter.name))
        else {
            continue;
        };
        let is_left_out = |field: &Value| field.as_str().is_some_and(|name| details.iter().any(|other| other == name));
        asked.extend(fields.iter().filter(|field| is_left_out(field)).filter_map(Value::as_str).map(str::to_owned));
        fields.retain(|field| !is_left_out(field));
        if fields.is_empty() && !asked.is_empty() {
            let message =
                format!("lockdown leaves out {}, and nothing else is asked for", phrasing::list(asked, "and"));
            return Err(Error::new(Code::InvalidIncludeField, message)
                .hint("ask for other fields; the operator or the client of this server turned lockdown on"));
        }
    }
    Ok((!asked.is_empty())
        .then(|| format!("lockdown leaves out {}, which was asked for", phrasing::list(asked, "and"))))
}
