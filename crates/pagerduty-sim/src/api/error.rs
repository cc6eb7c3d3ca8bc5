//! PagerDuty's errors: one function for each, named after what went wrong.
//!
//! Sources: PagerDuty REST documentation, "Errors" (codes); bodies that clients have published.

use serde_json::{Value, json};

use crate::model::{Ability, UpdateError};

/// A request that was refused.
#[derive(Debug)]
pub(crate) struct ApiError {
    pub(crate) status: u16,
    /// `None` for a body of plain text.
    pub(crate) body: Option<Value>,
}

/// What PagerDuty's web server says before PagerDuty itself is asked.
pub(crate) const ACCESS_DENIED_TEXT: &str = "HTTP Token: Access denied.\n";

fn coded(status: u16, code: u16, message: &str) -> ApiError {
    ApiError { status, body: Some(json!({"error": {"message": message, "code": code}})) }
}

fn detailed(status: u16, code: u16, message: &str, errors: &[&str]) -> ApiError {
    let body = json!({"error": {"message": message, "code": code, "errors": errors}});
    ApiError { status, body: Some(body) }
}

impl ApiError {
    // Who asks.

    pub(crate) fn no_token() -> Self {
        ApiError { status: 401, body: None }
    }

    pub(crate) fn unknown_token() -> Self {
        detailed(401, 2006, "Authentication Failed", &["The API key is invalid."])
    }

    pub(crate) fn access_denied() -> Self {
        detailed(403, 2010, "Access Denied", &["This API key may not perform this action."])
    }

    pub(crate) fn missing_scope(required: &str, held: &str) -> Self {
        let body = json!({"error": {
            "message": "Token missing required scopes",
            "required_scopes": required,
            "token_scopes": held,
        }});
        ApiError { status: 403, body: Some(body) }
    }

    /// The one error whose `error` is a string.
    pub(crate) fn no_current_user() -> Self {
        let message = "Because this request was made using an account-level access token, we were unable to \
                       determine the user's identity. Please use a user-level token.";
        ApiError { status: 400, body: Some(json!({"error": message})) }
    }

    pub(crate) fn rate_limited() -> Self {
        coded(429, 2020, "Rate Limit Exceeded")
    }

    pub(crate) fn missing_ability(ability: Ability, purpose: &str) -> Self {
        let name = ability.name();
        let error = format!("The {name} account ability is required to {purpose}.");
        Self::plan_lacks(name, &error)
    }

    pub(crate) fn lacking_ability(name: &str) -> Self {
        Self::plan_lacks(name, &format!("The {name} account ability is unavailable."))
    }

    fn plan_lacks(ability: &str, error: &str) -> Self {
        let body = json!({"error": {
            "message": "Required abilities are unavailable",
            "code": 2014,
            "errors": [error],
            "missing_abilities": ability,
        }});
        ApiError { status: 402, body: Some(body) }
    }

    // The header `From`.

    pub(crate) fn missing_from() -> Self {
        let message = "You must specify a user's email address in the \"From\" header to perform this action";
        coded(400, 2016, message)
    }

    pub(crate) fn malformed_from() -> Self {
        coded(400, 1028, "Malformed \"From\" header")
    }

    pub(crate) fn unknown_requester() -> Self {
        coded(400, 1008, "Requester User Not Found")
    }

    // What is asked for.

    pub(crate) fn not_found() -> Self {
        coded(404, 2100, "Not Found")
    }

    pub(crate) fn incident_not_found() -> Self {
        coded(404, 5001, "Incident Not Found")
    }

    pub(crate) fn log_entry_not_found() -> Self {
        coded(404, 5001, "Log Entry Not Found")
    }

    pub(crate) fn escalation_policy_not_found() -> Self {
        coded(404, 5001, "Escalation Policy Not Found")
    }

    pub(crate) fn service_not_found() -> Self {
        coded(404, 5002, "Service Not Found")
    }

    pub(crate) fn maintenance_window_not_found() -> Self {
        coded(404, 5001, "Maintenance Window Not Found")
    }

    /// The code is published, its words are not.
    pub(crate) fn maintenance_is_over() -> Self {
        coded(405, 5003, "Past Maintenance Windows Cannot Be Deleted")
    }

    pub(crate) fn schedule_not_found() -> Self {
        coded(404, 3004, "Schedule Not Found")
    }

    pub(crate) fn override_not_found() -> Self {
        coded(404, 4004, "Override Not Found")
    }

    /// Of a schedule that only `/v3/schedules` knows. That the answer is a 400 which names the type is published,
    /// its words are not.
    pub(crate) fn shift_based_schedule() -> Self {
        let body = json!({"error": {
            "message": "Invalid Input Provided",
            "code": 2001,
            "errors": ["Schedule is shift-based. Use the v3 schedules API."],
            "type": "schedule_v3",
        }});
        ApiError { status: 400, body: Some(body) }
    }

    /// Of a schedule that `/v3/schedules` does not know. There, errors are named by what they are about.
    pub(crate) fn layer_based_schedule() -> Self {
        Self::v3_invalid("schedule.id", "Schedule is layer-based. Use the v2 schedules API.")
    }

    /// What `/v3/schedules` says of a bad parameter.
    pub(crate) fn v3_invalid(about: &str, error: &str) -> Self {
        let body = json!({"error": {"message": "Invalid Request", "code": 2001, "errors": {about: [error]}}});
        ApiError { status: 400, body: Some(body) }
    }

    // The parameters.

    pub(crate) fn invalid_input(error: &str) -> Self {
        detailed(400, 2001, "Invalid Input Provided", &[error])
    }

    pub(crate) fn offset_too_large() -> Self {
        let error = "Offset+limit exceeds maximum allowed value of 10000. Please try to refine your search to \
                     reduce the returned set of records below this number, like adding a date range.";
        detailed(400, 2002, "Arguments Caused Error", &[error])
    }

    pub(crate) fn missing_argument(name: &str) -> Self {
        detailed(400, 2003, "Missing Arguments", &[&format!("{name} is required.")])
    }

    pub(crate) fn invalid_time(name: &str) -> Self {
        let message = "Invalid 'since' or 'until' Parameter Values";
        detailed(400, 2004, message, &[&format!("{name} is invalid.")])
    }

    pub(crate) fn invalid_date_range() -> Self {
        detailed(400, 2005, "Invalid Query Date Range", &["Until must be after since."])
    }

    /// The form of the error is real; what has been reported of it lacks the name before the text.
    pub(crate) fn range_too_long(name: &str) -> Self {
        Self::invalid_input(&format!("{name} is invalid."))
    }

    // Changes.

    pub(crate) fn unknown_assignee() -> Self {
        detailed(400, 1007, "Assignee User Not Found", &["Assignee cannot be empty."])
    }

    pub(crate) fn unknown_target_policy() -> Self {
        coded(400, 1014, "Escalation Policy Not Found")
    }

    pub(crate) fn invalid_priority() -> Self {
        coded(400, 1020, "Invalid Priority")
    }

    pub(crate) fn invalid_status() -> Self {
        let error = "Status must be one of triggered, acknowledged, or resolved.";
        detailed(400, 1003, "Invalid Status Provided", &[error])
    }

    /// The prose says that it cannot be done; how it is refused is not published.
    pub(crate) fn past_override() -> Self {
        detailed(400, 4004, "Override Invalid", &["Overrides in the past cannot be deleted."])
    }

    /// How a value that does not suit its field is refused is not published.
    pub(crate) fn invalid_field_value(name: &str) -> Self {
        Self::invalid_input(&format!("Value of {name} is invalid."))
    }

    pub(crate) fn unknown_field() -> Self {
        Self::invalid_input("Field not found.")
    }

    pub(crate) fn missing_requester_id() -> Self {
        coded(400, 2011, "Requester ID Missing")
    }

    /// Only the status is documented.
    pub(crate) fn too_many_incidents() -> Self {
        detailed(413, 2001, "Invalid Input Provided", &["No more than 250 incidents can be updated at once."])
    }

    pub(crate) fn too_many_notes() -> Self {
        coded(400, 2019, "Product Limit Reached")
    }
}

impl From<UpdateError> for ApiError {
    fn from(error: UpdateError) -> Self {
        match error {
            UpdateError::AlreadyResolved => coded(400, 1001, "Incident Already Resolved"),
            UpdateError::AlreadyAcknowledged => coded(400, 1002, "Incident Already Acknowledged"),
            UpdateError::CannotEscalate => coded(400, 1006, "Incident Cannot Be Escalated"),
            UpdateError::CannotReassign => coded(400, 1011, "Incident Cannot Be Reassigned"),
            UpdateError::NotAcknowledged => coded(400, 1012, "Incident Not Acknowledged"),
            UpdateError::InvalidSnooze => {
                detailed(400, 1013, "Invalid Snooze Duration", &["Duration must be between 1 and 604800 seconds."])
            }
            UpdateError::NobodyOnCall => coded(400, 1015, "Escalation Policy Has Nobody On Call"),
            // Code and detail as clients have published them.
            UpdateError::KeyInUse => {
                let error = "Open incident with matching dedup key already exists on this service";
                detailed(400, 2002, "Arguments Caused Error", &[error])
            }
            UpdateError::AlreadyMerged => coded(400, 1019, "Incident Already Merged"),
            UpdateError::TargetNotOpen => ApiError::invalid_input("The target incident must be open."),
            UpdateError::NotMergeable => {
                ApiError::invalid_input("Only incidents with alerts or created manually can be merged.")
            }
            UpdateError::TooManyAlerts => ApiError::invalid_input("An incident cannot have more than 1000 alerts."),
        }
    }
}
