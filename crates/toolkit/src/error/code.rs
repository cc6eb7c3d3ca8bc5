//! The codes of errors, for programs; what is said beside them is in `error`.

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $text:literal,)+) => {
        /// The codes of errors, one for each thing that a caller could do about it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code as callers see it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }

            /// One line of documentation.
            #[must_use]
            pub fn description(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($($doc),+).trim(),)+
                }
            }
        }
    };
}

codes! {
    /// The ID of an incident is malformed or unknown.
    InvalidIncidentId = "INVALID_INCIDENT_ID",
    /// The ID of a user is malformed or unknown.
    InvalidUserId = "INVALID_USER_ID",
    /// The ID of a team is malformed or unknown.
    InvalidTeamId = "INVALID_TEAM_ID",
    /// The ID of a service is malformed or unknown.
    InvalidServiceId = "INVALID_SERVICE_ID",
    /// The ID of a schedule is malformed or unknown.
    InvalidScheduleId = "INVALID_SCHEDULE_ID",
    /// The ID of an escalation policy is malformed or unknown.
    InvalidEscalationPolicyId = "INVALID_ESCALATION_POLICY_ID",
    /// The audit log cannot be written, so nothing was changed.
    AuditUnavailable = "AUDIT_UNAVAILABLE",
    /// A parameter has a value that it cannot have, or PagerDuty refused one (400).
    InvalidParameter = "INVALID_PARAMETER",
    /// A parameter that this call needs is not there.
    MissingParameter = "MISSING_PARAMETER",
    /// Two parameters exclude each other.
    ConflictingParameters = "CONFLICTING_PARAMETERS",
    /// The tool has no parameter of this name.
    UnknownParameter = "UNKNOWN_PARAMETER",
    /// `include` names a field that the resource does not have.
    InvalidIncludeField = "INVALID_INCLUDE_FIELD",
    /// A time that cannot be read: neither ISO 8601 nor one of the words for it, such as `now-24h`.
    InvalidTimestamp = "INVALID_TIMESTAMP",
    /// `since` is not before `until`, or the range is longer than the resource allows.
    InvalidTimeRange = "INVALID_TIME_RANGE",
    /// No credential is configured, or somebody has to log in first; the hint says what to do.
    AuthRequired = "AUTH_REQUIRED",
    /// PagerDuty does not accept the token (401).
    Unauthorized = "UNAUTHORIZED",
    /// The token may not do this (403); the message names the missing scope.
    Forbidden = "FORBIDDEN",
    /// The token belongs to an account and to no user.
    UserContextUnavailable = "USER_CONTEXT_UNAVAILABLE",
    /// The account's plan or abilities do not cover this (402).
    PlanRequired = "PLAN_REQUIRED",
    /// What was asked for does not exist (404), and the caller named it by no ID.
    NotFound = "NOT_FOUND",
    /// Its present state does not allow this, or something else changed it meanwhile (409).
    Conflict = "CONFLICT",
    /// Too many requests (429); `retry_after_seconds` says when to try again.
    RateLimited = "RATE_LIMITED",
    /// PagerDuty failed (5xx), also when asked again.
    UpstreamError = "UPSTREAM_ERROR",
    /// PagerDuty did not answer within the call's deadline.
    UpstreamTimeout = "UPSTREAM_TIMEOUT",
    /// No connection to PagerDuty, or one that broke.
    UpstreamUnreachable = "UPSTREAM_UNREACHABLE",
    /// PagerDuty's answer cannot be read.
    InvalidResponse = "INVALID_RESPONSE",
    /// The operator of this server does not allow this operation; the hint says how it is allowed.
    OperationRefused = "OPERATION_REFUSED",
    /// A person has to agree first, and did not: nothing was changed.
    NotConfirmed = "NOT_CONFIRMED",
    /// The client cancelled the call.
    Cancelled = "CANCELLED",
    /// A defect of this server.
    Internal = "INTERNAL",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct_and_documented() {
        for (index, code) in Code::ALL.iter().enumerate() {
            assert!(code.description().ends_with('.'), "{code:?}");
            assert!(Code::ALL[..index].iter().all(|other| other.as_str() != code.as_str()));
        }
    }
}
