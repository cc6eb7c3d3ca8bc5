//! Checks HTTP requests and responses against PagerDuty's OpenAPI document.
//!
//! A dev-dependency only: the simulator's tests ask whether every answer is one
//! that PagerDuty could give, the server's tests whether every request is one
//! that PagerDuty would understand. PagerDuty ignores a query parameter that it
//! does not know and answers with unfiltered data, so no status code ever shows
//! that mistake; this crate does.
//!
//! The document has no licence and therefore stands outside the repository.
//! Where it is missing, [`Contract::load`] gives `None` and the caller's test
//! calls [`Contract::announce_skip`].
//!
//! ```
//! # use openapi_contract::Contract;
//! let Some(contract) = Contract::load().expect("the document is readable") else {
//!     return Contract::announce_skip();
//! };
//! let body = serde_json::json!({"teams": [{"type": "team", "name": "Core"}]});
//! assert_eq!(contract.check_response("GET", "/teams", 200, Some(&body)), []);
//! ```
//!
//! Deliberately not here: sending anything over HTTP, reading other OpenAPI
//! documents, and general JSON Schema. Only what this document uses is checked.

mod date_time;
mod deviations;
mod document;
mod error_body;
mod paging;
mod request;
mod response;
mod schema;
mod violation;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use serde_json::Value;

use document::Document;
pub use request::Request;
pub use violation::Violation;

const DOCUMENT_VARIABLE: &str = "PAGERDUTY_OPENAPI";
const DOCUMENT_BESIDE_REPOSITORY: &str = "../../../shared/reference/pagerduty_openapi.json";

/// PagerDuty's OpenAPI document, ready to judge requests and responses.
#[derive(Debug)]
pub struct Contract {
    document: Document,
}

impl Contract {
    /// Reads the document, or gives `None` where it is not there.
    ///
    /// # Errors
    ///
    /// When the document cannot be read or is not JSON. A document that was
    /// named in the environment must exist: asking for it and then skipping in
    /// silence would hide a typing error.
    pub fn load() -> io::Result<Option<Self>> {
        let path = Self::document_path();
        let describe = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
        match fs::read(&path) {
            Ok(bytes) => {
                let root = serde_json::from_slice(&bytes).map_err(|error| describe(error.into()))?;
                Ok(Some(Self::from_document(root)))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound && env::var_os(DOCUMENT_VARIABLE).is_none() => {
                Ok(None)
            }
            Err(error) => Err(describe(error)),
        }
    }

    /// A contract from a document that is already in memory.
    #[must_use]
    pub fn from_document(root: Value) -> Self {
        Self { document: Document::new(root) }
    }

    /// Where the document is looked for.
    #[must_use]
    pub fn document_path() -> PathBuf {
        env::var_os(DOCUMENT_VARIABLE)
            .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join(DOCUMENT_BESIDE_REPOSITORY), PathBuf::from)
    }

    /// Says on stderr that a test was skipped, where [`Contract::load`] gave `None`.
    ///
    /// It goes past the `eprintln!` of the caller, which a passing test keeps
    /// to itself: nobody would learn that nothing was checked.
    pub fn announce_skip() {
        let path = Self::document_path();
        let notice = format!(
            "SKIPPED, nothing was checked: PagerDuty's OpenAPI document is not at {}; set {DOCUMENT_VARIABLE} to its path\n",
            path.display()
        );
        // A test that cannot write to stderr has nobody to tell.
        let _ = io::stderr().write_all(notice.as_bytes());
    }

    /// Everything about a request that PagerDuty would refuse or ignore.
    #[must_use]
    pub fn check_request(&self, request: &Request<'_>) -> Vec<Violation> {
        match self.document.operation(request.method, request.path) {
            Ok(operation) => request::check(&operation, request),
            Err(violation) => vec![violation],
        }
    }

    /// Everything about a response that PagerDuty would not send.
    ///
    /// `body` is `None` where there was none, or none that is JSON.
    #[must_use]
    pub fn check_response(&self, method: &str, path: &str, status: u16, body: Option<&Value>) -> Vec<Violation> {
        match self.document.operation(method, path) {
            Ok(operation) => {
                let mut violations = response::check(&operation, status, body);
                violations.retain(|violation| !deviations::is_contradicted(&violation.fault));
                violations
            }
            Err(violation) => vec![violation],
        }
    }
}
