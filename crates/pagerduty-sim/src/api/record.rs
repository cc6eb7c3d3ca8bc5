//! What was done goes into the audit trail.

use super::call::Call;
use crate::account::Account;
use crate::model::{AuditAction, AuditMethod, AuditRecord, AuditedField, AuditedReferences, Subject};

/// Notes that a call changed something.
pub(crate) fn record(
    account: &mut Account,
    call: &Call<'_>,
    subject: Subject,
    action: AuditAction,
    fields: Vec<AuditedField>,
    references: Option<AuditedReferences>,
) {
    let at = account.now();
    let actor = call.current_user(account);
    let method = AuditMethod::ApiToken("n-01");
    account.audit(AuditRecord { at, actor, method, subject, action, fields, references });
}
